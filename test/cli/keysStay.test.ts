import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { openSession } from '../../src/host/session.ts'
import { onDisk } from '../support/recordings/index.ts'

// Keys are used and given to nobody: not in what is printed, not in what is written, not in what a session hands out.

const folder = mkdtempSync(join(tmpdir(), 'ikescope-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))
const out = (name: string) => join(folder, name)

interface Recorded {
  readonly name: string
  readonly files: readonly string[]
  readonly keys: readonly string[]
}

const composed = 'captures/composed/bad-spi-at-rekey'
const lab = 'captures/lab/v2_psk_ok'
const recorded: readonly Recorded[] = [
  {
    name: 'IKEv1 and ESP, both ends',
    files: [`${composed}/a.pcap`, `${composed}/b.pcap`],
    keys: [`${composed}/ikev1_decryption_table`, `${composed}/esp_sa`],
  },
  { name: 'IKEv2 and ESP', files: [`${lab}/a.pcap`], keys: readdirSync(`${lab}/keys-a`).map(name => `${lab}/keys-a/${name}`) },
]

/** How each command that takes keys is called. */
const calls: Readonly<Record<string, (one: Recorded) => readonly (readonly string[])[]>> = {
  analyze: ({ files }) => [files, [...files, '--json']],
  ladder: ({ files }) => [files, [...files, '--svg', out('ladder.svg')]],
  show: ({ files }) => [3, 5, 7, 9, 11].map(number => [files[0]!, String(number)]),
  report: ({ files }) => [[...files, '--html', out('report.html')]],
  monitor: ({ files }) => [[files[0]!], [files[0]!, '--json']],
  compare: ({ files }) => (files.length === 2 ? [1, 5, 7, 9].map(number => [...files, '--packet', String(number)]) : []),
  cut: ({ files }) => [[files[0]!, '--packets', '1-8', '--out', out('cut.pcapng')]],
  baseline: ({ files }) => (files.length === 2 ? [files, [...files, '--json']] : []),
}

/** Every command there is. */
const commands: readonly Command[] = await Promise.all(
  readdirSync('src/cli/commands').map(async file => {
    const module: Readonly<Record<string, Command>> = await import(`../../src/cli/commands/${file.slice(0, -3)}.ts`)
    return Object.values(module).find(({ run }) => typeof run === 'function')!
  }),
)

const texts = (one: Recorded) => one.keys.map(path => readFileSync(path, 'utf8'))
/** All keys in the files, in hex; SPIs are shorter. */
const secretsOf = (one: Recorded) => texts(one).flatMap(text => Array.from(text.matchAll(/[0-9a-f]{32,}/gi), ([key]) => key.toLowerCase()))

function leaked(one: Recorded, written: Uint8Array | string): string[] {
  const bytes = Buffer.from(written as Uint8Array)
  const text = bytes.toString('latin1').toLowerCase().replaceAll(/[\s:]/g, '')
  return secretsOf(one).filter(key => text.includes(key) || bytes.includes(Buffer.from(key, 'hex')))
}

test('every command that takes keys is called here', () => {
  const taking = commands.filter(({ usage }) => usage.includes('--keys')).map(({ name }) => name)
  expect(taking.filter(name => !(name in calls))).toEqual([])
})

describe.each(recorded)('$name', one => {
  test('the files do hold keys, and they open something', async () => {
    expect(secretsOf(one).length).toBeGreaterThan(0)
    expect(leaked(one, texts(one).join('\n')).length).toBeGreaterThan(0)
    const opened = await openSession(one.files.map(onDisk))
    if (!opened.ok) throw new Error(opened.why)
    expect((await opened.session.keys(texts(one).map(text => ({ name: 'keys', text })))).opened).toBeGreaterThan(0)
  })

  test.each(Object.keys(calls))('%s', async name => {
    for (const args of calls[name]!(one)) {
      let printed = ''
      const say = async (text = '') => {
        printed += `${text}\n`
      }
      const keys = one.keys.flatMap(path => ['--keys', path])
      await commands.find(command => command.name === name)!.run([...args, ...keys], { line: say, write: say })
      expect(leaked(one, printed), args.join(' ')).toEqual([])
    }
    for (const file of readdirSync(folder)) expect(leaked(one, readFileSync(join(folder, file))), file).toEqual([])
  })

  test('what a session hands out', async () => {
    const opened = await openSession(one.files.map(onDisk))
    if (!opened.ok) throw new Error(opened.why)
    const { session } = opened
    const all: unknown[] = [await session.keys(texts(one).map(text => ({ name: 'keys', text }))), await session.report()]
    for (let trace = 0; trace < one.files.length; trace++) {
      all.push(await session.rows(trace, 0, 500), await session.monitor(trace, 5))
      for (let number = 1; number <= 12; number++) all.push(await session.packet(trace, number))
    }
    const given = await session.anonymised({ seed: 'x' })
    for (const { bytes } of given.files) expect(leaked(one, bytes)).toEqual([])
    const text = JSON.stringify([all, given.replaced], (_, value) =>
      typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    )
    expect(leaked(one, text)).toEqual([])
  })
})
