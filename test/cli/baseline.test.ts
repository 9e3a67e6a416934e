import { join } from 'node:path'
import { expect, test } from 'vitest'
import { baselineLines, toldApart } from '../../src/cli/baseline.ts'
import { baseline } from '../../src/cli/commands/baseline.ts'
import type { Baseline } from '../../src/trace/baseline/report.ts'

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

test('a line break in a name does not break its line', () => {
  const alone = [{ trace: 1, name: 'SMB', client: 'A', server: 'B', packets: 3 }] as Baseline['alone']
  const told = baselineLines({ clear: 0, secured: 1, conversations: [], alone, notes: [] } as unknown as Baseline, ['a\nb', 'c\nd'])
  expect(told).toEqual([
    'in the clear: a\\u000ab',
    'under IPsec:  c\\u000ad',
    '',
    'without a counterpart',
    '  SMB, A to B, 3 packets, only in c\\u000ad',
  ])
})
