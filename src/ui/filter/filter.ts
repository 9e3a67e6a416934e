import { asked, fits, type Query } from '../../host/asked.ts'
import type { Flow, Negotiation } from '../../trace/report.ts'
import type { Capture } from '../captures.ts'
import { packetsIn } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'
import { bitsBetween } from './numbers.ts'

/** What the page is narrowed to. Which words of the query are true of a packet is known by a bit each, by packet. */
export interface Filter {
  readonly text: string
  readonly query: Query
  /** Of A, of B and of a router between: for each packet, by its number less 1, a bit a word. */
  readonly words: readonly [a: Uint8Array, b: Uint8Array, r: Uint8Array]
  /** The same for protected traffic, by SPI. */
  readonly spis: ReadonlyMap<string, number>
  /** Packets that were looked into so far, and how many there are. */
  readonly searched: number
  readonly of: number
  /** Keys after which no field of these captures is called. */
  readonly unnamed: readonly string[]
}

/** A filter of which nothing is known yet; undefined for what cannot be asked. */
export function begun(text: string): Filter | undefined {
  const read = asked(text)
  if (!read.ok || read.query.terms.length === 0) return undefined
  return { text, query: read.query, words: [nothing, nothing, nothing], spis: new Map(), searched: 0, of: 1, unnamed: [] }
}

const nothing = new Uint8Array(0)

/** The filter once it has something to say: before anything fits, and while there is more to search, nobody knows that nothing does. */
export function answered(filter: Filter | undefined): Filter | undefined {
  if (!filter || filter.searched >= filter.of) return filter
  const fits = ([0, 1, 2] as const).some(capture => packetsOf(filter, capture).length > 0)
  return fits || [...filter.spis.values()].some(bits => fitsWords(filter, bits)) ? filter : undefined
}

/** Words that are true of some packets, a bit a word. */
function wordsOf({ words }: Filter, trace: 0 | 1, packets: readonly number[]): number {
  const known = words[trace]
  let bits = 0
  for (const packet of packets) bits |= known[packet - 1] ?? 0
  return bits
}

function fitsWords({ query }: Filter, bits: number): boolean {
  return fits(query, (_, place) => (bits & (1 << place)) !== 0)
}

/** Whether a row of the ladder is shown: together its packets fit. @param shown the trace, where not both are */
export function rowFits(filter: Filter, row: Row, shown: 0 | 1): boolean {
  const bitsIn = (trace: 0 | 1) => {
    const packets = packetsIn(row, trace)
    const between = row.kind === 'band' || row.kind === 'keepalive' ? bitsBetween(filter.query, trace, packets) : 0
    return wordsOf(filter, trace, packets) | between
  }
  const seen = row.seen ? bitsIn(0) | bitsIn(1) : bitsIn(shown)
  const spi = row.kind === 'band' ? (filter.spis.get(row.flow.spi) ?? 0) : 0
  return (row.packets.length > 0 || row.kind === 'band') && fitsWords(filter, seen | spi)
}

/** Whether a negotiation is listed: one of its messages fits. */
export function negotiationFits(filter: Filter, { exchanges }: Negotiation): boolean {
  for (const { messages } of exchanges)
    for (const { transmissions } of messages)
      for (const { sightings } of transmissions) {
        let bits = 0
        for (const { trace, packets } of sightings) bits |= wordsOf(filter, trace as 0 | 1, packets)
        if (fitsWords(filter, bits)) return true
      }
  return false
}

/** Whether protected traffic is shown. */
export function flowFits(filter: Filter, { trace, spi, firstPacket, lastPacket = firstPacket }: Flow): boolean {
  const between = firstPacket === undefined ? 0 : bitsBetween(filter.query, trace, [firstPacket, lastPacket!])
  return fitsWords(filter, (filter.spis.get(spi) ?? 0) | between)
}

const listed = new WeakMap<Filter, Map<Capture, readonly number[]>>()

/** Packets of a capture that fit, in their order. */
export function packetsOf(filter: Filter, capture: Capture): readonly number[] {
  const all = listed.get(filter) ?? new Map<Capture, readonly number[]>()
  listed.set(filter, all)
  const known = all.get(capture)
  if (known) return known
  const packets: number[] = []
  filter.words[capture].forEach((bits, i) => {
    if (fitsWords(filter, bits)) packets.push(i + 1)
  })
  all.set(capture, packets)
  return packets
}
