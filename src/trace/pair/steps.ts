import type { ClockSet } from '../packets/clockSet.ts'
import type { Lineup } from './lineUp.ts'

/** Seconds by which a clock that was set back may seem to have been set back further than it was. */
const GIVE = 0.1

/**
 * Where one capture's own clock was set back while it ran, as the other one shows: its times fall, and at the same place its
 * difference to the other clock changes by as much or, for the time that passed meanwhile, by more. A file that was joined
 * from several shows no such change.
 */
export function stepsShown({ clock, rows }: Lineup, trace: 0 | 1): ClockSet[] {
  const { packets } = rows[trace]
  const sign = trace === 0 ? 1 : -1
  // Where a line has a slope, the times between two of them are those that passed: A's own fell meanwhile.
  const jumps = clock.stretches.slice(1).map((one, i) => {
    const before = clock.stretches[i]!
    const passed = Math.max(0, one.from - before.from)
    return sign * (one.value - before.value - before.slope * passed)
  })
  const shown: ClockSet[] = []
  let next = 0
  for (const row of packets.stepsBack) {
    const back = packets.time(row - 1) - packets.time(row)
    const at = jumps.findIndex((jump, i) => i >= next && jump > back - GIVE && back > jump / 4)
    if (at < 0) continue
    shown.push({ row, back, seconds: jumps[at]! })
    next = at + 1
  }
  return shown
}
