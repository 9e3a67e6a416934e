import type { Cursor } from '../cursor.ts'
import type { Icmp, Ip, Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { pseudoHeader, sum } from '../network/checksum.ts'
import { ipv6 } from '../network/ipv6.ts'
import { mac, ipv6 as text } from '../text.ts'
import { icmpv6Code, icmpv6Type } from './names.ts'
import { quotedPacket } from './quoted.ts'

const UNREACHABLE = 1
const PACKET_TOO_BIG = 2
const TIME_EXCEEDED = 3
const PARAMETER_PROBLEM = 4
const NEIGHBOR_SOLICITATION = 135
const NEIGHBOR_ADVERTISEMENT = 136

/** ICMP for IPv6; an error's quoted packet is dissected. RFC 4443, RFC 4861. */
export function icmpv6(c: Cursor, layers: Layer[]): void {
  const ip = layers.findLast((layer): layer is Ip => layer.kind === 'ip')
  const fact = c.struct('ICMPv6', c.left, c => message(c, ip))
  if (fact) layers.push(fact)
}

function message(c: Cursor, ip: Ip | undefined): Icmp {
  const start = c.at
  const whole = !c.quoted && c.here === c.left && ip?.version === 6
  const good = whole && sum(c.bytes, start, start + c.left, pseudoHeader(ip, 58, c.left)) === 0xffff
  const type = c.u8('Type', icmpv6Type)
  const code = c.u8('Code', icmpv6Code[type])
  c.means(icmpv6Code[type]?.(code) ?? icmpv6Type(type))
  c.u16('Checksum', () => (whole ? (good ? 'correct' : 'incorrect') : undefined))
  if (whole && !good) c.odd('the checksum does not fit the message')
  return { kind: 'icmp', version: 6, type, code, ...rest(c, type) }
}

function rest(c: Cursor, type: number): Pick<Icmp, 'mtu' | 'identifier' | 'sequence' | 'quoted'> {
  if (type === PACKET_TOO_BIG) return { mtu: c.u32('MTU'), ...quote(c, 0) }
  if (type === PARAMETER_PROBLEM) {
    c.u32('Pointer')
    return quote(c, 0)
  }
  if (type === UNREACHABLE || type === TIME_EXCEEDED) {
    const length = c.u8('Length', units => (units ? `${units * 8} bytes quoted` : undefined)) * 8
    c.u24('Unused')
    return quote(c, length)
  }
  if (type === 128 || type === 129) {
    const identifier = c.u16('Identifier')
    const sequence = c.u16('Sequence Number')
    c.rest('Data')
    return { identifier, sequence }
  }
  if (type === NEIGHBOR_SOLICITATION || type === NEIGHBOR_ADVERTISEMENT) neighbor(c, type)
  c.rest('Message Body')
  return {}
}

function quote(c: Cursor, length: number): Pick<Icmp, 'quoted'> {
  const quoted = quotedPacket(c, length, ipv6)
  return quoted ? { quoted } : {}
}

/** Neighbor Discovery options. IANA icmpv6-parameters. */
const optionType = names({
  1: 'Source Link-layer Address',
  2: 'Target Link-layer Address',
  3: 'Prefix Information',
  4: 'Redirected Header',
  5: 'MTU',
  14: 'Nonce',
})

/** RFC 4861 §4.3, §4.4, §4.6. */
function neighbor(c: Cursor, type: number): void {
  if (type === NEIGHBOR_ADVERTISEMENT) {
    c.split('Flags', 4, [
      ['Router', 1],
      ['Solicited', 1],
      ['Override', 1],
      ['Reserved', 29],
    ])
  } else c.u32('Reserved')
  c.as('Target Address', 16, text)
  while (c.left > 0) {
    const units = c.peek(2)[1]
    if (units === 0) c.fail('an option says 0 bytes')
    c.struct('Option', units === undefined ? undefined : units * 8, c => {
      const option = c.u8('Type', optionType)
      c.u8('Length', units => `${units * 8} bytes`)
      c.means(optionType(option))
      if ((option === 1 || option === 2) && c.left === 6) c.as('Link-Layer Address', 6, mac)
      else c.rest('Data')
    })
  }
}
