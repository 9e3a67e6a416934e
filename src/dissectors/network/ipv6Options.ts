import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { ipv6 } from '../text.ts'

/** Destination Options and Hop-by-Hop Options. IANA ipv6-parameters. */
const optionType = names({
  0: 'Pad1',
  1: 'PadN',
  4: 'Tunnel Encapsulation Limit',
  5: 'Router Alert',
  7: 'CALIPSO',
  8: 'SMF_DPD',
  15: 'PDM',
  38: 'Quick-Start',
  48: 'Path MTU',
  49: 'IOAM',
  99: 'RPL Option',
  109: 'MPL Option',
  194: 'Jumbo Payload',
  201: 'Home Address',
})

/** The options of a Hop-by-Hop or Destination Options header, to its end. RFC 8200 §4.2. */
export function options(c: Cursor): void {
  while (c.left > 0) {
    const [type, length] = c.peek(2)
    if (type === 0) c.u8('Option', optionType)
    else c.struct('Option', length === undefined ? undefined : 2 + length, option)
  }
}

function option(c: Cursor): void {
  const type = c.u8('Option Type', optionType)
  const length = c.u8('Opt Data Len')
  c.means(optionType(type))
  if (type === 194 && length === 4) c.u32('Jumbo Payload Length')
  else if (type === 5 && length === 2) c.u16('Value', names({ 0: 'MLD', 1: 'RSVP', 2: 'Active Networks' }))
  else if (type === 4 && length === 1) c.u8('Limit')
  else if (type === 201 && length === 16) c.as('Home Address', 16, ipv6)
  else c.rest('Option Data')
}
