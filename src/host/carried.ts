import { isProtected } from '../trace/packets/kinds.ts'
import type { Packets } from '../trace/packets/packets.ts'
import { everywhere, type WithRouter } from '../trace/pair/everywhere.ts'
import type { Lineup } from '../trace/pair/lineUp.ts'
import { twinOf } from '../trace/pair/twin.ts'
import { sequenceOf } from '../trace/protected/flowColumns.ts'
import { gapsOf } from '../trace/protected/gaps.ts'
import { oneSa } from '../trace/protected/oneSa.ts'
import type { Trace } from '../trace/trace.ts'
import type { Carried, CarriedPacket } from './protocol.ts'
import type { Reading } from './reading.ts'
import { packetRows } from './rows.ts'

/** Packets told at most at a time. */
const MOST = 500

/** The SPI (8 hex digits) and the two hosts of protected traffic, as the trace that is asked about has them. */
export interface CarriedBy {
  readonly spi: string
  readonly from: string
  readonly to: string
}

/**
 * Packets of one SPI in one direction, from the `first`-th (from 0) on, `count` at most; of two traces each with what became of it.
 * @param readings that of the trace first, then the other one's
 */
export async function carried(
  [reading, other]: readonly [Reading, Reading?],
  trace: 0 | 1,
  by: CarriedBy,
  first: number,
  count: number,
  lineup: Lineup | undefined,
  withRouter?: WithRouter,
): Promise<Carried> {
  const { packets } = reading.trace
  const rows = rowsCarried(packets, by)
  const start = Math.max(0, Math.trunc(first) || 0)
  const wanted = rows.slice(start, start + Math.min(MOST, Math.max(0, count)))
  const told: CarriedPacket[] = []
  const gaps = gapsIn(reading.trace, rows, by)
  for (const row of wanted) {
    const [line] = await packetRows(reading, row, row + 1, () => undefined)
    const atR = lineup && withRouter && everywhere(lineup, withRouter, trace, row + 1).r
    const twin = lineup && twinOf(lineup, trace, row + 1)
    const seen = twin?.packet !== undefined && other ? { packet: twin.packet, time: other.trace.packets.time(twin.packet - 1) } : undefined
    const gap = gaps.get(row)
    told.push({
      ...line!,
      ...(gap ? { missing: gap } : {}),
      ...(seen ? { seen } : {}),
      ...(twin ? { fate: twin.fate } : {}),
      ...(atR ? { atR } : {}),
    })
  }
  return { of: rows.length, packets: told }
}

/** Rows of one SPI in one direction, in the order of the file. */
export function rowsCarried(packets: Packets, by: CarriedBy): number[] {
  return flowsUnder(packets, by.spi)
    .filter(flow => isThatWay(packets, flow, by))
    .flatMap(flow => [...packets.rowsOfFlow(flow)])
    .sort((one, another) => one - another)
}

function flowsUnder({ flows }: Packets, spi: string): number[] {
  const wanted = Number.parseInt(spi, 16)
  const under: number[] = []
  for (let flow = 0; flow < flows.length; flow++)
    if (isProtected[flows.kind(flow)] === 1 && flows.selector(flow) >>> 0 === wanted) under.push(flow)
  return under
}

function isThatWay({ flows }: Packets, flow: number, { from, to }: CarriedBy): boolean {
  return flows.source(flow) === from && flows.destination(flow) === to
}

/** Numbers that came in fragments, or by another way after one end moved, are not missing. */
function gapsIn({ packets, datagrams, negotiations }: Trace, rows: readonly number[], by: CarriedBy): ReadonlyMap<number, number> {
  const { flows } = packets
  const isOneSa = oneSa(negotiations)
  const way = { source: by.from, destination: by.to }
  const moved = flowsUnder(packets, by.spi).filter(
    flow => !isThatWay(packets, flow, by) && isOneSa(way, { source: flows.source(flow), destination: flows.destination(flow) }),
  )
  const spi = Number.parseInt(by.spi, 16)
  const inPieces = [...datagrams.flows.values()].filter(one => one.spi === spi && isOneSa(way, one))
  const numbersOf = (some: Iterable<number>) => Uint32Array.from(some, row => sequenceOf(packets, row))
  return gapsOf(packets, Uint32Array.from(rows), numbersOf(rows), [
    ...moved.map(flow => numbersOf(packets.rowsOfFlow(flow))),
    ...inPieces.map(one => Uint32Array.from(one.sequences)),
  ])
}
