import type { Report } from '../trace/report.ts'
import type { Select } from './action.ts'
import { arranged } from './case/findings.ts'
import { DIFFERENCES, OFFERS, type State } from './state.ts'
import { windowOfClock } from './turning.ts'
import { without } from './without.ts'

/** What of a list is to come into view. */
export interface Reveal {
  readonly row?: string
  readonly packet?: number
  readonly negotiation?: string
  readonly place: 'nearest' | 'start'
  /** Nobody asked for it: whoever scrolled meanwhile stays where they are. */
  readonly unlessScrolled?: true
}

/** What the page shows after a packet was chosen. */
export function selected(
  before: State,
  { packet, trace = before.trace, row, atR, pair, negotiation, field, finding, reveal, whole }: Select,
): State {
  const at: State = { ...without(without(whole ? without(before, 'window') : before, 'moment'), 'inR'), trace }
  const state = windowOfClock(before, atR !== undefined && (before.view === 'packets' || before.inR) ? { ...at, inR: true } : at)
  const same = before.selection?.packet === packet && before.selection.atR === atR && trace === before.trace
  return {
    ...(same || field !== undefined ? state : without(state, 'field')),
    selection: { packet, ...(row === undefined ? {} : { row }), ...(atR === undefined ? {} : { atR }) },
    ...(before.root === DIFFERENCES || (field === undefined && (same || before.root === OFFERS)) ? {} : { root: -1 }),
    ...(pair === undefined ? {} : { pair }),
    ...(negotiation === undefined ? {} : { negotiation }),
    ...(field === undefined ? {} : { field }),
    ...(finding === undefined ? {} : { finding }),
    ...(reveal === false || packet === 0 ? {} : { reveal: { row, packet, place: 'nearest' as const } }),
  }
}

/** The negotiation that the verdict is about comes into view, where a capture holds several. */
export function toVerdict({ findings, negotiations }: Report): Pick<State, 'negotiation' | 'reveal'> {
  const about = arranged(findings).main?.finding.negotiation
  return about && negotiations.length > 1 ? { negotiation: about, reveal: { negotiation: about, place: 'start' } } : {}
}

/** The same for somebody who may be looking at something already. */
export function gently<T extends Pick<State, 'reveal'>>(shown: T): T {
  return shown.reveal ? { ...shown, reveal: { ...shown.reveal, unlessScrolled: true } } : shown
}
