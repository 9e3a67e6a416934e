import type { Packets } from '../trace/packets/packets.ts'
import { everywhere, type WithRouter } from '../trace/pair/everywhere.ts'
import type { Lineup } from '../trace/pair/lineUp.ts'
import { twinOf } from '../trace/pair/twin.ts'
import { gapsOf } from '../trace/protected/gaps.ts'
import { flowsUnder, type SpiWay } from '../trace/protected/spiWay.ts'
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
  const gaps = gapsOf(reading.trace, wayOf(by))
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
  const { flows } = packets
  const { spi, source, destination } = wayOf(by)
  return flowsUnder(packets, spi)
    .filter(flow => flows.source(flow) === source && flows.destination(flow) === destination)
    .flatMap(flow => [...packets.rowsOfFlow(flow)])
    .sort((one, another) => one - another)
}

function wayOf({ spi, from, to }: CarriedBy): SpiWay {
  return { spi: Number.parseInt(spi, 16), source: from, destination: to }
}
