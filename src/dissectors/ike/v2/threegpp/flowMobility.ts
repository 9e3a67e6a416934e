import type { Cursor } from '../../../cursor.ts'
import { type Names, names } from '../../../meaning.ts'
import { protocolName } from '../../../network/protocolNames.ts'
import { hex, ipv4, ipv6 } from '../../../text.ts'

// A phone that has Wi-Fi and the mobile network at once agrees with its provider which traffic goes over which.

const access = names({ 1: '3GPP access', 2: 'non-3GPP access' })
const operation = names({ 1: 'create', 2: 'delete', 3: 'replace' })
const usable = names({ 0: 'no change', 1: 'becomes usable', 2: 'becomes unusable' })

/** TS 24.161 table 6.1.1-1. */
const parameter = names({
  1: 'NBIFOM mode',
  2: 'NBIFOM default access',
  3: 'NBIFOM status',
  4: 'NBIFOM routing rules',
  5: 'NBIFOM IP flow mapping',
  6: 'NBIFOM RAN rules handling',
  7: 'NBIFOM access stratum status',
  8: 'NBIFOM access usability indication',
})

/** Parameters that are one number, by their number. TS 24.161 §6.1.2, §6.1.3, §6.1.6 to §6.1.8. */
const numbers: Readonly<Record<number, Names>> = {
  1: names({ 1: 'UE-initiated', 2: 'network-initiated' }),
  2: access,
  3: names({
    0: 'accepted',
    26: 'insufficient resources',
    34: 'service option temporarily out of order',
    37: 'requested service option not subscribed',
    57: 'incorrect indication in the routing rule operation',
    58: 'unknown information in IP flow filters',
    63: 'request rejected, unspecified',
    111: 'protocol error, unspecified',
    130: 'unknown routing access information',
  }),
  6: names({ 1: 'not set', 2: 'set' }),
  7: names({ 1: 'no indication', 2: 'move traffic from WLAN', 3: 'move traffic to WLAN' }),
}

/** NBIFOM parameter container: identifier, length and contents, again and again. TS 24.161 §6.1.1. */
export function flowMobility(c: Cursor): string {
  return c.list('Parameter', c => 2 + (c.ahead(1) ?? 0), one).join(', ')
}

function one(c: Cursor): string {
  const id = c.u8('Parameter identifier', parameter)
  c.u8('Length of parameter contents')
  const told = [parameter(id) ?? `parameter ${id}`, contents(c, id)].filter(text => text).join(' ')
  c.means(told)
  return told
}

function contents(c: Cursor, id: number): string {
  const meaning = numbers[id]
  if (meaning && c.left > 0) {
    const value = c.u8('Value', meaning)
    return meaning(value) ?? String(value)
  }
  if (id === 4 || id === 5) return String(c.list('Routing rule', c => 1 + (c.ahead(0) ?? 0), rule).length)
  if (id === 8 && c.left > 0)
    c.split('Access usability', 1, [
      ['Spare', 4],
      ['WLAN access', 2, usable],
      ['3GPP access', 2, usable],
    ])
  else c.rest('Parameter contents')
  return ''
}

/** One routing rule: its flags say which parts follow, in the order of this table. TS 24.161 §6.1.4. */
const parts: readonly (readonly [flag: number, read: (c: Cursor) => unknown])[] = [
  [0x01_00, c => c.as('Source IPv4 address', 4, ipv4)],
  [0x02_00, c => c.as('Destination IPv4 address', 4, ipv4)],
  [0x04_00, c => c.as('Source IPv6 address', 16, ipv6)],
  [0x08_00, c => c.as('Destination IPv6 address', 16, ipv6)],
  [0x10_00, c => c.u8('Source address prefix length')],
  [0x20_00, c => c.u8('Destination address prefix length')],
  [0x40_00, c => c.as('IPsec SPI', 4, hex)],
  [0x80_00, c => c.u8('Protocol type or next header', protocolName)],
  [0x00_01, c => c.u32('Start of the source port range')],
  [0x00_02, c => c.u32('End of the source port range')],
  [0x00_04, c => c.u32('Start of the destination port range')],
  [0x00_08, c => c.u32('End of the destination port range')],
  [0x00_10, c => c.as('Traffic class', 1, hex)],
  [0x00_20, c => c.rest('Flow label')],
]

function rule(c: Cursor): void {
  c.u8('Length of routing rule')
  const id = c.u8('Routing rule identifier')
  const [way, , what] = c.split('Routing access and operation', 1, [
    ['Routing access', 2, access],
    ['Spare', 3],
    ['Operation code', 3, operation],
  ])
  c.u8('Routing rule priority')
  const flags = Number.parseInt(c.as('Flags', 2, hex), 16)
  c.u16('Spare')
  for (const [flag, read] of parts) if (flags & flag) read(c)
  c.means([`${id}`, operation(what), access(way)].filter(text => text).join(', '))
}
