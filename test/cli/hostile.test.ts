/** Texts of a capture in a terminal: none of them may move the cursor, colour the screen or turn the direction of writing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { analyze } from '../../src/cli/commands/analyze.ts'
import { ladder } from '../../src/cli/commands/ladder.ts'
import { show } from '../../src/cli/commands/show.ts'
import { output } from '../../src/cli/output.ts'
import { hostileCapture } from '../support/capture/hostileCapture.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const attack = 'x\u001b[2J\u001b]0;title\u0007\u009b31m\rline\u0008\u202eevil\u2066y'
const path = join(folder, 'a.pcapng')
writeFileSync(
  path,
  hostileCapture(() => attack),
)

async function said(command: typeof analyze, ...args: string[]): Promise<string> {
  const pieces: string[] = []
  const stream = new Writable({
    write(piece, _, done) {
      pieces.push(String(piece))
      done()
    },
  })
  await command.run(args, output(stream))
  return pieces.join('')
}

test.each([
  ['analyze', analyze, [path]],
  ['ladder', ladder, [path]],
  ...[1, 2, 3, 4, 5, 6, 7].map(number => [`show ${number}`, show, [path, String(number)]] as const),
] as const)('%s', async (_, command, args) => {
  const text = await said(command, ...args)
  expect(text.length).toBeGreaterThan(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(text.match(/.{0,30}[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g) ?? []).toEqual([])
})

test('JSON says all of it, escaped', async () => {
  const { traces } = JSON.parse(await said(analyze, path, '--json')) as { traces: { filters: string[] }[] }
  expect(traces[0]!.filters).toEqual([attack])
})
