/** Captures in captures/injected: each is what `ikescope inject` makes of the recording that its card names and of the faults
 *  beside it, byte by byte. UPDATE=1 makes them anew. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { inject, readFaults } from '../../src/compose/inject/index.ts'
import { fileSource } from '../../src/host/fileSource.ts'

const captures = join(import.meta.dirname, '../../captures')

test.each(readdirSync(join(captures, 'injected')))('%s', async name => {
  const folder = join(captures, 'injected', name)
  const { from, format } = parse(readFileSync(join(folder, 'card.yaml'), 'utf8')) as { from: string; format: string }
  const sources = [await fileSource(join(captures, from, 'a.pcap')), await fileSource(join(captures, from, 'b.pcap'))] as const
  const made = await inject(sources, readFaults(readFileSync(join(folder, 'faults.txt'), 'utf8')), { format })
  for (const [i, file] of made.files.entries()) {
    const path = join(folder, `${'ab'[i]}.${made.extensions[i]}`)
    if (process.env.UPDATE) writeFileSync(path, file)
    expect([path, existsSync(path) && readFileSync(path).equals(Buffer.from(file))]).toEqual([path, true])
  }
  for (const source of sources) await source.close()
})
