import { expect, test } from 'vitest'
import { withThousands } from '../../../src/trace/findings/figures.ts'

test.each([
  ['a packet of 1500 bytes', 'a packet of 1,500 bytes'],
  ['between 1280 and 1500 bytes', 'between 1,280 and 1,500 bytes'],
  ['Bytes 1480 to 2960 bytes', 'Bytes 1,480 to 2,960 bytes'],
  ['1234567 packets, 999 messages', '1,234,567 packets, 999 messages'],
  ['names an MTU of 1280. Later packets', 'names an MTU of 1280. Later packets'],
  ['In 1204 of 3000 protected packets', 'In 1,204 of 3,000 protected packets'],
  ['UDP port 4500 packets', 'UDP port 4500 packets'],
  ['ESP c0001234 packets', 'ESP c0001234 packets'],
  ['A1234 packets', 'A1234 packets'],
  ['10.0.0.1:4500 packets', '10.0.0.1:4500 packets'],
  ['1,500 bytes', '1,500 bytes'],
])('%s', (text, written) => expect(withThousands(text)).toBe(written))
