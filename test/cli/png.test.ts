import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ladder } from '../../src/cli/commands/ladder.ts'
import type { Output } from '../../src/cli/output.ts'
import { pngOf } from '../../src/cli/png.ts'

const folder = mkdtempSync(join(tmpdir(), 'png-'))
afterAll(() => rmSync(folder, { recursive: true }))
const nowhere = { line: async () => {}, write: async () => {} } as unknown as Output
const ends = ['a', 'b'].map(end => `captures/lab/v1_cert_fragdrop_both/${end}.pcap`)

/** Width and height of a PNG. ISO/IEC 15948 §11.2.2. */
function size(png: Uint8Array): [number, number] {
  expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG')
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

test('a ladder as a picture, twice as fine as the drawing, with its words', async () => {
  const [png, svg] = [join(folder, 'l.png'), join(folder, 'l.svg')]
  await ladder.run([...ends, '--png', png, `--svg=${svg}`], nowhere)
  const drawing = readFileSync(svg, 'utf8')
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(drawing)!
  const bytes = readFileSync(png)
  expect(size(bytes)).toEqual([2 * Number(width), 2 * Number(height)])
  const wordless = await pngOf({ svg: drawing.replace(/<text.*?<\/text>/gs, ''), width: Number(width), height: Number(height) })
  expect(wordless.length).toBeLessThan(bytes.length / 2)
})

test('a very tall one is drawn less fine, and one too tall not at all', async () => {
  const tall = (height: number) => ({ svg: `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="${height}"/>`, width: 10, height })
  expect(size(await pngOf(tall(12_000)))).toEqual([15, 18_000])
  await expect(pngOf(tall(20_000))).rejects.toThrow('20000 px are too tall for a PNG; --svg draws it')
})
