import { type CarriedBy, rowsCarried } from './carried.ts'
import type { Reading } from './reading.ts'

/** Parts that a trace's time is cut into at most. */
const MOST = 4000

/** How many packets of each SPI fall into each of `parts` equal parts of the first `span` seconds of a trace. */
export function density({ trace: { packets } }: Reading, all: readonly CarriedBy[], span: number, parts: number): Uint32Array[] {
  const count = Math.min(MOST, Math.max(1, Math.trunc(parts) || 1))
  return all.map(by => {
    const counts = new Uint32Array(count)
    for (const row of rowsCarried(packets, by)) {
      const part = Math.floor((packets.time(row) / Math.max(span, 1e-9)) * count)
      if (part >= 0) counts[Math.min(part, count - 1)]!++
    }
    return counts
  })
}
