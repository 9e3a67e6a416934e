import type { Report } from '../trace/report.ts'
import type { State } from './state.ts'

/**
 * The views of what is open, in the order of the bar; each one's number is its key. To add one: a row here, its component in
 * Workspace.tsx, what it is for in help/panes.ts.
 */
const all = [
  { view: 'ladder', name: 'Ladder', does: 'Ladder', ladder: true },
  { view: 'both', name: 'Both ends', does: 'Both ends in one ladder', ladder: true, needs: 'pair' },
  { view: 'side', name: 'Side by side', does: 'Both ends side by side', ladder: true, needs: 'pair' },
  { view: 'monitor', name: 'Monitor', does: 'Monitor: the SAs of one moment' },
  { view: 'packets', name: 'Packets', does: 'Packets' },
  { view: 'baseline', name: 'Baseline', does: 'Baseline: of two captures, what IPsec added to a conversation', needs: 'two' },
] as const

/** The names by which the code knows them. */
export type View = (typeof all)[number]['view']

/** One of the views, as the bar shows it. */
export interface AView {
  readonly view: View
  readonly name: string
  /** What its key does. */
  readonly does: string
  /** It is made of rows of the ladder. */
  readonly ladder?: true
  /** Two captures that fit each other, or any two. */
  readonly needs?: 'pair' | 'two'
}

/** In the order of the bar. */
export const views: readonly AView[] = all

/** Whether it shows one capture, which may be that of a router between the ends. */
export function ofOneCapture(view: View): boolean {
  return view === 'packets' || view === 'ladder'
}

/** What is known of a view. */
export function viewOf(view: View): AView {
  return views.find(one => one.view === view)!
}

/** The same in the few words that stand beside the views, where one of them cannot be shown for want of a capture. */
export function missingBriefly(state: Pick<State, 'opened' | 'reading'>): string | undefined {
  const { opened, reading } = state
  if (!opened || reading || opened.report.pair !== null) return undefined
  return opened.report.traces.length === 2 ? 'Both ends: these are of one place' : 'Both ends: two captures needed'
}

/** Whether there is what a view needs. */
export function canShow({ needs }: AView, { traces, pair }: Pick<Report, 'traces' | 'pair'>): boolean {
  return needs === undefined || (needs === 'two' ? traces.length === 2 : pair !== null)
}

/** What a view waits for that cannot be shown. */
export function missing({ needs }: AView, { opened, reading }: Pick<State, 'opened' | 'reading'>): string {
  const coming = reading && reading.names.length > 1 && opened?.names.every(name => reading.names.includes(name))
  if (coming) return 'the captures are still being read'
  return needs === 'pair' && opened?.report.traces.length === 2
    ? 'both captures were taken at the same place'
    : 'add the capture of the other end first'
}
