import type { Cursor } from '../../cursor.ts'
import type { TrafficSelectors } from '../facts.ts'
import { range } from '../identity.ts'
import { trafficSelectorType } from '../names/trafficSelectors.ts'
import { readableOrNothing } from '../readable.ts'
import { lengthField, ownLength } from '../substructure.ts'

type Selector = TrafficSelectors['selectors'][number]

const ICMP: ReadonlySet<number> = new Set([1, 58])
const TS_IPV4_ADDR_RANGE = 7
const TS_IPV6_ADDR_RANGE = 8
/** A label of SELinux, RFC 9478 §2.1. */
const TS_SECLABEL = 10

/** Traffic Selector payload, RFC 7296 §3.13. */
export function trafficSelectors(c: Cursor): TrafficSelectors {
  const count = c.u8('Number of TSs')
  c.u24('RESERVED')
  const whole = c.here === c.left
  const selectors = c.list('Traffic Selector', ownLength(4), selector)
  if (whole && selectors.length !== count) c.odd(`Number of TSs says ${count}, ${selectors.length} are here`)
  c.means(selectors.map(s => s.text).join(', '))
  return { kind: 'ts', selectors }
}

/** One selector, RFC 7296 §3.13.1. Types that do not range over addresses are left as bytes. */
export function selector(c: Cursor): Selector {
  const type = c.u8('TS Type', trafficSelectorType)
  const protocol = c.u8('IP Protocol ID', any)
  lengthField(c, 'Selector Length', 4)
  if (type !== TS_IPV4_ADDR_RANGE && type !== TS_IPV6_ADDR_RANGE) {
    const label = type === TS_SECLABEL ? securityLabel : undefined
    const text = [trafficSelectorType(type) ?? `type ${type}`, label?.(c.rest('Selector Data', label))].filter(part => part).join(' ')
    c.rest('Selector Data')
    c.means(text)
    return { type, protocol, text }
  }
  const start = c.u16('Start Port')
  const end = c.u16('End Port')
  const addresses = range(c, type === TS_IPV4_ADDR_RANGE ? 4 : 16, 'Starting Address', 'Ending Address')
  const which = ICMP.has(protocol) ? icmp(start, end) : ports(start, end)
  const text = [addresses, protocol ? `protocol ${protocol}` : '', which].filter(part => part).join(' ')
  c.means(text)
  return { type, protocol, text }
}

/** libreswan sends the octet of zero that ends the label. */
function securityLabel(bytes: Uint8Array): string | undefined {
  return readableOrNothing(bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes)
}

/** Where other protocols have ports, ICMP has its type and its code. RFC 7296 §3.13.1. */
function icmp(start: number, end: number): string {
  if (ports(start, end) === '' || start > end) return ports(start, end)
  const everyCode = (start & 255) === 0 && (end & 255) === 255
  const [from, to] = [start, end].map(number => `${number >> 8}${everyCode ? '' : ` code ${number & 255}`}`)
  return from === to ? `type ${from}` : `types ${from}-${to}`
}

function any(protocol: number): string | undefined {
  return protocol === 0 ? 'any' : undefined
}

/** Start 0 with end 65535 is any port, start 65535 with end 0 hides them (RFC 7296 §3.13.1: OPAQUE). */
function ports(start: number, end: number): string {
  if (start === 0 && end === 65535) return ''
  if (start === 65535 && end === 0) return 'opaque ports'
  return start === end ? `port ${start}` : `ports ${start}-${end}`
}
