import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { names } from '../meaning.ts'
import { ipv4 } from '../network/ipv4.ts'
import { ipv6 } from '../network/ipv6.ts'

/** Address families of the systems that write captures: 2 is IPv4 everywhere, IPv6 has a number in each. */
const family = names({ 2: 'IPv4', 10: 'IPv6', 24: 'IPv6', 26: 'IPv6', 28: 'IPv6', 30: 'IPv6' })

/** IP without a link header: its version says which. LINKTYPE_RAW. */
export function raw(c: Cursor, layers: Layer[]): void {
  const first = c.peek(1)[0]
  if (first === undefined) return
  if (first >> 4 === 4) ipv4(c, layers)
  else if (first >> 4 === 6) ipv6(c, layers)
}

/** 12 is raw IP, but in OpenBSD's files the loopback header: that begins with zeros. DLT_RAW, DLT_LOOP. */
export function rawOrLoop(c: Cursor, layers: Layer[]): void {
  if (c.peek(1)[0] === 0) loop(c, layers)
  else raw(c, layers)
}

/** BSD loopback: an address family in the byte order of the machine that captured. LINKTYPE_NULL. */
export function bsdNull(c: Cursor, layers: Layer[]): void {
  const little = c.peek(4)[0] !== 0
  ofFamily(
    c,
    layers,
    c.struct('BSD loopback', 4, c => (little ? c.u32le('Family', family) : c.u32('Family', family))),
  )
}

/** OpenBSD loopback: the same in network byte order. LINKTYPE_LOOP. */
export function loop(c: Cursor, layers: Layer[]): void {
  ofFamily(
    c,
    layers,
    c.struct('BSD loopback', 4, c => c.u32('Family', family)),
  )
}

/** What an address family names. */
export function ofFamily(c: Cursor, layers: Layer[], number: number | undefined): void {
  const version = number === undefined ? undefined : family(number)
  if (version === 'IPv4') ipv4(c, layers)
  else if (version === 'IPv6') ipv6(c, layers)
}

/** OpenBSD's enc interface: packets as they enter and leave IPsec. LINKTYPE_ENC. */
export function enc(c: Cursor, layers: Layer[]): void {
  const little = c.peek(4)[0] !== 0
  const number = c.struct('OpenBSD enc', 12, c => {
    const number = little ? c.u32le('Family', family) : c.u32('Family', family)
    c.u32('SPI')
    c.u32('Flags')
    return number
  })
  ofFamily(c, layers, number)
}

/** IP from Solaris' IPNET interface. LINKTYPE_IPNET. */
export function ipnet(c: Cursor, layers: Layer[]): void {
  const number = c.struct('IPNET', 24, c => {
    c.u8('Version')
    const number = c.u8('Family', family)
    c.u16('Hook Type', names({ 0: 'inbound', 1: 'outbound', 2: 'local' }))
    c.u32('Packet Length')
    c.u32('Interface Index')
    c.u32('Group Interface Index')
    c.u32('Source Zone')
    c.u32('Destination Zone')
    return number
  })
  ofFamily(c, layers, number)
}
