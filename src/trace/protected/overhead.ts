import { cipherSizes, icvSizes } from '../../dissectors/crypto/sizes.ts'
import type { Proposal, Transform } from '../../dissectors/ike/facts.ts'
import { attributeOf } from '../negotiation/proposals.ts'
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
  const layouts = named ? layoutsOf(named) : LAYOUTS
  const all = layouts.map(l => (ah === undefined ? l : { ...l, ah })).filter(l => hasEsp(l, flow) || (l.iv === 0 && l.block === 4))
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

/** How many each part has; `padding` at most. */
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
export function blocksIn({ iv, block, icv, ah = 0 }: Layout, flow: Protected, outside: number): boolean {
  const blocks = outside - headerOf(flow) - ah - (flow.udpEncapsulated ? 8 : 0) - 8 - iv - icv
  return blocks >= block && blocks % block === 0
}

/** What algorithms say of a layout; without `icv` none of them says what checks the packet. */
type Named = Pick<Layout, 'iv' | 'block'> & Partial<Pick<Layout, 'icv'>>

function layoutsOf({ iv, block, icv }: Named): readonly Layout[] {
  if (icv === undefined) return LAYOUTS.filter(l => l.iv === iv && l.block === block)
  return [true, false].map(tunnel => ({ tunnel, iv, block, icv }))
}

/** ESP fills up to 4 octets at least, whatever the cipher. RFC 4303 §2.4. */
function byAlgorithms({ transforms }: Proposal): Named | undefined {
  const suite = transforms.find(t => t.type === undefined)
  const encryption = suite ?? transforms.find(t => t.type === ENCRYPTION)
  const cipher = encryption && cipherSizes[suite ? symbolOfV1(suite) : symbolOf(encryption)]
  if (!cipher) return undefined
  const check = suite
    ? CHECKS_V1[Number(attributeOf(suite, AUTHENTICATION_ALGORITHM)?.value)]
    : symbolOf(transforms.find(t => t.type === INTEGRITY))
  const icv = cipher.tag || icvSizes[check ?? '']
  return { iv: cipher.iv, block: Math.max(4, cipher.block), ...(icv === undefined ? {} : { icv }) }
}

/** IANA's name; behind some stands whose private number it is. */
function symbolOf(transform: Transform | undefined): string {
  return transform?.name?.split(' ')[0] ?? ''
}

/** The same cipher by its name in IKEv2: `ESP_AES-CBC` is `ENCR_AES_CBC`, and Camellia is CBC where nothing is said (RFC 4312). */
function symbolOfV1(transform: Transform): string {
  const name = symbolOf(transform).replace('ESP_', 'ENCR_').replaceAll('-', '_')
  return name === 'ENCR_CAMELLIA' ? 'ENCR_CAMELLIA_CBC' : name
}

/** Transform types of IKEv2. RFC 7296 §3.3.2. */
const ENCRYPTION = 1
const INTEGRITY = 3

/** Attribute of IKEv1, and its values by their names in IKEv2. RFC 2407 §4.5, RFC 2857, RFC 3566, RFC 4868. */
const AUTHENTICATION_ALGORITHM = 5
const CHECKS_V1: Readonly<Record<number, string>> = {
  1: 'AUTH_HMAC_MD5_96',
  2: 'AUTH_HMAC_SHA1_96',
  5: 'AUTH_HMAC_SHA2_256_128',
  6: 'AUTH_HMAC_SHA2_384_192',
  7: 'AUTH_HMAC_SHA2_512_256',
  8: 'AUTH_HMAC_RIPEMD_160_96',
  9: 'AUTH_AES_XCBC_96',
}

const MAKES: readonly (readonly [iv: number, block: number, icvs: readonly number[]])[] = [
  [16, 16, [12, 16, 24, 32]],
  [8, 8, [12, 16]],
  [8, 4, [8, 12, 16]],
  [0, 4, [12, 16, 24, 32]],
]

const LAYOUTS: readonly Layout[] = [true, false].flatMap(tunnel =>
  MAKES.flatMap(([iv, block, icvs]) => icvs.map(icv => ({ tunnel, iv, block, icv }))),
)
