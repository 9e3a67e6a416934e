import { Kind, type Sorted, u16 } from '../dissectors/sort/sorted.ts'

// The largest segment that each end of a TCP connection is ready to take, said in its SYN (RFC 9293 §3.7.1). Read on the
// way into the table, from clear packets (what a host decrypted among them) and from inside AH.

/** A SYN, or the SYN that answers one. */
export interface Handshake {
  /** Its row in the table of packets. */
  readonly row: number
  /** Bytes of a segment, TCP header not counted. */
  readonly mss: number
}

/** SYNs that are kept; a scan has millions, and what matters shows in the first. */
const MOST = 10_000

export class Handshakes {
  readonly all: Handshake[] = []

  /** Looks at a packet just sorted. @param end where its captured bytes end */
  take(row: number, sorted: Sorted, bytes: Uint8Array, end: number): void {
    if ((sorted.kind !== Kind.tcpControl && sorted.kind !== Kind.ah) || this.all.length >= MOST) return
    const at = sorted.kind === Kind.ah ? insideAh(bytes, sorted.securityStart, end) : insideIp(bytes, sorted.ipStart, end)
    const mss = at === undefined ? undefined : mssAt(bytes, at, end)
    if (mss !== undefined) this.all.push({ row, mss })
  }
}

/** Where TCP begins in an IP packet without extension headers. */
function insideIp(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (at + 40 > end) return undefined
  const version = bytes[at]! >> 4
  if (version === 4) return bytes[at + 9] === TCP ? at + (bytes[at]! & 15) * 4 : undefined
  return version === 6 && bytes[at + 6] === TCP ? at + 40 : undefined
}

/** The same behind AH: TCP itself, or an IP packet. RFC 4302 §2. */
function insideAh(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (at === 0 || at + 12 > end) return undefined
  const behind = at + (bytes[at + 1]! + 2) * 4
  if (bytes[at] === TCP) return behind
  return bytes[at] === IPIP || bytes[at] === IPV6 ? insideIp(bytes, behind, end) : undefined
}

/** The option of a SYN. RFC 9293 §3.2. */
function mssAt(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (at + 20 > end || (bytes[at + 13]! & 2) === 0) return undefined
  const options = Math.min(end, at + (bytes[at + 12]! >> 4) * 4)
  for (let i = at + 20; i + 3 < options; ) {
    if (bytes[i] === 0) return undefined
    if (bytes[i] === 2 && bytes[i + 1] === 4) return u16(bytes, i + 2)
    i += bytes[i] === 1 ? 1 : Math.max(2, bytes[i + 1]!)
  }
  return undefined
}

const TCP = 6
const IPIP = 4
const IPV6 = 41
