import type { Cursor } from '../cursor.ts'
import type { Icmp, Layer } from '../layer.ts'
import { sum } from '../network/checksum.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv4 as dotted } from '../text.ts'
import { icmpCode, icmpType } from './names.ts'
import { quotedPacket } from './quoted.ts'

const UNREACHABLE = 3
const SOURCE_QUENCH = 4
const REDIRECT = 5
const TIME_EXCEEDED = 11
const PARAMETER_PROBLEM = 12
const FRAGMENTATION_NEEDED = 4
/** Messages with an identifier and a sequence number. */
const QUERIES = new Set([0, 8, 13, 14, 15, 16, 17, 18])

/** Internet Control Message Protocol; an error's quoted packet is dissected. RFC 792, RFC 1191 §4, RFC 4884. */
export function icmpv4(c: Cursor, layers: Layer[]): void {
  const fact = c.struct('ICMP', c.left, message)
  if (fact) layers.push(fact)
}

function message(c: Cursor): Icmp {
  const start = c.at
  const whole = !c.quoted && c.here === c.left
  const good = whole && sum(c.bytes, start, start + c.left) === 0xffff
  const type = c.u8('Type', icmpType)
  const code = c.u8('Code', icmpCode[type])
  c.means(icmpCode[type]?.(code) ?? icmpType(type))
  c.u16('Checksum', () => (whole ? (good ? 'correct' : 'incorrect') : undefined))
  if (whole && !good) c.odd('the checksum does not fit the message')
  return { kind: 'icmp', version: 4, type, code, ...rest(c, type, code) }
}

function rest(c: Cursor, type: number, code: number): Pick<Icmp, 'mtu' | 'identifier' | 'sequence' | 'quoted'> {
  if (QUERIES.has(type)) {
    const identifier = c.u16('Identifier')
    const sequence = c.u16('Sequence Number')
    c.rest('Data')
    return { identifier, sequence }
  }
  if (type === UNREACHABLE || type === TIME_EXCEEDED || type === PARAMETER_PROBLEM) {
    c.u8(type === PARAMETER_PROBLEM ? 'Pointer' : 'Unused')
    const length = c.u8('Length', words => (words ? `${words * 4} bytes quoted` : undefined)) * 4
    const needed = type === UNREACHABLE && code === FRAGMENTATION_NEEDED
    const mtu = c.u16(needed ? 'Next-Hop MTU' : 'Unused', value => (needed && value === 0 ? 'not said, by an old router' : undefined))
    return { ...(needed && mtu ? { mtu } : {}), ...quote(c, length) }
  }
  if (type === REDIRECT) c.as('Gateway Internet Address', 4, dotted)
  else if (type === SOURCE_QUENCH) c.u32('Unused')
  else {
    c.rest('Message Body')
    return {}
  }
  return quote(c, 0)
}

function quote(c: Cursor, length: number): Pick<Icmp, 'quoted'> {
  const quoted = quotedPacket(c, length, ipv4)
  return quoted ? { quoted } : {}
}
