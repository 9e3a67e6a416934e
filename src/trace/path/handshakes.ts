import { Kind, type Sorted, u16 } from '../../dissectors/sort/sorted.ts'

// The largest segment that each end of a TCP connection is ready to take, said in its SYN (RFC 9293 §3.7.1). Read on the
// way into the table, from clear packets (what a host decrypted among them), from inside AH, and from ESP that may turn out
// not to be encrypted: whether it is, is known only later (ciphers.ts), so whoever uses such a one has to ask.

/** A SYN, or the SYN that answers one. */
export interface Handshake {
  /** Its row in the table of packets. */
  readonly row: number
  /** Bytes of a segment, TCP header not counted. */
  readonly mss: number
  /** Of the IP packet that the segment travels in, inside the protection. */
  readonly version: 4 | 6
  /** It stands inside ESP, where encrypted octets may look like it by chance. */
  readonly insideEsp: boolean
}

/** SYNs that are kept; a scan has millions, and what matters shows in the first. */
const MOST = 10_000

/** The SYNs of one trace that say how large a segment may be, the first of them. */
export class Handshakes {
  readonly all: Handshake[] = []

  /** Looks at a packet just sorted. @param end where its captured bytes end */
  take(row: number, sorted: Sorted, bytes: Uint8Array, end: number): void {
    if (this.all.length >= MOST) return
    const { kind } = sorted
    const isEsp = kind === Kind.esp || kind === Kind.udpEncapsulatedEsp
    if (isEsp ? sorted.ipLength > LARGEST_SYN : kind !== Kind.tcpControl && kind !== Kind.ah) return
    const outer = sorted.ipVersion === 6 ? 6 : 4
    const found = isEsp
      ? insideEsp(bytes, sorted.securityStart, end, outer)
      : kind === Kind.ah
        ? insideAh(bytes, sorted.securityStart, end, outer)
        : insideIp(bytes, sorted.ipStart, end)
    const mss = found && mssAt(bytes, found.at, end)
    if (mss !== undefined) this.all.push({ row, mss, version: found!.version, insideEsp: isEsp })
  }
}

interface Segment {
  readonly at: number
  readonly version: 4 | 6
}

/** IP packet around a SYN in ESP, at most: IPv6 in IPv6, TCP with 40 octets of options, the longest ICV. */
const LARGEST_SYN = 40 + 8 + 8 + 40 + 60 + 16 + 32

/** Where TCP begins in an IP packet without extension headers. */
function insideIp(bytes: Uint8Array, at: number, end: number): Segment | undefined {
  if (at + 40 > end) return undefined
  const version = bytes[at]! >> 4
  if (version === 4) return bytes[at + 9] === TCP ? { at: at + (bytes[at]! & 15) * 4, version } : undefined
  return version === 6 && bytes[at + 6] === TCP ? { at: at + 40, version } : undefined
}

/** The same behind SPI and sequence number of ESP, and behind the IV of GMAC: an IP packet, or TCP itself. RFC 2410, RFC 4543. */
function insideEsp(bytes: Uint8Array, at: number, end: number, outer: 4 | 6): Segment | undefined {
  if (at === 0) return undefined
  for (const start of [at + 8, at + 16]) {
    const inner = insideIp(bytes, start, end)
    if (inner && isSyn(bytes, inner.at, end)) return inner
    if (isSyn(bytes, start, end)) return { at: start, version: outer }
  }
  return undefined
}

/** A TCP header with SYN alone or with ACK, whose first option is the segment size, as all stacks send it. */
function isSyn(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 24 > end || bytes[at + 12]! >> 4 < 6) return false
  return (bytes[at + 13]! & 0x2f) === 2 && bytes[at + 20] === 2 && bytes[at + 21] === 4
}

/** The same behind AH: TCP itself, or an IP packet. RFC 4302 §2. */
function insideAh(bytes: Uint8Array, at: number, end: number, outer: 4 | 6): Segment | undefined {
  if (at === 0 || at + 12 > end) return undefined
  const behind = at + (bytes[at + 1]! + 2) * 4
  if (bytes[at] === TCP) return { at: behind, version: outer }
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
