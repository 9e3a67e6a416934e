import { pcapHeader, pcapRecord } from '../compose/files/pcap.ts'
import { pcapngWriter } from '../compose/files/pcapng.ts'
import type { Capture } from './packets.ts'

export type FileFormat = 'pcap' | 'pcapng'

/** Options epb_flags and isb_ifdrop. */
const DIRECTION = 2
const LOST = 5
/** Option if_filter, and its kind: a text. */
const FILTER = 11
const TEXT = 0

const NOTHING = new Uint8Array(0)

/** The format that loses nothing: pcap for one kind of link, pcapng where there are several, or where directions, losses or filters are said. */
export function fittingFormat({ packets, dropped, filters }: Capture): FileFormat {
  const links = new Set(packets.map(packet => packet.linkType))
  return links.size > 1 || dropped > 0 || filters.length > 0 || packets.some(packet => packet.direction !== 0) ? 'pcapng' : 'pcap'
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
  const links = [...new Set(packets.map(packet => packet.linkType))]
  yield w.section()
  const filter = filters.slice(0, 1).map(text => [FILTER, Uint8Array.of(TEXT, ...new TextEncoder().encode(text))] as const)
  for (const link of links.length ? links : [1]) yield w.port(link, 0, [[9, Uint8Array.of(9)], ...filter])
  for (const { bytes, original, seconds, nanoseconds, linkType, direction } of packets) {
    const ticks = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
    yield w.enhanced(bytes, ticks, links.indexOf(linkType), direction ? [[DIRECTION, w.u32(direction)]] : [], original)
  }
  if (dropped > 0) yield w.statistics(0, [[LOST, BigInt(dropped)]])
  if (unread.length > 0) yield w.enhanced(NOTHING, 0n).subarray(0, BEGUN)
}
