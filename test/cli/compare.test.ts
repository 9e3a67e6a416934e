import { expect, test } from 'vitest'
import { compare } from '../../src/cli/commands/compare.ts'

const pair = (name: string) => [`captures/lab/${name}/a.pcap`, `captures/lab/${name}/b.pcap`]

async function told(...args: string[]): Promise<string> {
  const lines: string[] = []
  await compare.run(args, {
    line: async (text: string) => void lines.push(text),
    write: async (text: string) => void lines.push(text),
  } as unknown as Parameters<typeof compare.run>[1])
  return lines.join('\n')
}

test('what a router changes of a message, and nothing else', async () => {
  const [first, blank, ...rest] = (await told(...pair('v2_psk_ok'), '--packet', '3')).split('\n')
  expect(first).toMatch(/^A 3 at \d+\.\d{6} s, \d+ bytes; B 3 at \d+\.\d{6} s, \d+ bytes: delivered$/)
  expect(blank).toBe('')
  const fields = rest.slice(1, rest.indexOf('')).map(line => line.trim().split(/ {2,}/)[0])
  expect(fields).toContain('IPv4/Time to Live')
  expect(fields.filter(path => !/^(Ethernet|IPv4)\//.test(path!))).toEqual([])
})

test('with keys what was encrypted is compared too', async () => {
  const pairOf = pair('v2_psk_ok')
  const closed = await told(...pairOf, '--packet', 'B5')
  const open = await told(...pairOf, '--packet', 'B5', '--keys', 'captures/lab/v2_psk_ok/keys-a')
  expect(closed).not.toContain('Decrypted')
  expect(open).toMatch(/\nDecrypted[^\n]*\nno field differs\n/)
})

test.each([
  ['a packet that is not there', ['--packet', '99999'], 'there is no 99999'],
  ['no number', ['--packet', 'seven'], 'seven is no packet number'],
  ['no packet named', [], 'two files and --packet N'],
])('%s', async (_name, args, says) => {
  await expect(told(...pair('v2_psk_ok'), ...args)).rejects.toThrow(says)
})
