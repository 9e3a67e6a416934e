import { sum } from '../../dissectors/network/checksum.ts'
import { Kind, type Sorted, u16 } from '../../dissectors/sort/sorted.ts'

// A host that captures its own packets sees them before its network card fills the checksums in: the field of TCP and UDP
// then holds only the sum of the pseudo-header (dissectors/network/checksum.ts). Looked at on the way into the table, for
// packets of which there are few.

/** A packet whose checksum was left to the network card. */
export interface UnfilledSum {
  /** Its row in the table of packets. */
  readonly row: number
}

const MOST = 1000

/** The first of such packets in one trace. */
export class UnfilledSums {
  readonly all: UnfilledSum[] = []

  /** Looks at a packet just sorted. @param end where its captured bytes end */
  take(row: number, sorted: Sorted, bytes: Uint8Array, end: number): void {
    if (FEW[sorted.kind] !== 1 || this.all.length >= MOST) return
    const at = AT[sorted.protocol]
    const start = transportStart(sorted, bytes, end)
    if (at === undefined || start === undefined || start + at + 2 > end) return
    const stored = u16(bytes, start + at)
    if (stored === 0) return
    const length = sorted.ipStart + sorted.ipLength - start
    const pseudo = pseudoHeader(sorted, bytes, length)
    if (!isUnfilled(stored, pseudo, length)) return
    // One packet in 65,536 has that sum and is right.
    if (start + length <= end && sum(bytes, start, start + length, pseudo) === 0xffff) return
    this.all.push({ row })
  }
}

/** Kinds of packets in the clear of which there are few. */
const FEW: Readonly<Record<number, 1>> = { [Kind.ike]: 1, [Kind.tcpControl]: 1, [Kind.dns]: 1, [Kind.kerberos]: 1 }
/** Where the checksum stands in TCP and in UDP. RFC 9293 §3.1, RFC 768. */
const AT: Readonly<Record<number, number>> = { 6: 16, 17: 6 }

/** What is left to a network card: the sum of the pseudo-header, without its length where the card shall cut the segment up as well. */
export function isUnfilled(stored: number, pseudo: number, length: number): boolean {
  return stored === pseudo || stored === fold(pseudo + (~length & 0xffff))
}

/** Where TCP or UDP begins, behind an IP header without extension headers. */
export function transportStart({ ipVersion, ipStart, protocol }: Sorted, bytes: Uint8Array, end: number): number | undefined {
  if (ipStart + 40 > end) return undefined
  if (ipVersion === 4) return ipStart + (bytes[ipStart]! & 15) * 4
  return ipVersion === 6 && bytes[ipStart + 6] === protocol ? ipStart + 40 : undefined
}

/** Sum of the pseudo-header as it is left in the field. RFC 9293 §3.1, RFC 8200 §8.1. */
export function pseudoHeader({ ipVersion, ipStart, protocol }: Sorted, bytes: Uint8Array, length: number): number {
  const [from, until] = ipVersion === 4 ? ([ipStart + 12, ipStart + 20] as const) : ([ipStart + 8, ipStart + 40] as const)
  return sum(bytes, from, until, fold(protocol + (length & 0xffff)))
}

function fold(total: number): number {
  return total > 0xffff ? (total & 0xffff) + (total >>> 16) : total
}
