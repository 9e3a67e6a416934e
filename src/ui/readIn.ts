import type { Progress } from '../host/protocol.ts'
import type { PageAction } from './action.ts'
import { addedOf, carried, nothingAdded, together } from './notes/added.ts'
import { withFileNames } from './notes/fileNames.ts'
import { gently, toVerdict } from './selecting.ts'
import { afresh, type State } from './state.ts'
import { timesIn } from './time.ts'
import { without } from './without.ts'

// What the page shows of captures while they are read, and once they are.

/** They are read to their end. */
export function wholly(state: State, action: Extract<PageAction, { readonly type: 'opened' }>): State {
  const { names, report, session, keptAt } = action
  const opened = { names, report, session, ...(keptAt === undefined ? {} : { keptAt }) }
  const early = state.opened && !state.opened.session
  const before = early ? state.before : state
  const over = before ? carried(before, before.opened?.report, report) : nothingAdded
  const added = early ? together(over, state) : over
  const shown = {
    ...(early ? (state.selection ? {} : gently(toVerdict(report))) : toVerdict(report)),
    ...added,
    peers: withFileNames(report, added.peers),
    times: timesIn(state.times, report),
  }
  if (!early) return { ...cleared(state), ...shown, view: report.pair ? 'both' : 'ladder', opened }
  // Both ends come into view once they can, unless somebody is busy already: then they are offered.
  const could = Boolean(report.pair) && state.view === 'ladder'
  const busy = state.touched || state.selection !== undefined
  const read = without(without(without(without(state, 'reading'), 'before'), 'finding'), 'touched')
  // What a key said that could do nothing was said of captures not read yet.
  const said = state.told?.done || state.told?.during ? read : without(read, 'told')
  return { ...said, ...shown, view: could && !busy ? 'both' : state.view, ...(could && busy ? { offersBoth: true } : {}), opened }
}

/** Negotiations found so far are shown while the rest is still being read; what was open before makes room for them. */
export function progressed(state: State, names: readonly string[], progress: Progress): State {
  const reading = { names, progress }
  if (!progress.report) return { ...state, reading: { names, progress: { ...progress, report: state.reading?.progress?.report } } }
  const opened = { names, report: progress.report }
  const times = timesIn(state.times, progress.report)
  if (!state.opened?.session) return { ...without(state, 'finding'), times, reading, opened }
  return { ...cleared(state), times, reading, opened, before: { ...addedOf(state), opened: state.opened, times: state.times } }
}

/** Drops a capture that was shown while being read and will not be read to its end. */
export function withoutEarly(state: State): State {
  if (!state.opened || state.opened.session) return state
  return { ...cleared(state), times: state.times, ...state.before }
}

/** As at the start, but for what was not taken meanwhile: that is said until somebody has read it. */
function cleared(state: State): State {
  return { ...afresh(state), ...(state.failure ? { failure: state.failure } : {}) }
}
