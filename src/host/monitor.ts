import { historyOf } from '../trace/history.ts'
import { instant } from '../trace/instant.ts'
import { firstSighting } from '../trace/model.ts'
import { type Monitor, monitorAt } from '../trace/monitor/monitor.ts'
import type { Report } from '../trace/report.ts'
import type { Reading } from './reading.ts'

/** Worked out once for each report: a slider asks many times. */
const histories = new WeakMap<Report, Map<number, ReturnType<typeof historyOf>>>()

/** The monitor of one trace at a moment; `report` names its negotiations and events. */
export function monitor(reading: Reading, trace: number, time: number, report: Report): Monitor {
  const known = histories.get(report) ?? new Map<number, ReturnType<typeof historyOf>>()
  histories.set(report, known)
  const history = known.get(trace) ?? historyOf(reading.trace)
  known.set(trace, history)
  const named = namesOf(report, trace)
  const ids = new Map(history.courses.map(course => [course, named.get(firstSighting(course.negotiation.messages[0]!).packets[0]!) ?? '']))
  const { clock } = reading.about()
  return {
    trace: trace === 0 ? 0 : 1,
    time,
    at: reading.start === null || !Number.isFinite(time) ? null : instant(reading.start + BigInt(Math.round(time * 1e9)), clock),
    ...monitorAt(history, time, ids),
    events: (report.expectedEvents ?? []).filter(event => event.trace === trace && event.time <= time),
  }
}

/** Ids of negotiations by the packets of a trace that carried their messages. */
function namesOf(report: Report, trace: number): Map<number, string> {
  const names = new Map<number, string>()
  for (const { id, exchanges } of report.negotiations) {
    for (const { sightings } of exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions))) {
      for (const one of sightings) if (one.trace === trace) for (const packet of one.packets) names.set(packet, id)
    }
  }
  return names
}
