import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { answer } from '../../src/shell/answer.ts'
import { createShelf, type NamedFile, type Shelf } from '../../src/shell/shelf.ts'
import { MOST, written } from '../../src/workspace/file.ts'

const root = mkdtempSync(join(tmpdir(), 'ikescope-beside-'))
afterAll(() => rmSync(root, { recursive: true }))

let folder: string
let shelf: Shelf
let capture: NamedFile
let count = 0
beforeEach(async () => {
  folder = join(root, String(++count))
  mkdirSync(join(folder, 'captures'), { recursive: true })
  writeFileSync(join(folder, 'a.pcap'), 'capture')
  writeFileSync(join(folder, 'captures/x.pcap'), 'x')
  writeFileSync(join(folder, 'captures/examples.json'), JSON.stringify([{ name: 'x', title: 'x', files: ['x.pcap'] }]))
  shelf = await createShelf(join(folder, 'page'), join(folder, 'captures'))
  capture = shelf.open([join(folder, 'a.pcap')])[0]!
})

const text = written({ captures: [{ name: 'a.pcap', packets: 3, start: null }], names: new Map(), notes: [], hidden: [] })
const place = () => join(folder, 'a.pcap.ikescope.json')

async function* bytes(...parts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield new TextEncoder().encode(part)
}
const put = async (url: string, body: AsyncIterable<Uint8Array> | null) =>
  (await answer({ method: 'PUT', path: url.slice(1), body }, shelf)).status
const get = (url: string) => answer({ method: 'GET', path: url.slice(1) }, shelf)

test('what was written beside a capture is read again, and nothing else lies there then', async () => {
  expect((await get(capture.kept!)).status).toBe(204)
  expect(await put(capture.kept!, bytes(text.slice(0, 9), text.slice(9)))).toBe(204)
  expect(await put(capture.kept!, bytes(text))).toBe(204)
  const response = await get(capture.kept!)
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'application/json; charset=utf-8',
    text,
  ])
  expect(readdirSync(folder).sort()).toEqual(['a.pcap', 'a.pcap.ikescope.json', 'captures'])
  expect(readFileSync(join(folder, 'a.pcap'), 'utf8')).toBe('capture')
})

test('nothing but a workspace file is written, and none that is too large', async () => {
  for (const body of ['', '{}', '<html>', 'null']) expect(await put(capture.kept!, bytes(body))).toBe(400)
  expect(await put(capture.kept!, null)).toBe(400)
  expect(await put(capture.kept!, bytes(...Array.from({ length: 5 }, () => ' '.repeat(MOST))))).toBe(413)
  expect(readdirSync(folder).sort()).toEqual(['a.pcap', 'captures'])
})

test('what somebody else put there stays: a file, a folder, a link', async () => {
  writeFileSync(place(), 'my own')
  expect(await put(capture.kept!, bytes(text))).toBe(409)
  expect((await get(capture.kept!)).status).toBe(204)
  expect(readFileSync(place(), 'utf8')).toBe('my own')
  rmSync(place())
  mkdirSync(place())
  expect(await put(capture.kept!, bytes(text))).toBe(409)
  rmSync(place(), { recursive: true })
  if (process.platform === 'win32') return
  writeFileSync(join(folder, 'elsewhere'), text)
  symlinkSync(join(folder, 'elsewhere'), place())
  expect((await get(capture.kept!)).status).toBe(204)
  expect(await put(capture.kept!, bytes(text))).toBe(409)
})

test('nothing can be written anywhere else: not on a capture, not beside an example, not up the path', async () => {
  const [example] = shelf.offer().examples
  expect(example!.files[0]!.kept).toBeUndefined()
  const suffix = '.ikescope.json'
  for (const url of [
    capture.url,
    `${example!.files[0]!.url}${suffix}`,
    `${capture.kept}${suffix}`,
    capture.kept!.replace(/[0-9a-f]{32}/, '0'.repeat(32)),
    `${capture.kept!.replace('a.pcap', '..%2fb.pcap')}`,
    './session.json',
    `./x${suffix}`,
  ])
    expect([url, await put(url, bytes(text))]).toEqual([url, 405])
  expect(readdirSync(join(folder, 'captures')).sort()).toEqual(['examples.json', 'x.pcap'])
})

test('a folder that cannot be written to says so', async () => {
  const [gone] = shelf.open([join(folder, 'no such folder/b.pcap')])
  expect(await put(gone!.kept!, bytes(text))).toBe(403)
})
