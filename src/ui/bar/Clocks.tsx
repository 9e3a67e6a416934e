import type { Pair } from '../../trace/report.ts'
import { duration } from '../time.ts'

/** How B's clock stands to A's, between the chips of the two traces: `B 0.03 ms behind, ± 0.23 ms`. */
export function Clocks({ pair }: { pair: Pair }) {
  return (
    <span className="clocks" title={pair.clock.says}>
      {clocksText(pair)}
    </span>
  )
}

export function clocksText({ offset, offsetError, driftPpm, clock }: Pair): string {
  if (offset === null || clock.found === 'none') return 'clocks not related'
  const way = Math.abs(offset) < 5e-6 ? 'B on the same clock' : `B ${duration(offset)} ${offset > 0 ? 'ahead' : 'behind'}`
  const error = offsetError === null ? ', one way only' : `, ± ${duration(offsetError)}`
  const drift = Math.abs(driftPpm) >= 1 ? `, drift ${Math.round(driftPpm)} ppm` : ''
  return `${way}${clock.found === 'manual' ? ', set by hand' : error}${drift}`
}
