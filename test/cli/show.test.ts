import { expect, test } from 'vitest'
import { show } from '../../src/cli/commands/show.ts'

const file = 'captures/lab/v1_main_psk_ok/a.pcap'

async function shown(...args: string[]): Promise<string> {
  const lines: string[] = []
  await show.run(args, {
    line: async (text: string) => void lines.push(text),
    write: async (text: string) => void lines.push(text),
  } as unknown as Parameters<typeof show.run>[1])
  return lines.join('\n')
}

test('one field by its path, what is inside it, and what it is for', async () => {
  expect(await shown(file, '3', 'SA/Proposal/Transform/Encryption Algorithm')).toMatchInlineSnapshot(`
    "0062-0065  Encryption Algorithm: AES-CBC
    0062-0063    Attribute Type: 32769
                   AF: 1 (Type/Value)
                   Type: 1 (Encryption Algorithm)
    0064-0065    Attribute Value: 7 (AES-CBC)
    Encryption Algorithm: The cipher. RFC 2409 Appendix A"
  `)
})

test('all of a long field, to be copied', async () => {
  const [tree, hex] = (await shown(file, '5', 'KE/Key Exchange Data')).split('\n')
  expect(tree).toMatch(/… \d+ bytes$/)
  expect(hex).toMatch(/^([0-9a-f]{2}){64,}$/)
})

test('a whole packet begins with its number and time', async () => {
  expect(await shown(file, '1')).toMatch(/^packet 1 at 0\.000000 s/)
})

test.each([
  ['a field that is not there', [file, '1', 'SA/Nothing'], 'packet 1 has no field at SA/Nothing'],
  ['a packet that is not there', [file, '99999'], 'there is no 99999'],
  ['no number', [file, 'one'], 'one is no packet number'],
])('%s', async (_name, args, says) => {
  await expect(shown(...args)).rejects.toThrow(says)
})
