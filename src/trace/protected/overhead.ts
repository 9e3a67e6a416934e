import type { Proposal } from '../../dissectors/ike/facts.ts'
import type * as Report from '../report.ts'
import type { Flow } from './flow.ts'

// What IPsec adds to a packet. ESP in tunnel mode, from the outside in (RFC 4303 §2):
//
//   IP header 20 or 40 | UDP 8 when encapsulated | SPI and sequence 8 | IV | packet, padding, 2 | ICV
//
// Packet, padding and the two octets behind it fill whole blocks. In transport mode the IP header is the packet's own.
// Which layout an SA has is encrypted, as a rule. So every layout in use is tried against what is known: the algorithms
// where they can be read, pairs of one packet outside and inside where the capture has both, and at least the sizes of
// all packets, whose rest modulo the block is always the same. What is left gives a lower and an upper bound.

/** How the packets of an SA are built. */
export interface Layout {
  readonly tunnel: boolean
  readonly iv: number
  /** Padding goes up to a multiple of this. */
  readonly block: number
  readonly icv: number
  /** Octets of AH before ESP. */
  readonly ah?: number
}

/** One protected packet and the packet inside: lengths of the IP packets. */
export interface SizePair {
  readonly outside: number
  readonly inside: number
  /** Other addresses inside than outside, which only a tunnel has. */
  readonly isTunnel?: boolean
}

/** What fits the SA, and how that is known. */
export interface Overhead {
  readonly layouts: readonly Layout[]
  readonly from: 'clear' | 'algorithms' | 'packets' | 'sizes'
}

/** What follows is a whole IP packet. */
export function isTunnel(nextHeader: number): boolean {
  return nextHeader === IPIP || nextHeader === IPV6
}

const IPIP = 4
const IPV6 = 41

type Protected = Pick<Flow, 'kind' | 'udpEncapsulated' | 'source'>

/** The layouts that an SA can have. @param outside lengths of its IP packets  @param ah octets of AH before the ESP that it carries */
export function overheadOf(
  flow: Protected,
  outside: readonly number[],
  pairs: readonly SizePair[],
  chosen: Proposal | null,
  ah?: number,
): Overhead {
  const named = chosen && flow.kind === 'esp' ? byAlgorithms(chosen) : undefined
  const layouts = ah === undefined ? LAYOUTS : LAYOUTS.map(layout => ({ ...layout, ah }))
  const all = (
    named ? layouts.filter(l => l.iv === named.iv && l.block === named.block && (named.icv === undefined || l.icv === named.icv)) : layouts
  ).filter(l => hasEsp(l, flow) || (l.iv === 0 && l.block === 4))
  const fit = all.filter(l => pairs.every(p => sizeOutside(l, flow, p.inside) === p.outside && (l.tunnel || !p.isTunnel)))
  if (pairs.length > 0 && fit.length > 0) return { layouts: fit, from: named ? 'algorithms' : 'packets' }
  const possible = all.filter(l => !hasEsp(l, flow) || outside.every(size => blocksIn(l, flow, size)))
  return { layouts: possible.length ? possible : all, from: named ? 'algorithms' : 'sizes' }
}

/** Length of the protected IP packet around one of `inside` bytes. */
export function sizeOutside(layout: Layout, flow: Protected, inside: number): number {
  const { tunnel, iv, block, icv, ah = 0 } = layout
  const header = headerOf(flow)
  const payload = tunnel ? inside : inside - header
  if (!hasEsp(layout, flow)) return header + ahLength(flow, icv) + payload
  return header + ah + (flow.udpEncapsulated ? 8 : 0) + 8 + iv + Math.ceil((payload + 2) / block) * block + icv
}

/** What a layout adds to a packet, in bytes. */
export type Parts = Omit<NonNullable<Report.Overhead['parts']>, 'mode'>

export function partsOf(layout: Layout, flow: Protected): Parts {
  const { tunnel, iv, block, icv, ah = 0 } = layout
  const ip = tunnel ? headerOf(flow) : 0
  if (!hasEsp(layout, flow)) return { ip, udp: 0, header: 12, iv: 0, padding: 0, trailer: 0, icv: ahLength(flow, icv) - 12 }
  return { ip, udp: flow.udpEncapsulated ? 8 : 0, header: 8 + ah, iv, padding: block - 1, trailer: 2, icv }
}

/** Lengths that a packet of `inside` bytes can get, at least and at most. */
export function boundsOutside({ layouts }: Overhead, flow: Protected, inside: number): { readonly least: number; readonly most: number } {
  const sizes = layouts.map(layout => sizeOutside(layout, flow, inside))
  return { least: Math.min(...sizes), most: Math.max(...sizes) }
}

/** The largest packet that surely fits into a protected one of `mtu` bytes. */
export function largestInside(overhead: Overhead, flow: Protected, mtu: number): number {
  let inside = mtu
  while (inside > 0 && boundsOutside(overhead, flow, inside).most > mtu) inside--
  return inside
}

/** AH: 12 bytes and the ICV, filled up to 4 bytes, in IPv6 to 8. RFC 4302 §2.2. */
function ahLength(flow: Protected, icv: number): number {
  const unit = headerOf(flow) === 40 ? 8 : 4
  return Math.ceil((12 + icv) / unit) * unit
}

function hasEsp({ ah }: Layout, { kind }: Protected): boolean {
  return kind === 'esp' || ah !== undefined
}

function headerOf({ source }: Protected): number {
  return source.includes(':') ? 40 : 20
}

/** The size is one that this layout can give: whole blocks between IV and ICV. */
function blocksIn({ iv, block, icv, ah = 0 }: Layout, flow: Protected, outside: number): boolean {
  const blocks = outside - headerOf(flow) - ah - (flow.udpEncapsulated ? 8 : 0) - 8 - iv - icv
  return blocks >= block && blocks % block === 0
}

/** IV, block and ICV that go with algorithms. RFC 4106, RFC 3602, RFC 3686, RFC 2451, RFC 2410; RFC 4868, RFC 2404. */
function byAlgorithms({ transforms }: Proposal): { iv: number; block: number; icv?: number } | undefined {
  const names = transforms
    .flatMap(t => [t.name ?? '', ...t.attributes.map(a => String(a.meaning ?? ''))])
    .join(' ')
    .toUpperCase()
  const cipher = CIPHERS.find(([name]) => name.test(names))
  if (!cipher) return undefined
  const [, iv, block, own] = cipher
  const icv = own ?? ICVS_BY_NAME.find(([name]) => name.test(names))?.[1]
  return { iv, block, ...(icv === undefined ? {} : { icv }) }
}

const CIPHERS: readonly (readonly [RegExp, iv: number, block: number, icv?: number])[] = [
  [/GCM.?_?8|GCM_8/, 8, 4, 8],
  [/GCM.?_?12|GCM_12/, 8, 4, 12],
  [/GCM|CHACHA|CCM.?_?16/, 8, 4, 16],
  [/AES.?CTR|AES_CTR/, 8, 4],
  [/3DES|DES/, 8, 8],
  [/NULL/, 0, 4],
  [/AES|CAMELLIA/, 16, 16],
]

const ICVS_BY_NAME: readonly (readonly [RegExp, number])[] = [
  [/512/, 32],
  [/384/, 24],
  [/SHA2.256|SHA2-256|SHA_256|256_128/, 16],
  [/SHA|MD5|XCBC|CMAC/, 12],
]

const MAKES: readonly (readonly [iv: number, block: number, icvs: readonly number[]])[] = [
  [16, 16, [12, 16, 24, 32]],
  [8, 8, [12, 16]],
  [8, 4, [8, 12, 16]],
  [0, 4, [12, 16, 24, 32]],
]

const LAYOUTS: readonly Layout[] = [true, false].flatMap(tunnel =>
  MAKES.flatMap(([iv, block, icvs]) => icvs.map(icv => ({ tunnel, iv, block, icv }))),
)
