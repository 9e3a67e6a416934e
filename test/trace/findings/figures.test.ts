import { expect, test } from 'vitest'
import { withThousands } from '../../../src/trace/findings/figures.ts'
import { inWords } from '../../../src/trace/findings/finding.ts'

test.each([
  ['a packet of 1500 bytes', 'a packet of 1,500 bytes'],
  ['between 1280 and 1500 bytes', 'between 1,280 and 1,500 bytes'],
  ['Bytes 1480 to 2960 bytes', 'Bytes 1,480 to 2,960 bytes'],
  ['1234567 packets, 999 messages', '1,234,567 packets, 999 messages'],
  ['names an MTU of 1280. Later packets', 'names an MTU of 1280. Later packets'],
  ['In 1204 of 3000 protected packets', 'In 1,204 of 3,000 protected packets'],
  ['3973 negotiations, N1, N2 and 3969 more.', '3,973 negotiations, N1, N2 and 3,969 more.'],
  ['UDP port 4500 packets', 'UDP port 4500 packets'],
  ['ESP c0001234 packets', 'ESP c0001234 packets'],
  ['A1234 packets', 'A1234 packets'],
  ['10.0.0.1:4500 packets', '10.0.0.1:4500 packets'],
  ['1,500 bytes', '1,500 bytes'],
])('%s', (text, written) => expect(withThousands(text)).toBe(written))

test.each([
  [0.0004, 'less than 1 ms'],
  [0.03, '30 ms'],
  [4, '4.0 s'],
  [25.2, '25 s'],
  [7199, '7199 s'],
  [15_840, '4 h 24 min'],
  [28_800, '8 h'],
  [10_799, '3 h'],
  [172_000, '47 h 47 min'],
  [78_353_073, '906.9 days'],
])('%d seconds in words', (seconds, words) => expect(inWords(seconds)).toBe(words))
