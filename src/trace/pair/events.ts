import type { ExpectedEvent } from '../report.ts'
import { onClockOfA } from './clock.ts'
import type { Lineup } from './lineUp.ts'
import { other } from './scene.ts'

// What a host logs follows from what it sent and received, and that is shown by the capture at its own end. The far one
// shows what left for it: with two captures it speaks only where the near one did not run.

/** What Windows hosts would have logged, each once, in order of time on A's clock. @param all what each capture tells by itself */
export function eventsOfBoth(lineup: Lineup, all: readonly [readonly ExpectedEvent[], readonly ExpectedEvent[]]): ExpectedEvent[] {
  const { ends, startDifference, clock } = lineup
  const timeOf = ({ trace, time }: ExpectedEvent) => onClockOfA(clock, trace, time) ?? time + startDifference
  const told = new Set<string>()
  const near = ([0, 1] as const).flatMap(trace => all[trace].filter(event => !ends.far[trace].has(event.host) && isNew(event)))
  const far = ([0, 1] as const).flatMap(trace => all[trace].filter(event => ends.far[trace].has(event.host) && !isShownNear(event)))
  return [...near, ...far].sort((a, b) => timeOf(a) - timeOf(b))

  /** Of a host at neither end, both captures may tell the same. */
  function isNew({ host, event, says, negotiation, packets, trace }: ExpectedEvent): boolean {
    const key = `${host} ${event} ${says} ${negotiation ?? `${trace} ${packets[0]}`}`
    return !told.has(key) && Boolean(told.add(key))
  }

  function isShownNear(event: ExpectedEvent): boolean {
    const trace = other(event.trace)
    const same = all[trace].some(
      one => ends.near[trace].has(one.host) && one.event === event.event && one.negotiation === event.negotiation,
    )
    if (same || clock.stretches.length === 0) return same
    const span = lineup.fates.spans[trace]
    const time = timeOf(event)
    return span !== undefined && time >= span.from && time <= span.until
  }
}
