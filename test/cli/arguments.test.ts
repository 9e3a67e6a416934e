import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Command, opened, valued } from '../../src/cli/command.ts'
import { analyze } from '../../src/cli/commands/analyze.ts'
import { compare } from '../../src/cli/commands/compare.ts'
import { cut } from '../../src/cli/commands/cut.ts'
import { keyTexts } from '../../src/cli/keyFiles.ts'
import type { Output } from '../../src/cli/output.ts'
import { keysInVain } from '../../src/text/keysTaken.ts'

const folder = mkdtempSync(join(tmpdir(), 'arguments-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('an option with a value', () => {
  test.each([
    ['apart', ['x', '--out', 'there'], { rest: ['x'], value: 'there' }],
    ['joined', ['--out=there', 'x'], { rest: ['x'], value: 'there' }],
    ['a number below zero', ['--out', '-3'], { rest: [], value: '-3' }],
    ['not given', ['x'], { rest: ['x'], value: undefined }],
    ['behind -- it is a name', ['--', '--out', 'x'], { rest: ['--', '--out', 'x'], value: undefined }],
  ])('%s', (_, args, told) => expect(valued(args, '--out')).toEqual(told))

  test.each([
    ['nothing behind it', ['x', '--out'], '--out needs a value'],
    ['another option behind it', ['--out', '--packets', '3'], '--out needs a value'],
    ['nothing behind the sign', ['--out=', 'x'], '--out needs a value'],
    ['given twice', ['--out', 'a', '--out', 'b'], '--out is there twice'],
  ])('wrong usage: %s', (_, args, says) => expect(() => valued(args, '--out')).toThrow(says))
})

test('of two files with one name, the one that cannot be read is named', async () => {
  const path = join(folder, 'a.pcap')
  writeFileSync(path, 'nothing of the kind')
  const nowhere = { line: async () => {}, write: async () => {} } as unknown as Output
  await expect(analyze.run(['captures/lab/v2_rekey/a.pcap', path], nowhere)).rejects.toThrow(`${path}: text, not a capture`)
})

test('keys that cannot be read are told', async () => {
  mkdirSync(join(folder, 'empty'))
  await expect(keyTexts([join(folder, 'empty')])).rejects.toThrow('empty: there is no file in it')
  await expect(keyTexts([join(folder, 'gone')])).rejects.toThrow('gone: no such file or folder')
  if (process.platform === 'win32') return
  await expect(keyTexts(['/dev/zero'])).rejects.toThrow('/dev/zero: is no regular file')
  if (process.getuid?.() === 0) return
  writeFileSync(join(folder, 'empty/secret'), 'one', { mode: 0 })
  await expect(keyTexts([join(folder, 'empty')])).rejects.toThrow('secret: permission denied')
  mkdirSync(join(folder, 'closed'), { mode: 0 })
  await expect(keyTexts([join(folder, 'closed')])).rejects.toThrow('closed: permission denied')
})

test('of a folder only the files with keys are taken; where there is none, and of a file without keys, it is said', async () => {
  const mixed = 'captures/composed/kerberos-healthy'
  expect((await keyTexts([mixed])).map(({ name }) => name)).toEqual(['esp_sa', 'ikev1_decryption_table'])
  await expect(keyTexts(['captures/lessons'])).rejects.toThrow('captures/lessons: none of the files in it holds a key in a form known here')
  await expect(keyTexts(['captures/README.md'])).rejects.toThrow('captures/README.md: holds no key in a form known here')
  // Near misses: a line that was meant as a key is told by its number; nothing was written where no negotiation came as far.
  mkdirSync(join(folder, 'meant'))
  writeFileSync(join(folder, 'meant/ikev1_decryption_table'), 'zz,zz\n')
  writeFileSync(join(folder, 'meant/esp_sa'), '')
  expect((await keyTexts([join(folder, 'meant')])).map(({ name }) => name)).toContain('esp_sa')
})

test('what is told of a key file stays on its line, whatever the file is called', async () => {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const session = await opened(['captures/lab/v2_psk_ok/a.pcap'], [{ name: 'one\ntwo', text: 'no key' }])
  await session.close()
  const said = stderr.mock.calls.map(([text]) => String(text)).filter(text => text.includes('two'))
  stderr.mockRestore()
  expect(said).toEqual([expect.stringMatching(/^ikescope: .*one\\u000atwo.*\n$/)])
})

test.each([
  ['keys of another capture', 'v2_psk_ok', 'v1_main_psk_ok', ['of 3 keys none is for an IKE message or an ESP packet that was captured']],
  ['keys of this one', 'v2_psk_ok', 'v2_psk_ok', []],
])('%s', async (_, of, name, says) => {
  const session = await opened([`captures/lab/${name}/a.pcap`])
  const taken = await session.keys(await keyTexts([`captures/lab/${of}/keys-a`]))
  await session.close()
  expect([...keysInVain(taken), ...taken.problems]).toEqual(says)
})

test('ESP keys with the right SPI that do not fit are told', async () => {
  const session = await opened(['captures/composed/bad-spi-at-rekey/a.pcap'])
  const { text } = (await keyTexts(['captures/composed/bad-spi-at-rekey/esp_sa']))[0]!
  const fits = await session.keys([{ name: 'esp_sa', text }])
  const wrong = await session.keys([{ name: 'esp_sa', text: text.replaceAll(/[0-9a-f]{32,}/g, key => [...key].reverse().join('')) }])
  await session.close()
  expect([...keysInVain(fits), ...fits.problems]).toEqual([])
  expect([...keysInVain(wrong), ...wrong.problems]).toEqual([`the keys open no packet of the ${wrong.espTried} ESP SAs they are for`])
})

test('in a folder of keys, a link to nowhere is passed over', async () => {
  writeFileSync(join(folder, 'keys.txt'), '')
  symlinkSync(join(folder, 'gone'), join(folder, 'link'))
  const texts = await keyTexts([folder])
  expect(texts.map(({ name }) => name)).toContain('keys.txt')
  expect(texts.map(({ name }) => name)).not.toContain('link')
})

describe('packets that are not there', () => {
  const pair = ['captures/lab/v1_main_psk_ok/a.pcap', 'captures/lab/v1_main_psk_ok/b.pcap']
  const empty = join(folder, 'empty.pcap')
  writeFileSync(empty, readFileSync(pair[0]!).subarray(0, 24))
  const nowhere: Output = { line: async () => {}, write: async () => {} }
  const out = ['--out', join(folder, 'out.pcapng')]
  test.each<[string, Command, string[], RegExp]>([
    ['a range turned round', cut, [pair[0]!, '--packets', '5-3', ...out], /^5-3: the range ends before it begins$/],
    ['beyond the last', cut, [pair[0]!, '--packets', '3-999', ...out], /^3-999: the capture has packets 1 to 30$/],
    ['of no capture', cut, [pair[0]!, '--packets', 'B3', ...out], /^B3: there is no such capture$/],
    ['of an empty one', cut, [empty, '--packets', '1', ...out], /^1: the capture has no packets$/],
    ['of an empty one beside another', compare, [empty, pair[1]!, '--packet', '1'], /empty\.pcap has no packets, there is no 1$/],
  ])('%s', async (_, command, args, says) => {
    await expect(command.run(args, nowhere)).rejects.toThrow(says)
  })
})

test('a name with a line break in it stays on its line', async () => {
  const path = join(folder, 'two\nlines.pcap')
  if (process.platform === 'win32') return
  cpSync('captures/lab/v1_main_psk_ok/a.pcap', path)
  let text = ''
  const write = async (piece = '') => {
    text += piece
  }
  await analyze.run([path], { write, line: write })
  expect(text).toContain('two\\u000alines.pcap: ')
})

test.skipIf(!existsSync('/proc/self/mem'))('keys that can be opened but not read are a mistake', async () => {
  await expect(keyTexts(['/proc/self/mem'])).rejects.toThrow('/proc/self/mem: ')
})
