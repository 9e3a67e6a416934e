import { readCapture } from '../../capture/index.ts'
import type { ByteSource } from '../../capture/source.ts'
import { METADATA } from '../../dissectors/linkTypes.ts'
import { Kind, sort, sorted } from '../../dissectors/sort.ts'

// One recorded trace as things that can be moved about: every packet with its time, what it is, and where its IP header
// begins. What is no packet (Network Monitor's own records) is left behind.

/** Nanoseconds since 1970. */
export type Instant = bigint

/** A packet as one capture shows it. */
export interface Sighting {
  readonly trace: 0 | 1
  /** Place among the records of the recording: what came first stays first where times are equal. */
  readonly order: number
  frame: Uint8Array
  /** Bytes on the wire. */
  original: number
  time: Instant
  readonly linkType: number
  /** Where the IP header begins; undefined in what is no IP, or behind a link header that is not known here. */
  readonly ipAt: number | undefined
  readonly kind: Kind
  /** UDP and TCP, source and destination; [0, 0] otherwise. */
  readonly ports: readonly [number, number]
  /** In the file that is written, from 1. */
  number: number
  /** The sighting that this one repeats, because the capture took its frame twice. */
  readonly again?: Sighting
  /** Nanoseconds that the clock of the capture was set by before: its place among the others stays. */
  stepped?: bigint
  /** It stands behind all that are not, whatever its time. */
  isBehind?: boolean
}

/** What cannot be worked on, in one clear line. */
export class Unsuitable extends Error {}

/** Reads one trace whole. Rejects with `Unsuitable` when it is no capture, or has no times. */
export async function recorded(source: ByteSource, trace: 0 | 1): Promise<Sighting[]> {
  const all: Sighting[] = []
  const result = await readCapture(source, {
    record({ bytes, start, end, original, seconds, nanoseconds, linkType }) {
      if (linkType === METADATA) return
      if (!Number.isFinite(seconds)) throw new Unsuitable(`${source.name}: packet ${all.length + 1} has no time`)
      const time = BigInt(Math.floor(seconds)) * 1_000_000_000n + BigInt(nanoseconds)
      all.push(sightingOf(bytes.slice(start, end), { trace, order: all.length, original, time, linkType }))
    },
  })
  if (!result.ok) throw new Unsuitable(`${source.name}: ${result.why}`)
  if (all.length === 0) throw new Unsuitable(`${source.name}: there is no packet in it`)
  return all
}

/** A frame with what it is. */
export function sightingOf(
  frame: Uint8Array,
  where: Pick<Sighting, 'trace' | 'order' | 'time' | 'linkType'> & { readonly original?: number },
): Sighting {
  const numbers = sorted()
  const { original = frame.length, linkType } = where
  sort(frame, 0, frame.length, linkType, numbers, original)
  const hasPorts = (numbers.protocol === 17 || numbers.protocol === 6) && numbers.kind !== Kind.fragment
  const ports = hasPorts ? ([numbers.selector >>> 16, numbers.selector & 0xffff] as const) : ([0, 0] as const)
  return { ...where, frame, original, ipAt: ipAt(frame, linkType), kind: numbers.kind, ports, number: 0 }
}

/** Bytes of link header in front of IP: Ethernet with VLAN tags, cooked, loopback and raw captures. */
function ipAt(frame: Uint8Array, linkType: number): number | undefined {
  const at = headerLength(frame, linkType)
  const version = at === undefined || at + 20 > frame.length ? 0 : frame[at]! >> 4
  return version === 4 || (version === 6 && at! + 40 <= frame.length) ? at : undefined
}

function headerLength(frame: Uint8Array, linkType: number): number | undefined {
  if (linkType === 1) {
    let at = 12
    while (at + 2 <= frame.length && [0x8100, 0x88a8, 0x9100].includes((frame[at]! << 8) | frame[at + 1]!)) at += 4
    return at + 2
  }
  return { 0: 4, 12: 0, 14: 0, 101: 0, 108: 4, 113: 16, 228: 0, 229: 0, 276: 20 }[linkType]
}

/** The IP packet inside, without padding of the link; a view. */
export function ipOf({ frame, ipAt = 0 }: Sighting): Uint8Array {
  const length = frame[ipAt]! >> 4 === 4 ? word(frame, ipAt + 2) : 40 + word(frame, ipAt + 4)
  return frame.subarray(ipAt, ipAt + (length || frame.length))
}

/** Puts another IP packet into the sighting: the link header stays. */
export function putIp(sighting: Sighting, packet: Uint8Array): void {
  const { frame, ipAt = 0, linkType } = sighting
  const whole = new Uint8Array(Math.max(linkType === 1 ? 60 : 0, ipAt + packet.length))
  whole.set(frame.subarray(0, ipAt))
  whole.set(packet, ipAt)
  const wasCut = sighting.original > frame.length
  sighting.original = wasCut ? sighting.original : whole.length
  sighting.frame = wasCut ? whole.subarray(0, frame.length) : whole
}

/** An IPv4 packet, whatever of it is here. */
export const isV4 = ({ frame, ipAt }: Sighting): boolean => ipAt !== undefined && frame[ipAt]! >> 4 === 4

/** All of the packet is in the capture. */
export const isWhole = ({ frame, original }: Sighting): boolean => frame.length >= original

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}
