import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filler } from '../../src/compose/files/bytes.ts'
import { fileSource } from '../../src/host/fileSource.ts'

describe('a file by its path', () => {
  const bytes = filler(1000)
  let folder: string
  let path: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ikescope-'))
    path = join(folder, 'a.pcap')
    await writeFile(path, bytes)
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is read from anywhere, up to its end', async () => {
    const source = await fileSource(path)
    const into = new Uint8Array(100)
    expect([source.name, source.size]).toEqual(['a.pcap', 1000])
    expect(await source.read(300, into)).toBe(100)
    expect([...into]).toEqual([...bytes.subarray(300, 400)])
    expect(await source.read(950, into)).toBe(50)
    expect([...into.subarray(0, 50)]).toEqual([...bytes.subarray(950)])
    expect(await source.read(2000, into)).toBe(0)
    await source.close()
    await expect(source.read(0, into)).rejects.toThrow('closed')
  })

  test('lets others have their turn while it is read', async () => {
    const source = await fileSource(path)
    const into = new Uint8Array(100)
    let interrupted = false
    setTimeout(() => {
      interrupted = true
    }, 10)
    for (const end = performance.now() + 5000; !interrupted && performance.now() < end; ) await source.read(0, into)
    expect(interrupted).toBe(true)
    await source.close()
  })

  test('is no folder', async () => {
    await expect(fileSource(folder)).rejects.toMatchObject({ code: 'EISDIR' })
    await expect(fileSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
