/** A lesson that is opened by its own name brings the captures and keys that it leads through. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withLessonFiles } from '../../src/shell/lessons.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-lessons-'))
const at = (...path: string[]) => join(folder, ...path)
mkdirSync(at('north'))
mkdirSync(at('south'))
for (const end of ['north', 'south']) writeFileSync(at(end, 'a.pcap'), '')
writeFileSync(at('keys'), '')
writeFileSync(at('mine.yaml'), 'title: T\nscenario: N2\ncaptures: [north/a.pcap, south/a.pcap]\nkeys: [keys]\nsteps:\n  - text: Look.\n')
writeFileSync(at('other.yaml'), 'a: 1\n')
afterAll(() => rmSync(folder, { recursive: true }))

test('with its captures and its keys, in its order, each once', async () => {
  const all = [at('mine.yaml'), at('north', 'a.pcap'), at('south', 'a.pcap'), at('keys')]
  expect(await withLessonFiles([at('mine.yaml')])).toEqual(all)
  expect(await withLessonFiles([at('mine.yaml'), at('south', 'a.pcap')])).toEqual(all)
})

test('what is no lesson stays what it is', async () => {
  const some = [at('other.yaml'), at('north', 'a.pcap'), at('gone.yaml')]
  expect(await withLessonFiles(some)).toEqual(some)
})
