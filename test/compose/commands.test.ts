/** `ikescope inject` and `ikescope compose`: what they write, and what they say of wrong usage. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { compose } from '../../src/cli/commands/compose.ts'
import { inject } from '../../src/cli/commands/inject.ts'
import { labFile } from '../support/compose/faultSets.ts'

const folder = mkdtempSync(join(tmpdir(), 'ikescope-'))
afterAll(() => rmSync(folder, { recursive: true }))
const faults = join(folder, 'faults.txt')
writeFileSync(faults, 'lose a>b esp\n')
const pair = [labFile('v1_main_psk_ok', 'a'), labFile('v1_main_psk_ok', 'b')]

async function said({ run }: Command, ...args: string[]): Promise<string> {
  let text = ''
  const write = async (piece: string) => {
    text += piece
  }
  expect(await run(args, { write, line: (piece = '') => write(`${piece}\n`) })).toBe(0)
  return text
}

test('inject writes both files and the truth', async () => {
  const out = join(folder, 'injected')
  const text = await said(inject, ...pair, '--faults', faults, '--out', out, '--format', 'pcapng', '--gzip', '--seed', '3')
  expect(text).toContain('5 lost from A to B, 0 from B to A, 0 modified')
  expect(readdirSync(out).sort()).toEqual(['a.pcapng.gz', 'b.pcapng.gz', 'truth.json'])
  expect(gunzipSync(readFileSync(join(out, 'a.pcapng.gz'))).subarray(0, 4)).toEqual(Buffer.from('0a0d0d0a', 'hex'))
  expect(JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')).lost.aToB.length).toBe(5)
})

test('compose writes both files, the keys and the truth, and tells the story', async () => {
  const out = join(folder, 'composed')
  const text = await said(compose, join(import.meta.dirname, '../../captures/scenarios/kerberos-healthy.yaml'), '--out', out)
  expect(text).toContain('main mode complete, kerberos')
  expect(readdirSync(out).sort()).toEqual(['a.pcap', 'b.pcap', 'esp_sa', 'ikev1_decryption_table', 'truth.json'])
})

test('compose tells when the captures give something else than the scenario expects', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../captures/scenarios/version-refused.yaml'), 'utf8')
  const path = join(folder, 'other.yaml')
  writeFileSync(path, text.replace('expects: [version-mismatch]', 'expects: [delete-lost]'))
  let lines = ''
  const out = {
    write: async () => {},
    line: async (line = '') => {
      lines += `${line}\n`
    },
  }
  expect(await compose.run([path, '--out', join(folder, 'other')], out)).toBe(1)
  expect(lines).toContain('not found, although expected: delete-lost; found: version-mismatch')
  expect(lines).toContain('found, although not expected: version-mismatch')
})

test.each([
  [inject, [], 'inject takes the two files of a pair'],
  [inject, pair, 'inject needs --faults FILE and --out DIR'],
  [inject, [...pair, '--faults', faults, '--out', folder, '--format', 'doc'], 'doc is no format'],
  [inject, [...pair, '--faults', faults, '--out', folder, '--format', 'toString'], 'toString is no format'],
  [inject, [...pair, '--faults', faults, '--out', folder, '--seed', 'x'], '--seed takes a whole number'],
  [inject, [...pair, '--faults', join(folder, 'none'), '--out', folder], 'cannot be read'],
  [inject, [faults, faults, '--faults', faults, '--out', folder], 'faults.txt: '],
  [compose, [], 'compose takes one scenario'],
  [compose, [faults], 'compose needs --out DIR'],
  [compose, [faults, '--out', folder], 'faults.txt: the scenario is missing'],
] as const)('%o with %j is told what is wrong', async (command, args, why) => {
  const run = command.run([...args], { write: async () => {}, line: async () => {} })
  await expect(run).rejects.toThrow(why)
})
