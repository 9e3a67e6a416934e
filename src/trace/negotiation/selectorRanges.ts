import type { Message } from '../model.ts'
import { addressOctets } from '../path/natHash.ts'

// The addresses that traffic selectors range over. Ports and protocols are left aside: whoever asks whether an address may be meant has to
// take every selector for one of all its ports, and whoever asks whether it must be, only those of all ports. RFC 7296 §3.13.1.

/** From one address to another, as numbers; those of IPv4 and IPv6 are kept apart. */
export interface Range {
  readonly version: 4 | 6
  readonly from: bigint
  readonly to: bigint
  /** As a person writes it. */
  readonly text: string
  /** It means all protocols and ports. */
  readonly isWhole: boolean
}

/** Payload types TSi and TSr. RFC 7296 §3.2. */
export const TS = { i: 44, r: 45 } as const

/** What a message's selectors of one kind range over, where they can be read. */
export function rangesOf({ ike }: Message, type: number): Range[] {
  return ike.payloads.flatMap(p => (p.kind === 'ts' && p.type === type ? p.selectors.flatMap(s => rangeOf(s) ?? []) : []))
}

function rangeOf({ text, protocol }: { readonly text: string; readonly protocol: number }): Range | undefined {
  const [addresses = ''] = text.split(' ')
  const isWhole = protocol === 0 && addresses === text
  const [one = '', prefix] = addresses.split('/')
  const [first = '', last = first] = one.split('-')
  const [from, to] = [addressNumber(first), addressNumber(last)]
  if (!from || !to || from.version !== to.version) return undefined
  if (prefix === undefined) return { version: from.version, from: from.number, to: to.number, text, isWhole }
  const hosts = (1n << BigInt((from.version === 4 ? 32 : 128) - Number(prefix))) - 1n
  return { version: from.version, from: from.number, to: from.number | hosts, text, isWhole }
}

/** An address, and of which version, as a number. */
export interface AddressNumber {
  readonly version: 4 | 6
  readonly number: bigint
}

/** Of an address as it is written here; undefined for what is none. */
export function addressNumber(text: string): AddressNumber | undefined {
  const octets = ADDRESS.test(text) ? addressOctets(text) : undefined
  if (!octets?.every(octet => octet >= 0)) return undefined
  return { version: octets.length === 4 ? 4 : 6, number: octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n) }
}

/** What an address is written with. */
const ADDRESS = /^(\d+(\.\d+){3}|[0-9a-f:]*:[0-9a-f:]*)$/i

/** Whether an address lies in one of these ranges. */
export function isIn({ version, number }: AddressNumber, ranges: readonly Range[]): boolean {
  return ranges.some(one => one.version === version && one.from <= number && number <= one.to)
}

/** Whether all of a range lies in one of these. */
export function isWithin({ version, from, to }: Range, ranges: readonly Range[]): boolean {
  return ranges.some(one => one.version === version && one.from <= from && to <= one.to)
}

/** All addresses there are. */
export function isEverything({ version, from, to }: Range): boolean {
  return from === 0n && to === (1n << (version === 4 ? 32n : 128n)) - 1n
}
