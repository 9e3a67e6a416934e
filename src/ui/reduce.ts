import type { PageAction } from './action.ts'
import { begun } from './filter/filter.ts'
import { add, isUnchanged } from './notes/added.ts'
import { progressed, wholly, withoutEarly } from './readIn.ts'
import { selected } from './selecting.ts'
import { afresh, type State, sized } from './state.ts'
import { timesAfter, timesIn } from './time.ts'
import { turnedTo, viewed } from './turning.ts'
import { without } from './without.ts'

/** What the page shows after something happened. */
export function reduce(state: State, action: PageAction): State {
  switch (action.type) {
    case 'reading':
      return { ...without(without(without(withoutEarly(state), 'failure'), 'touched'), 'offersBoth'), reading: { names: action.names } }
    case 'touched':
      return state.reading && !state.touched ? { ...state, touched: true } : state
    case 'declined':
      return without(state, 'offersBoth')
    case 'progress':
      return state.reading ? progressed(state, state.reading.names, action.progress) : state
    case 'opened':
      return wholly(state, action)
    case 'unlocked':
      return state.opened
        ? {
            ...state,
            opened: { ...state.opened, report: action.report, session: action.session },
            // A lesson brings its keys by itself; whoever follows it wants its words and not these.
            ...(state.course || state.coming ? {} : { notice: action.says }),
          }
        : state
    case 'related':
      return state.opened?.session === action.session
        ? { ...without(state, 'window'), times: timesIn(state.times, action.report), opened: { ...state.opened, report: action.report } }
        : state
    case 'failed':
      return { ...withoutEarly(without(state, 'reading')), failure: { name: action.name, why: action.why } }
    case 'refused':
      return { ...state, failure: { name: action.name, why: action.why } }
    case 'unmade':
      return { ...without(state, 'told'), failure: { name: action.name, why: action.why, undone: action.undone ?? 'made' } }
    case 'told':
      return { ...state, told: without(action, 'type') }
    case 'cancelled':
      return withoutEarly(without(state, 'reading'))
    case 'dismissed':
      return without(without(state, 'failure'), 'notice')
    case 'closed':
      return afresh(state)
    case 'view':
      return viewed(state, action.view)
    case 'trace':
      return turnedTo(state, action.trace)
    case 'negotiation':
      return {
        ...without(without(without(without(state, 'window'), 'selection'), 'field'), 'finding'),
        view: state.view === 'packets' ? 'ladder' : state.view,
        pair: action.pair,
        negotiation: action.negotiation,
        reveal: { negotiation: action.negotiation, place: 'start' },
      }
    case 'select':
      return selected(state, action)
    case 'finding':
      return action.finding === undefined ? without(state, 'finding') : { ...state, finding: action.finding }
    case 'unselect':
      return without(without(state, 'selection'), 'field')
    case 'field':
      return { ...state, field: action.field, root: action.root ?? state.root }
    case 'root':
      return { ...without(state, 'field'), root: action.root }
    case 'fold':
      return { ...state, folds: toggled(state.folds, action.row) }
    case 'window':
      return { ...state, window: action.window }
    case 'moment':
      return { ...state, moment: action.time }
    case 'query':
      return { ...state, query: action.query }
    case 'walk':
      return action.walk ? { ...state, walk: action.walk } : without(state, 'walk')
    case 'filter':
      return action.text === undefined ? without(state, 'filter') : { ...state, filter: begun(action.text) ?? state.filter }
    case 'filtered':
      return state.filter?.text === action.filter.text ? { ...state, filter: action.filter } : state
    case 'context':
      return { ...state, context: !state.context }
    case 'peer':
    case 'note':
    case 'hide':
    case 'unhide':
    case 'workspace':
      return { ...state, ...add(state, action, state.opened?.report) }
    case 'kept':
      return {
        ...state,
        unsaved: state.unsaved && (action.problem !== undefined || !isUnchanged(state, action.written)),
        ...(action.problem ? { notice: `Notes and names are not kept: ${action.problem}` } : {}),
      }
    case 'present':
      return state.presenting === undefined
        ? { ...state, presenting: state.size, size: sized(Math.max(1.4, state.size)) }
        : { ...without(state, 'presenting'), size: state.presenting }
    case 'times':
      return { ...state, times: timesAfter(state.times, state.opened?.report) }
    case 'dialog':
      return { ...state, dialog: action.dialog }
    case 'theme':
      return { ...state, theme: action.theme }
    case 'size':
      return { ...state, size: sized(action.size) }
  }
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}
