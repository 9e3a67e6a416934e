import { expect, test } from 'vitest'
import { isolated, nameParts } from '../../src/ui/bar/shortName.ts'

test.each([
  ['a.pcap', ['b.pcap'], undefined],
  ['a capture of a branch office.pcap', [], ['a capture of a branch o', 'ffice.pcap', '']],
  ['a capture of a branch a.pcap', ['a capture of a branch b.pcap'], ['a capture of a bra', 'nch a.pcap', '']],
  [
    'customer gateway 2 eth1 before the change.pcap',
    ['customer gateway 7 eth0 after the change.pcap'],
    ['customer gateway ', '2 eth1 bef', 'ore the change.pcap'],
  ],
  [
    'branch office gw12 before the change.pcap',
    ['branch office gw13 before the change.pcap'],
    ['branch office ', 'gw12 befor', 'e the change.pcap'],
  ],
  ['east 2026-11-27 of the office.pcap', ['west 2026-11-27 of the office.pcap'], ['', 'east 2026-', '11-27 of the off', 'ice.pcap']],
])('%s beside %j', (name, others, parts) => expect(nameParts(name, others)).toEqual(parts))

test('no letter is cut in two', () => {
  const parts = nameParts('a capture of the office 🛰🛰🛰🛰🛰.pcap', [])!
  expect(parts.join('')).toBe('a capture of the office 🛰🛰🛰🛰🛰.pcap')
  for (const part of parts) expect(() => encodeURIComponent(part ?? '')).not.toThrow()
  expect(nameParts('mesure du siège a\u0301bcdefghi', [])![1]).toMatch(/^a\u0301bc/)
})

test('a name that turns the order of letters turns nothing beside it', () => {
  expect(isolated('branch.pcap')).toBe('branch.pcap')
  expect(isolated('לכידה.pcap')).toBe('\u2068לכידה.pcap\u2069')
  expect(isolated('a\u202efdp.pcap')).toBe('\u2068a\u202efdp.pcap\u2069')
})
