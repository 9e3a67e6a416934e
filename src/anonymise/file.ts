import type { Moment } from '../capture/moment.ts'
import { pcapHeader, pcapRecord } from '../compose/files/pcap.ts'
import { eraOf, eraOption, pcapngWriter, ticksInEra } from '../compose/files/pcapng.ts'
import type { Capture, Kept } from './packets.ts'

/** Formats that are written. */
export type FileFormat = 'pcap' | 'pcapng'

/** Options epb_flags and isb_ifdrop. */
const DIRECTION = 2
const LOST = 5
/** Option if_filter, and its kind: a text. */
const FILTER = 11
const TEXT = 0

const NOTHING = new Uint8Array(0)

/** Times that pcap can write: from 1970 to 2106. */
export function fitsPcap({ seconds }: Moment): boolean {
  return seconds >= 0 && seconds < 2 ** 32
}

/** The format that loses nothing: pcap for one kind of link, pcapng where there are several, or where directions, losses, filters or times ask for it. */
export function fittingFormat({ packets, dropped, filters }: Capture): FileFormat {
  const links = new Set(packets.map(packet => packet.linkType))
  const isPlain = (packet: Kept) => packet.direction === 0 && fitsPcap(packet)
  return links.size > 1 || dropped > 0 || filters.length > 0 || !packets.every(isPlain) ? 'pcapng' : 'pcap'
}

/** Octets of a record that are there where a file ends inside it: less than the header of one, in both formats. */
const BEGUN = 8

/** A capture file, piece by piece. pcap holds one kind of link: that of its first packet. One that was not read whole ends inside a record. */
export function* captureFile(capture: Capture, format: FileFormat): Generator<Uint8Array> {
  if (format === 'pcap') yield* pcap(capture)
  else yield* pcapng(capture)
}

function* pcap({ packets, unread }: Capture): Generator<Uint8Array> {
  const options = { nano: true, network: packets[0]?.linkType ?? 1 }
  yield pcapHeader(options)
  for (const { bytes, original, seconds, nanoseconds } of packets)
    yield pcapRecord({ data: bytes, original, seconds, nanoseconds }, options)
  const { seconds = 0, nanoseconds = 0 } = packets.at(-1) ?? {}
  if (unread.length > 0) yield pcapRecord({ data: NOTHING, seconds, nanoseconds }, options).subarray(0, BEGUN)
}

function* pcapng({ packets, dropped, filters, unread }: Capture): Generator<Uint8Array> {
  const w = pcapngWriter()
  const ports = new Map<string, { readonly port: number; readonly link: number; readonly era: number }>()
  const keyOf = ({ linkType, seconds }: Kept) => `${linkType} ${eraOf(seconds)}`
  for (const packet of packets)
    if (!ports.has(keyOf(packet))) ports.set(keyOf(packet), { port: ports.size, link: packet.linkType, era: eraOf(packet.seconds) })
  yield w.section()
  const filter = filters.slice(0, 1).map(text => [FILTER, Uint8Array.of(TEXT, ...new TextEncoder().encode(text))] as const)
  for (const { link, era } of ports.size ? ports.values() : [{ link: 1, era: 0 }])
    yield w.port(link, 0, [[9, Uint8Array.of(9)], ...filter, ...eraOption(era, w.u64)])
  for (const packet of packets) {
    const { bytes, original, direction } = packet
    const { port } = ports.get(keyOf(packet))!
    yield w.enhanced(bytes, ticksInEra(packet), port, direction ? [[DIRECTION, w.u32(direction)]] : [], original)
  }
  if (dropped > 0) yield w.statistics(0, [[LOST, BigInt(dropped)]])
  if (unread.length > 0) yield w.enhanced(NOTHING, 0n).subarray(0, BEGUN)
}
