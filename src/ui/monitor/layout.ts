import { LIVING } from '../../text/monitor.ts'
import type { ExpectedEvent, Report, TraceSummary } from '../../trace/report.ts'
import { spanOf } from '../ladder/pauses.ts'
import type { Row } from '../ladder/row.ts'
import type { State } from '../state.ts'

/** The moment that the monitor shows: the one chosen, else that of the selected row, else the end of the capture. */
export function momentShown({ moment }: Pick<State, 'moment'>, row: Row | undefined, trace: TraceSummary): number {
  const end = spanOf(trace) ?? 0
  return Math.min(Math.max(moment ?? row?.time ?? end, 0), end)
}

/** Moments at which something changes, in order: SAs begin, are replaced and end, negotiations begin. */
export function changes(
  { securityAssociations, negotiations }: Pick<Report, 'securityAssociations' | 'negotiations'>,
  trace: 0 | 1,
): number[] {
  const ids = new Set<string>()
  const times: number[] = []
  for (const { id, exchanges } of negotiations) {
    for (const { sightings } of exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions.slice(0, 1)))) {
      const own = sightings.find(one => one.trace === trace)
      if (!own) continue
      if (!ids.has(id)) times.push(own.time)
      ids.add(id)
    }
  }
  for (const { negotiation, since, deleted, givenUp } of securityAssociations) {
    if (negotiation !== null && !ids.has(negotiation)) continue
    if (since !== undefined) times.push(since)
    if (deleted) times.push(deleted.time)
    else if (givenUp) times.push(givenUp.time)
  }
  return [...new Set(times)].sort((a, b) => a - b)
}

/** The next change behind a moment, or the last before it; undefined: there is none. */
export function stepTo(all: readonly number[], time: number, by: 1 | -1): number | undefined {
  return by > 0 ? all.find(one => one > time + TINY) : all.findLast(one => one < time - TINY)
}

const TINY = 1e-6

/** Ticks of the slider as fractions of its length; those nearer than two pixels are one. */
export function ticks(all: readonly number[], end: number, width: number): number[] {
  const places: number[] = []
  for (const time of all) {
    const x = end > 0 ? time / end : 0
    if (places.length === 0 || (x - places.at(-1)!) * width >= 2) places.push(x)
  }
  return places
}

/** A life as fractions of the capture: from, length. */
export function lifeBar(began: number, ends: number | null, end: number): readonly [number, number] {
  if (!(end > 0)) return [0, 1]
  const from = Math.min(Math.max(began / end, 0), 1)
  return [from, Math.min(Math.max((ends ?? end) / end, 0), 1) - from]
}

/** SAs that live at the moment, and those that have ended. */
export function parted<T extends { readonly state: string }>(
  all: readonly T[],
): { readonly living: readonly T[]; readonly ended: readonly T[] } {
  return { living: all.filter(one => LIVING.has(one.state)), ended: all.filter(one => !LIVING.has(one.state)) }
}

/** The meaning that carries a state's colour and shape: solid, hollow, cross, bar. */
export function lookOf(state: string): 'fine' | 'again' | 'lost' | 'refused' | 'ended' {
  if (state === 'up') return 'fine'
  // Every quick mode is half made for a moment, and whether its end is lost shows later.
  if (state === 'negotiating' || state === 'half made' || state === 'rekeyed') return 'again'
  if (state === 'failed') return 'lost'
  return 'ended'
}

/** One line for what both hosts log at one packet, the latest first. */
export function eventLines(events: readonly ExpectedEvent[]): (ExpectedEvent & { readonly hosts: readonly string[] })[] {
  const lines = new Map<string, ExpectedEvent & { readonly hosts: readonly string[] }>()
  for (const one of events) {
    const key = `${one.event} ${one.time} ${one.packets[0]} ${one.negotiation} ${one.says} ${one.confidence} ${one.windows === true}`
    const known = lines.get(key)
    lines.set(key, { ...one, hosts: [...(known?.hosts ?? []), one.host] })
  }
  return [...lines.values()].reverse()
}
