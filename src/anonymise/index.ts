import { type Moment, writtenMoments } from '../capture/moment.ts'
import type { ByteSource } from '../capture/source.ts'
import { WRITTEN_LINK } from '../dissectors/linkTypes.ts'
import { hex } from '../dissectors/text.ts'
import { captureFile, type FileFormat, fitsPcap, fittingFormat } from './file.ts'
import { espOf, Vendors } from './known.ts'
import type { Leaf } from './leaves.ts'
import { NatDetection } from './natDetection.ts'
import { type Capture, type Kept, packetsOf } from './packets.ts'
import { type KnownPieces, wholesOf } from './pieces.ts'
import { type Replaced, type Replacements, replacementsFor, type Seen } from './replacements.ts'
import { learn, type Near, type Reading, rewritten } from './rewrite.ts'
import { packetUnit } from './unit.ts'

// Captures that may be given away: who is in them is replaced, what happened stays. All files are read first, so that every
// address is known before the first one is given; then each field is replaced by one of the same length (table.ts), and the
// checksums and hashes over it are moved along. Sizes, fragments and times stay what they were.

/** How captures are to be anonymised. */
export interface Wishes {
  /** The same seed gives the same replacements. */
  readonly seed: string
  readonly format?: FileFormat
  /** Cookies and SPIs stay. */
  readonly keepSpis?: boolean
  /** Both files begin in the first second of 2000; what lies between packets stays. */
  readonly shiftTimes?: boolean
}

export type { FileFormat } from './file.ts'
export type { Replaced } from './replacements.ts'

interface Anonymised {
  readonly ok: true
  /** One a source, in the same order; written piece by piece. */
  readonly files: readonly AnonymisedFile[]
  /** Not to be given away. */
  readonly replaced: Replaced
}

interface AnonymisedFile {
  readonly format: FileFormat
  readonly packets: number
  /** Why its source could not be read whole; then it ends inside a record, so that nobody takes it for more than its source was. */
  readonly unread: readonly string[]
  pieces(): Iterable<Uint8Array>
}

/** Anonymises captures of one conversation together, so that they still fit each other. */
export async function anonymise(
  sources: readonly ByteSource[],
  wishes: Wishes,
): Promise<Anonymised | { readonly ok: false; readonly place: number; readonly why: string }> {
  const captures: Capture[] = []
  for (const [place, source] of sources.entries()) {
    const read = await packetsOf(source)
    if (!read.ok) return { ok: false, place, why: read.why }
    const links = new Set(read.packets.map(packet => packet.linkType))
    if (wishes.format === 'pcap' && links.size > 1)
      return { ok: false, place, why: `pcap holds one kind of link, here are ${links.size}; pcapng holds them all` }
    captures.push(read)
  }
  const files = captures.map(({ packets }) => packets)
  const moments = momentsOf(files, wishes.shiftTimes === true)
  const strange = wishes.format === 'pcap' ? moments.findIndex(times => !times.every(fitsPcap)) : -1
  if (strange >= 0) return { ok: false, place: strange, why: 'pcap holds times from 1970 to 2106, here are others; pcapng holds them all' }
  const known: KnownPieces = new Map()
  const work = files.map(packets => workOf(packets, known))
  const shared = { vendors: new Vendors(), nat: new NatDetection(), known }
  const readings = espOf(files).map((esp): Reading => ({ ...shared, esp }))
  const { to, replaced } = replacementsFor(seenIn(work, readings), wishes.seed, wishes.keepSpis === true)
  for (const [i, { wholes }] of work.entries()) for (const unit of wholes) unit.put(rewritten(unit, readings[i]!, to))
  for (const [i, { single }] of work.entries()) for (const unit of single) unit.put(rewritten(unit, readings[i]!, to))
  return {
    ok: true,
    replaced,
    files: work.map(({ out }, i) => {
      const packets = files[i]!.map((packet, n) => written(packet, out[n]!, moments[i]![n]!))
      const capture = { ...captures[i]!, packets }
      const format = wishes.format ?? fittingFormat(capture)
      return { format, packets: packets.length, unread: capture.unread, pieces: () => captureFile(capture, format) }
    }),
  }
}

function workOf(packets: readonly Kept[], known: KnownPieces) {
  const out = packets.map(({ bytes }) => new Uint8Array(bytes.length))
  const wholes = wholesOf(packets, known)
  const single = packets.flatMap((packet, i) => (packet.linkType < 0 ? [] : [packetUnit(packet, made => out[i]!.set(made))]))
  return { out, wholes, single }
}

/** Every address of the files, those behind NAT detection hashes too. */
function seenIn(work: readonly ReturnType<typeof workOf>[], readings: readonly Reading[]): Seen {
  const seen: Seen = { addresses: new Set(), searched: new Set(), macs: new Set() }
  const same = (octets: Uint8Array) => octets
  const into = (set: Set<string>) => (octets: Uint8Array) => {
    set.add(hex(octets))
    return octets
  }
  const recorder: Replacements = { address: into(seen.addresses), mac: into(seen.macs), text: same, spi: same, noise: same }
  const hashes: (readonly [Leaf, Near])[] = []
  for (const [i, { wholes, single }] of work.entries())
    for (const unit of [...single, ...wholes]) learn(unit, readings[i]!, recorder, (leaf, near) => hashes.push([leaf, near]))
  for (const [leaf, near] of hashes) {
    const found = readings[0]!.nat.search(leaf, near, seen.addresses)
    if (found === undefined) continue
    seen.addresses.add(found)
    seen.searched.add(found)
  }
  return seen
}

const FIRST = Date.UTC(2000, 0) / 1000

/** What the files will say of when their packets were captured. */
function momentsOf(files: readonly (readonly Kept[])[], shifted: boolean): Moment[][] {
  const starts = files.flatMap(packets => packets.map(packet => packet.seconds).filter(seconds => !Number.isNaN(seconds)))
  const first = starts.reduce((least, seconds) => Math.min(least, seconds), Number.POSITIVE_INFINITY)
  const start = Number.isFinite(first) ? first : 0
  const shift = shifted ? FIRST - start : 0
  return files.map(packets => writtenMoments(packets, start).map(({ seconds, nanoseconds }) => ({ seconds: seconds + shift, nanoseconds })))
}

function written(packet: Kept, bytes: Uint8Array, { seconds, nanoseconds }: Moment): Kept {
  return { ...packet, bytes, seconds, nanoseconds, linkType: packet.linkType < 0 ? WRITTEN_LINK : packet.linkType }
}
