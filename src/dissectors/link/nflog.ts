import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { printable } from '../text.ts'
import { ofFamily } from './raw.ts'

/** Attributes of a netfilter log message. <linux/netfilter/nfnetlink_log.h> */
const attributeType = names({
  1: 'Packet Header',
  2: 'Mark',
  3: 'Timestamp',
  4: 'Input Interface Index',
  5: 'Output Interface Index',
  6: 'Physical Input Interface Index',
  7: 'Physical Output Interface Index',
  8: 'Hardware Address',
  9: 'Payload',
  10: 'Prefix',
  11: 'User ID',
  12: 'Sequence Number',
  13: 'Global Sequence Number',
  14: 'Group ID',
  15: 'Hardware Type',
  16: 'Hardware Header',
  17: 'Hardware Header Length',
  18: 'Connection Tracking',
  19: 'Connection Tracking Information',
})
const PAYLOAD = 9
const PREFIX = 10

/** Linux netfilter log: attributes in the byte order of the machine, one of them is the packet. LINKTYPE_NFLOG. */
export function nflog(c: Cursor, layers: Layer[]): void {
  const number = c.struct('NFLOG', 4, c => {
    const number = c.u8('Family', names({ 2: 'IPv4', 7: 'bridge', 10: 'IPv6' }))
    c.u8('Version')
    c.u16('Resource ID')
    return number
  })
  if (number === undefined) return
  const [first = 0, second = 0] = c.peek(2)
  const little = first + second * 256 <= first * 256 + second
  while (c.left >= 4) {
    const before = c.at
    const payload = attribute(c, little)
    if (payload !== undefined) {
      const end = c.at + payload
      c.within(payload, () => {
        ofFamily(c, layers, number)
        c.rest('Data')
      })
      padding(c, end)
    }
    if (c.at === before) return
  }
}

/** Reads one attribute; of the packet's only the header, returning how long the packet is. */
function attribute(c: Cursor, little: boolean): number | undefined {
  const [a, b, d, e] = c.peek(4)
  if (e === undefined) {
    c.struct('Attribute', undefined, c => c.u32('Length and Type'))
    return undefined
  }
  const length = little ? a! + b! * 256 : a! * 256 + b!
  const type = (little ? d! + e * 256 : d! * 256 + e) & 0x7fff
  const start = c.at
  c.struct(attributeType(type) ?? `Attribute ${type}`, type === PAYLOAD ? 4 : Math.max(4, length), c => {
    little ? c.u16le('Length') : c.u16('Length')
    if (length < 4) c.malformed(`says ${length} bytes, its length and type alone have 4`)
    little ? c.u16le('Type', attributeType) : c.u16('Type', attributeType)
    if (type === PREFIX && c.left > 0) c.as('Prefix', c.left, bytes => printable(bytes.subarray(0, zeroIn(bytes))))
    else c.rest('Value')
  })
  if (type === PAYLOAD) return Math.max(0, length - 4)
  padding(c, start + length)
  return undefined
}

/** Attributes begin at multiples of 4 from the first. */
function padding(c: Cursor, end: number): void {
  const length = Math.min((4 - (end & 3)) & 3, c.left)
  if (length > 0 && c.here >= length) c.opaque('Padding', length)
}

function zeroIn(bytes: Uint8Array): number {
  const at = bytes.indexOf(0)
  return at < 0 ? bytes.length : at
}
