/** What commands write: never over what they read, and what cannot be written is told in one line. */
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { anonymise } from '../../src/cli/commands/anonymise.ts'
import { compose } from '../../src/cli/commands/compose.ts'
import { cut } from '../../src/cli/commands/cut.ts'
import { inject } from '../../src/cli/commands/inject.ts'
import { ladder } from '../../src/cli/commands/ladder.ts'
import { report } from '../../src/cli/commands/report.ts'
import { written } from '../../src/cli/written.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-written-'))
const at = (name: string) => join(folder, name)
const silent = { line: async () => {}, write: async () => {} }
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(at('keys'), { recursive: true })
  for (const end of ['a', 'b']) cpSync(`captures/lab/v2_psk_ok/${end}.pcap`, at(`${end}.pcap`))
  cpSync(at('a.pcap'), at('out-a.pcap'))
  linkSync(at('a.pcap'), at('another name'))
  cpSync('captures/lab/v2_psk_ok/keys-a', at('keys'), { recursive: true })
  cpSync('captures/scenarios/version-refused.yaml', at('truth.json'))
  writeFileSync(at('a.pcap.ikescope.json'), '{}')
  writeFileSync(at('faults'), 'lose a>b esp\n')
})

/** Every file of the folder with what is in it. */
const all = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(at(name)).isFile())
    .map(name => [name, readFileSync(at(name), 'latin1')])

const [a, b] = [at('a.pcap'), at('b.pcap')]
const key = readdirSync('captures/lab/v2_psk_ok/keys-a')[0]!

test.each<[string, Command, string[]]>([
  ['anonymise', anonymise, [a, b, '--out', folder]],
  ['cut', cut, [a, '--packets', '3', '--out', a]],
  ['cut of two', cut, [at('out-a.pcap'), b, '--packets', 'B3,A3', '--out', at('out.pcap')]],
  ['the same file under another name', cut, [a, '--packets', '3', '--out', at('another name')]],
  ['report', report, [a, '--html', a]],
  ['the capture from between', report, [a, at('out-a.pcap'), '--between', b, '--html', b]],
  ['notes kept beside the capture', report, [a, '--html', at('a.pcap.ikescope.json')]],
  ['ladder', ladder, [a, '--svg', a]],
  ['a key file in a folder', ladder, [a, '--keys', at('keys'), '--svg', join(at('keys'), key)]],
  ['inject', inject, [a, b, '--faults', at('faults'), '--out', folder]],
  ['compose', compose, [at('truth.json'), '--out', folder]],
])('nothing that was read is written over: %s', async (_, command, args) => {
  const before = all()
  await expect(command.run(args, silent)).rejects.toThrow(/ was read and would be written over; nothing is written$/)
  expect(all()).toEqual(before)
})

describe('a folder that cannot be', () => {
  test.each<[string, string, RegExp]>([
    ['a file', a, /a\.pcap: is a file, and no folder$/],
    ['below a file', join(a, 'x'), /: no such file$/],
    ...(process.platform === 'linux'
      ? [['where none can be made', '/proc/x/y', /^\/proc\/x\S*: no such file or folder$/] as [string, string, RegExp]]
      : []),
  ])('%s', async (_, out, says) => {
    await expect(anonymise.run([b, '--out', out], silent)).rejects.toThrow(says)
    await expect(inject.run([a, b, '--faults', at('faults'), '--out', out], silent)).rejects.toThrow(says)
    await expect(compose.run([at('truth.json'), '--out', out], silent)).rejects.toThrow(says)
  })
})

test.skipIf(process.platform === 'win32')('a line break in a name does not break what is told', async () => {
  const into = at('one\ntwo')
  mkdirSync(into)
  const told: string[] = []
  const out = { line: async (text = '') => void told.push(text), write: async () => {} }
  await cut.run([a, '--packets', '3', '--out', join(into, 'cut')], out)
  await report.run([a, '--html', join(into, 'html')], out)
  await anonymise.run([a, '--out', into], out)
  await inject.run([a, b, '--faults', at('faults'), '--out', into], out)
  await compose.run([at('truth.json'), '--out', into], out)
  expect(told.filter(line => line.includes('two'))).toHaveLength(6)
  expect(told.filter(line => line.includes('\n'))).toEqual([])
})

test('a full disk is told in one line', async () => {
  if (process.platform !== 'linux') return
  await expect(written([{ path: '/dev/full', data: 'x' }], [])).rejects.toThrow('/dev/full: no space left')
})
