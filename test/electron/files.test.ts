import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isOurs, page, pathOf } from '../../electron/address.ts'
import { filesHanded, filesOf } from '../../electron/argv.ts'
import { loadRecent, remember, saveRecent } from '../../electron/recent.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-electron-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('arguments', () => {
  test.each([
    [['electron', '/project'], false, []],
    [['electron', '/project', 'a.pcap', '/x/b.pcap'], false, [resolve('/here/a.pcap'), resolve('/x/b.pcap')]],
    [['ikescope', 'a.pcap'], true, [resolve('/here/a.pcap')]],
    [['ikescope', '--inspect', 'a.pcap', '--type=x'], true, [resolve('/here/a.pcap')]],
  ])('%j, packaged: %j', (argv, packaged, files) => {
    expect(filesOf(argv, packaged, '/here')).toEqual(files)
  })

  test.each([
    [{ files: [resolve('/x/a.pcap')] }, [resolve('/x/a.pcap')]],
    [{ files: ['relative.pcap', 7, null, resolve('/x')] }, [resolve('/x')]],
    [{ files: 'x' }, []],
    [null, []],
    ['files', []],
  ])('a second start that hands over %j', (data, files) => {
    expect(filesHanded(data)).toEqual(files)
  })
})

describe('addresses', () => {
  test('the page and what belongs to it', () => {
    expect(page).toBe('ikescope://app/')
    expect(pathOf('ikescope://app/')).toBe('/')
    expect(pathOf('ikescope://app/assets/x.js?v=1#y')).toBe('/assets/x.js')
    expect(pathOf('ikescope://app/files/0/a%20b.pcap')).toBe('/files/0/a%20b.pcap')
  })

  test.each(['https://app/', 'ikescope://other/', 'ikescope://app.evil/', 'file:///etc/passwd', 'ikescope:app/', ''])(
    '%j is not ours',
    url => {
      expect(isOurs(url)).toBe(false)
      expect(pathOf(url)).toBeUndefined()
    },
  )
})

describe('recent files', () => {
  test('newest first, each once, ten at most', () => {
    expect(remember(['b', 'a'], ['a'])).toEqual(['a', 'b'])
    expect(remember(['b', 'a'], ['d', 'c'])).toEqual(['d', 'c', 'b', 'a'])
    const many = Array.from({ length: 30 }, (_, index) => `f${index}`)
    expect(remember(many, ['new'])).toEqual(['new', ...many.slice(0, 9)])
  })

  test('last from one start to the next, without those that have gone', () => {
    const list = join(folder, 'user/recent.json')
    const there = join(folder, 'there.pcap')
    writeFileSync(there, '')
    saveRecent(list, [there, join(folder, 'gone.pcap')])
    expect(loadRecent(list)).toEqual([there])
  })

  test('a list that is none is empty, and one that cannot be written costs nothing else', () => {
    const list = join(folder, 'broken.json')
    for (const text of ['{', '{"a":1}', '[1, null, "relative"]', '']) {
      writeFileSync(list, text)
      expect(loadRecent(list)).toEqual([])
    }
    expect(loadRecent(join(folder, 'none.json'))).toEqual([])
    mkdirSync(join(folder, 'taken'))
    expect(() => saveRecent(join(folder, 'taken'), ['x'])).not.toThrow()
    expect(() => readFileSync(join(folder, 'taken'))).toThrow()
  })
})
