import type { Seconds } from '../model.ts'
import type { Packets } from '../packets/packets.ts'

// Clocks that captures were stamped with go in steps: 1 ms in Network Monitor 1.x, 10 or 15.6 ms where old Windows took its
// timer tick, 1 µs in most files. A stamp is the last step before the moment, or the nearest one where a tool has converted the file.

/** Steps worth telling from microseconds, coarsest first. Windows' timer: 1/64 s. */
const STEPS = [1 / 64, 0.01, 0.001, 0.0001]
/** Packets looked at, and later moments needed before a step is believed. */
const LOOKED_AT = 4096
const LEAST = 6
/** Stamps are kept to the microsecond. */
const ROUNDING = 1.5e-6

/** The step in which a trace's stamps go; 0 when it is no coarser than microseconds. */
export function stepOf(packets: Packets): Seconds {
  const stride = Math.max(1, Math.ceil(packets.length / LOOKED_AT))
  const times = new Set<number>()
  for (let row = 0; row < packets.length; row += stride) {
    const time = packets.time(row)
    if (time > 0) times.add(time)
  }
  if (times.size < LEAST) return 0
  return STEPS.find(step => [...times].every(time => Math.abs(time - Math.round(time / step) * step) <= ROUNDING)) ?? 0
}
