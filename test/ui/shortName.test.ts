import { expect, test } from 'vitest'
import { nameParts } from '../../src/ui/bar/shortName.ts'

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
  ['east 2026-11-27 of the office.pcap', ['west 2026-11-27 of the office.pcap'], ['', 'east 2026-', '11-27 of the office.pcap']],
])('%s beside %j', (name, others, parts) => expect(nameParts(name, others)).toEqual(parts))
