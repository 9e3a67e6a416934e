import type { Cursor } from '../cursor.ts'
import { hex, ipv4, ipv6, printable } from '../text.ts'
import { distinguishedName, generalNameText } from '../x509.ts'
import { readableOrNothing } from './readable.ts'

const DATA = 'Identification Data'

/** Identification data by ID type, as text a person would write; both versions share the numbers. RFC 2407 §4.6.2, RFC 7296 §3.5. */
export function identity(c: Cursor, type: number): string {
  const length = lengths[type]
  if (length === undefined || length === c.left) return (readers[type] ?? bytes)(c)
  const found = c.left
  const data = c.due(DATA)
  c.malformed(`ID type ${type} has ${length} bytes, ${found} are here`)
  return hex(data)
}

/** Octets of the types that have a fixed number. */
const lengths: Readonly<Record<number, number>> = { 1: 4, 4: 8, 5: 16, 6: 32, 7: 8, 8: 32 }

const readers: Readonly<Record<number, (c: Cursor) => string>> = {
  1: c => c.as(DATA, 4, ipv4),
  2: text,
  3: text,
  4: c => subnet(c, 4),
  5: c => c.as(DATA, 16, ipv6),
  6: c => subnet(c, 16),
  7: c => range(c, 4),
  8: c => range(c, 16),
  9: c => der(c, distinguishedName),
  10: c => der(c, generalNameText),
  13: () => 'nobody (ID_NULL)',
  // Windows' cryptographically generated address, [MS-IKEE] 2.2.5
  250(c) {
    const modifier = c.as('Modifier', 16, hex)
    c.u8('Collision Count')
    c.rest('Extensions')
    return `CGA ${modifier}`
  },
}

function text(c: Cursor): string {
  return c.left ? c.text(DATA, c.left, printable) : ''
}

function bytes(c: Cursor): string {
  const data = c.rest(DATA, readableOrNothing)
  return readableOrNothing(data)?.slice(1, -1) ?? hex(data)
}

function der(c: Cursor, textOf: (bytes: Uint8Array) => string | undefined): string {
  const data = c.rest(DATA, textOf)
  const name = textOf(data)
  if (name === undefined && data.length) c.odd('this is no such name in DER')
  return name ?? hex(data)
}

function addressText(length: number): (bytes: Uint8Array) => string {
  return length === 4 ? ipv4 : ipv6
}

/** An address and its mask, written as a prefix when the mask is one. */
export function subnet(c: Cursor, length: number): string {
  const address = c.as('Address', length, addressText(length))
  const bits = prefixLength(c.peek(length))
  const mask = c.as('Mask', length, addressText(length))
  return `${address}/${bits ?? mask}`
}

/** The first and last address of a range, written as a prefix when they are the ends of one, singly when they are the same. */
export function range(c: Cursor, length: number, first = 'Starting Address', last = 'Ending Address'): string {
  const both = c.peek(2 * length)
  const from = c.as(first, length, addressText(length))
  const to = c.as(last, length, addressText(length))
  if (from === to) return from
  const prefix = prefixOfRange(both.subarray(0, length), both.subarray(length))
  return prefix === undefined ? `${from}-${to}` : `${from}/${prefix}`
}

/** Leading one bits of a mask that has no others; undefined for any other. */
function prefixLength(mask: Uint8Array): number | undefined {
  const bits = bitsOf(mask)
  const ones = bits.search(/0|$/)
  return bits.includes('1', ones) ? undefined : ones
}

function prefixOfRange(from: Uint8Array, to: Uint8Array): number | undefined {
  const [low, high] = [bitsOf(from), bitsOf(to)]
  let same = 0
  while (same < low.length && low[same] === high[same]) same++
  return low.includes('1', same) || high.includes('0', same) ? undefined : same
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(2).padStart(8, '0')).join('')
}
