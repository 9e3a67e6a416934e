import { isOfApplication } from '../trace/packets/kinds.ts'
import type { InnerCopies } from '../trace/protected/innerCopies.ts'
import type { Trace } from '../trace/trace.ts'
import { type CarriedBy, rowsCarried } from './carried.ts'
import { copiesOf } from './carrier.ts'
import type { Reading } from './reading.ts'

/** Packets from one host to another: those of an SPI, or without one those in the clear. */
export type Stream = Omit<CarriedBy, 'spi'> & Partial<Pick<CarriedBy, 'spi'>>

/** Parts that a trace's time is cut into at most. */
const MOST = 4000

/** How many packets of each stream fall into each of `parts` equal parts of the first `span` seconds of a trace. */
export function density({ trace }: Reading, all: readonly Stream[], span: number, parts: number): Uint32Array[] {
  const { packets } = trace
  const count = Math.min(MOST, Math.max(1, Math.trunc(parts) || 1))
  return all.map(({ spi, ...ends }) => {
    const counts = new Uint32Array(count)
    for (const row of spi === undefined ? rowsInTheClear(trace, ends) : rowsCarried(packets, { spi, ...ends })) {
      const part = Math.floor((packets.time(row) / Math.max(span, 1e-9)) * count)
      if (part >= 0) counts[Math.min(part, count - 1)]!++
    }
    return counts
  })
}

const known = new WeakMap<Trace, InnerCopies | 'none'>()

/** Rows from one host to another that were in the clear on the wire: not what a host shows of protected ones, decrypted. */
function* rowsInTheClear(trace: Trace, { from, to }: Stream): Iterable<number> {
  const { packets } = trace
  const { flows } = packets
  for (let flow = 0; flow < flows.length; flow++) {
    if (isOfApplication[flows.kind(flow)] !== 1 || flows.source(flow) !== from || flows.destination(flow) !== to) continue
    const copies = known.get(trace) ?? copiesOf(trace) ?? 'none'
    known.set(trace, copies)
    for (const row of packets.rowsOfFlow(flow)) if (copies === 'none' || !copies.has(row)) yield row
  }
}
