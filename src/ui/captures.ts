import type { Report, TraceSummary } from '../trace/report.ts'
import type { Select } from './action.ts'
import { atEnds } from './bothEnds/router.ts'
import type { State } from './state.ts'

/** The session's number of a capture from between the two ends. */
export const ROUTER = 2

/** A, B, or R between them. */
export type Capture = 0 | 1 | 2

/** The capture and the packet that the inspector shows. */
export function looked({
  selection,
  trace,
}: Pick<State, 'selection' | 'trace'>): { readonly trace: Capture; readonly packet: number } | undefined {
  if (!selection) return undefined
  return selection.atR === undefined ? { trace, packet: selection.packet } : { trace: ROUTER, packet: selection.atR }
}

/** The capture that the packet list shows. */
export function inList({ trace, inR }: Pick<State, 'trace' | 'inR'>): Capture {
  return inR ? ROUTER : trace
}

/** `A`, `B`, or `R` between them. */
export function captureName(trace: number): string {
  return 'ABR'[trace] ?? ''
}

/** All captures with their numbers: those of the ends, and that of a router. */
export function capturesOf({ traces, between }: Pick<Report, 'traces' | 'between'>): (readonly [Capture, TraceSummary])[] {
  const ends = traces.map((trace, i) => [i as Capture, trace] as const)
  return between ? [...ends, [ROUTER, between.summary]] : ends
}

/** The one of that number. */
export function captureAt(report: Pick<Report, 'traces' | 'between'>, capture: Capture): TraceSummary | undefined {
  return capture === ROUTER ? report.between?.summary : report.traces[capture]
}

/** `A and B`, `A, B or R`: the captures that are open; of a single one that there is no other. */
export function capturesSaid(report: Pick<Report, 'traces' | 'between'>, word: 'and' | 'or'): string {
  const names = capturesOf(report).map(([capture]) => captureName(capture))
  return names.length < 2 ? 'this capture' : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}

/** The packets there are: `1 to 13`, `A1 to A13 and B1 to B8`. */
export function rangesSaid(report: Pick<Report, 'traces' | 'between'>, word: 'and' | 'or'): string {
  const all = capturesOf(report)
  const name = (capture: Capture) => (all.length > 1 ? captureName(capture) : '')
  return all.map(([capture, { packets }]) => `${name(capture)}1 to ${name(capture)}${packets}`).join(` ${word} `)
}

/** What a letter before a number means, `b12`; a number alone is one of the capture in the list. */
export function captureCalled(letter: string | undefined, shown: Capture): Capture {
  return letter ? ('abr'.indexOf(letter.toLowerCase()) as Capture) : shown
}

/** Chooses a packet of any capture; one of a router's stands for the same packet at an end, where the report knows it there. */
export function choosing(report: Pick<Report, 'between'>, capture: Capture, packet: number): Select {
  if (capture !== ROUTER) return { type: 'select', trace: capture, packet }
  return { type: 'select', packet: 0, ...atEnds(report, packet), atR: packet }
}
