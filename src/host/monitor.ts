import { type History, historyOf } from '../trace/history.ts'
import { instant } from '../trace/instant.ts'
import { firstSighting } from '../trace/model.ts'
import type { Reported } from '../trace/monitor/ikeSas.ts'
import { type Monitor, monitorAt } from '../trace/monitor/monitor.ts'
import type { Course } from '../trace/negotiation/course.ts'
import type { ExpectedEvent, Report } from '../trace/report.ts'
import { windowsEvents } from '../trace/windowsEvents.ts'
import type { Reading } from './reading.ts'

/** Worked out once for each report: a slider asks many times. */
const known = new WeakMap<Report, Map<number, Told>>()

interface Told {
  readonly history: History
  readonly ids: ReadonlyMap<Course, string>
  readonly reported: Reported
  readonly events: readonly ExpectedEvent[]
}

/** The monitor of one trace at a moment; `report` names its negotiations and events. */
export function monitor(reading: Reading, trace: number, time: number, report: Report): Monitor {
  const side = trace === 0 ? 0 : 1
  const before = known.get(report) ?? new Map<number, Told>()
  known.set(report, before)
  const told = before.get(side) ?? tell(reading, side, report)
  before.set(side, told)
  const { clock } = reading.about()
  return {
    trace: side,
    time,
    at: reading.start === null || !Number.isFinite(time) ? null : instant(reading.start + BigInt(Math.round(time * 1e9)), clock),
    ...monitorAt(told.history, time + ROUNDED, told.ids, told.reported),
    events: told.events.filter(event => event.time <= time + ROUNDED),
  }
}

/** Seconds. Whoever asks for the moment of a packet has read it somewhere, and may miss it by a rounding. */
const ROUNDED = 0.0000005

/** Events are those of this trace alone, on its clock: the monitor shows one host's view. */
function tell(reading: Reading, trace: 0 | 1, report: Report): Told {
  const history = historyOf(reading.trace)
  const named = namesOf(report, trace)
  const ids = new Map(history.courses.map(course => [course, named.get(firstSighting(course.negotiation.messages[0]!).packets[0]!) ?? '']))
  const reported = new Map(report.negotiations.map(one => [one.id, one]))
  return { history, ids, reported, events: windowsEvents(history, report.findings, trace, ids) }
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
