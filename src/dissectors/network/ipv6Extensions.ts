import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'
import { ipv6 } from '../text.ts'
import { options } from './ipv6Options.ts'
import { protocolName } from './protocolNames.ts'

/** What a Fragment header says; `offset` in bytes. RFC 8200 §4.5. */
export interface FragmentHeader {
  readonly offset: number
  readonly more: boolean
  readonly identification: number
}

/** Where a chain of extension headers ends. */
export interface Chain {
  /** Protocol of what stands at the cursor now. */
  readonly protocol: number
  readonly fragment?: FragmentHeader
  readonly finalDestination?: string
  /** An extension header could not be read. */
  readonly broken: boolean
}

const HOP_BY_HOP = 0
const ROUTING = 43
const FRAGMENT = 44
const DESTINATION = 60

const MOBILITY = 135
const HIP = 139
const SHIM6 = 140

/** Routing Types. IANA ipv6-parameters. */
const routingType = names({
  0: 'Source Route (deprecated)',
  1: 'Nimrod (deprecated)',
  2: 'Type 2 Routing Header',
  3: 'RPL Source Route Header',
  4: 'Segment Routing Header',
  5: 'CRH-16',
  6: 'CRH-32',
})

/**
 * Reads extension headers up to the first that is none, or is encrypted, or is the piece of a datagram. AH is not read
 * here: it is a layer of its own. RFC 8200 §4.
 */
export function extensionHeaders(c: Cursor, nextHeader: number): Chain {
  let protocol = nextHeader
  let fragment: FragmentHeader | undefined
  let finalDestination: string | undefined
  for (let broken = false; ; ) {
    const number = protocol
    let next: number | undefined
    if (number === HOP_BY_HOP) next = tlv(c, 'Hop-by-Hop Options')
    else if (number === DESTINATION) next = tlv(c, 'Destination Options')
    else if (number === ROUTING) {
      const routing = c.struct('Routing', lengthAhead(c), routingHeader)
      next = routing?.next
      finalDestination = routing?.finalDestination ?? finalDestination
    } else if (number === FRAGMENT) {
      const read = c.struct('Fragment', 8, fragmentHeader)
      next = read?.next
      fragment = read?.fragment ?? fragment
    } else if (number === MOBILITY || number === HIP || number === SHIM6) next = other(c, protocolName(number)!)
    else return { protocol, fragment, finalDestination, broken }
    broken = next === undefined
    protocol = next ?? number
    if (broken || (fragment && (fragment.more || fragment.offset > 0))) return { protocol, fragment, finalDestination, broken }
  }
}

/** Hdr Ext Len counts 8-byte units beyond the first. RFC 8200 §4.3. */
function lengthAhead(c: Cursor): number | undefined {
  const units = c.peek(2)[1]
  return units === undefined ? undefined : (units + 1) * 8
}

function lengthMeaning(units: number): string {
  return `${(units + 1) * 8} bytes`
}

function tlv(c: Cursor, name: string): number | undefined {
  return c.struct(name, lengthAhead(c), c => {
    const next = c.u8('Next Header', protocolName)
    c.u8('Hdr Ext Len', lengthMeaning)
    options(c)
    return next
  })
}

function other(c: Cursor, name: string): number | undefined {
  return c.struct(name, lengthAhead(c), c => {
    const next = c.u8('Next Header', protocolName)
    c.u8('Hdr Ext Len', lengthMeaning)
    c.rest('Data')
    return next
  })
}

/** Routing header; with segments left the last address of the list is the true destination. RFC 8200 §4.4, RFC 8754 §2. */
function routingHeader(c: Cursor): { next: number; finalDestination?: string } {
  const next = c.u8('Next Header', protocolName)
  c.u8('Hdr Ext Len', lengthMeaning)
  const type = c.u8('Routing Type', routingType)
  const segmentsLeft = c.u8('Segments Left')
  if (type !== 0 && type !== 2 && type !== 4) {
    c.rest('Type-specific Data')
    return { next }
  }
  let count = c.left >> 4
  if (type === 4) {
    count = Math.min(count, c.u8('Last Entry') + 1)
    c.u8('Flags')
    c.u16('Tag')
  } else c.u32('Reserved')
  const addresses: string[] = []
  while (addresses.length < count && c.left >= 16) addresses.push(c.as('Address', 16, ipv6))
  c.rest('TLVs')
  const last = type === 4 ? addresses[0] : addresses.at(-1)
  return { next, ...(segmentsLeft > 0 && last ? { finalDestination: last } : {}) }
}

function fragmentHeader(c: Cursor): { next: number; fragment: FragmentHeader } {
  const next = c.u8('Next Header', protocolName)
  c.u8('Reserved')
  const [offset, , more] = c.split('Fragment Offset and M', 2, [
    ['Fragment Offset', 13, units => (units ? `byte ${units * 8}` : undefined)],
    ['Res', 2],
    ['M flag', 1],
  ])
  const identification = c.u32('Identification', id => `0x${id.toString(16).padStart(8, '0')}`)
  return { next, fragment: { offset: offset * 8, more: more === 1, identification } }
}
