import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toldApart } from '../../src/cli/baseline.ts'
import { baseline } from '../../src/cli/commands/baseline.ts'

test.each([
  ['x/a.pcap', 'x/b.pcap', 'a.pcap', 'b.pcap'],
  ['clear/a.pcap', 'secured/a.pcap', 'clear/a.pcap', 'secured/a.pcap'],
  ['one/clear/a.pcap', 'two/clear/a.pcap', 'one/clear/a.pcap', 'two/clear/a.pcap'],
  ['a.pcap', 'a.pcap', 'a.pcap', 'a.pcap'],
])('%s and %s are told apart', (one, other, ...told) => {
  expect(toldApart(one, other)).toEqual(told.map(path => join(path)))
})

test('two files of one name are told with the folders they are in', async () => {
  let text = ''
  const write = async (piece = '') => {
    text += `${piece}\n`
  }
  await baseline.run(
    ['share-in-the-clear', 'share-with-esp-null'].map(name => `captures/composed/${name}/a.pcap`),
    { write, line: write },
  )
  expect(text).toContain(`in the clear: ${join('share-in-the-clear', 'a.pcap')}\nunder IPsec:  ${join('share-with-esp-null', 'a.pcap')}\n`)
})
