import { UNKNOWN_LINK } from '../../dissectors/linkTypes.ts'
import type { NoCapture } from '../record.ts'

// 24 bytes: magic, u16 major, u16 minor, i32 thiszone, u32 sigfigs, u32 snaplen, u32 network. The magic's byte order is
// that of everything behind it. thiszone and sigfigs are zero in practice and ignored by every reader.

/** How the records of a file are laid out. */
export interface Layout {
  readonly littleEndian: boolean
  /** Where the first record lies. */
  readonly first: number
  /** Bytes in front of a packet: 16; 20 Nokia; 24 and 28 Kuznetsov-modified. */
  readonly header: number
  /** Units of the fraction of a second. */
  readonly fractions: 1_000_000 | 1_000_000_000
  /** The captured and the original length may have changed places (versions up to 2.3, and 543.0). */
  readonly mayBeSwapped: boolean
  /** Bytes between header and packet that are no packet: 3 before an AIX FDDI frame. */
  readonly padding: number
  /** Bytes of frame check sequence at the end of each packet. */
  readonly fcs: number
  readonly linkType: number
  readonly snapLength: number
}

/** What the file's 24 bytes say, once they are a header that is known. */
export interface FileHeader {
  readonly ok: true
  readonly layout: Layout
  /** Header lengths to try, likeliest first, when the magic does not tell them apart. */
  readonly headers: readonly number[]
  /** What is strange about it. */
  readonly odd?: string
}

interface Magic {
  readonly headers: readonly number[]
  readonly fractions: Layout['fractions']
  /** Bytes between file header and first record. */
  readonly extra?: number
}

/** Standard files may also be Red Hat 6.1's (24) or Nokia IPSO's (20): they kept the magic and changed the header. */
const standard: Magic = { headers: [16, 24, 20], fractions: 1_000_000 }
const byMagic: ReadonlyMap<number, Magic> = new Map<number, Magic>([
  [0xa1b2c3d4, standard],
  [0xa1b23c4d, { headers: [16], fractions: 1_000_000_000 }],
  [0xa1b2cd34, { headers: [24, 28], fractions: 1_000_000 }],
  [0x1c0001ac, { headers: [16], fractions: 1_000_000_000, extra: 4 }],
  [0x1c0001ab, { headers: [16], fractions: 1_000_000, extra: 4 }],
])

/** AIX writes interface types (RFC 1573) where the link type belongs. */
const aixLinkTypes: ReadonlyMap<number, number> = new Map([
  [6, 1],
  [9, 6],
  [15, 10],
  [24, 0],
])

/** Longest file header of any variant. */
export const FILE_HEADER = 28

/** The first bytes are a magic of some pcap in either byte order. */
export function isPcap(head: Uint8Array): boolean {
  return head.length >= 4 && magicOf(new DataView(head.buffer, head.byteOffset, head.length)) !== undefined
}

/** The file header. draft-ietf-opsawg-pcap §4; old and vendor variants from use. */
export function fileHeader(head: Uint8Array): FileHeader | NoCapture {
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const found = magicOf(view)
  if (found === undefined || head.length < 24)
    return { ok: false, why: `a pcap file cut off inside its header, after ${head.length} bytes` }
  const [magic, littleEndian] = found
  const major = view.getUint16(4, littleEndian)
  const minor = view.getUint16(6, littleEndian)
  const network = view.getUint32(20, littleEndian)
  if (major < 2) return { ok: false, why: `pcap version ${major}.${minor}; versions before 2.0 are not known` }
  const aix = magic === standard && major === 2 && minor === 2 ? aixLinkTypes.get(network) : undefined
  const linkType = aix ?? linkTypeOf(network)
  const old = major === 543 || (major === 2 && minor < 4)
  const layout: Layout = {
    littleEndian,
    first: 24 + (magic.extra ?? 0),
    header: 16,
    fractions: aix === undefined ? magic.fractions : 1_000_000_000,
    mayBeSwapped: old,
    padding: aix === 10 ? 3 : 0,
    fcs: network & 0x04000000 ? (network >>> 28) * 2 : 0,
    linkType,
    snapLength: view.getUint32(16, littleEndian),
  }
  return { ok: true, layout, headers: old ? [16] : magic.headers, odd: oddities(major, minor, network) }
}

function magicOf(view: DataView): [Magic, littleEndian: boolean] | undefined {
  const big = byMagic.get(view.getUint32(0))
  if (big) return [big, false]
  const little = byMagic.get(view.getUint32(0, true))
  return little && [little, true]
}

/** Bits 0-15 are the LINKTYPE, 26 says whether 28-31 hold an FCS length, the rest is zero. NetBSD once put raw address
 *  families into class 0x224. */
function linkTypeOf(network: number): number {
  const reserved = (network >>> 16) & 0x03ff
  if (reserved === 0) return network & 0xffff
  if (reserved !== 0x224) return UNKNOWN_LINK
  return { 2: 228, 24: 229 }[network & 0xffff] ?? UNKNOWN_LINK
}

function oddities(major: number, minor: number, network: number): string | undefined {
  const all = [
    ...(major !== 543 && (major > 2 || minor > 4) ? [`pcap version ${major}.${minor} is read like 2.4`] : []),
    ...(network & 0x03ff0000 ? [`reserved bits are set in the link type, 0x${network.toString(16).padStart(8, '0')}`] : []),
  ]
  return all.length ? all.join('; ') : undefined
}
