import type { Progress, Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import type { PageAction, Told } from './action.ts'
import { inList } from './captures.ts'
import { begun, type Filter } from './filter/filter.ts'
import type { Course } from './lessons/course.ts'
import { type Added, add, isUnchanged, nothingAdded } from './notes/added.ts'
import type { Aside } from './notes/aside.ts'
import { progressed, wholly, withoutEarly } from './readIn.ts'
import { type Reveal, selected } from './selecting.ts'
import type { Walk } from './sheets/walk.ts'
import { type TimeFormat, timesAfter, timesIn, type Whose } from './time.ts'
import { turnedTo, viewed } from './turning.ts'
import type { View } from './views.ts'
import { without } from './without.ts'

export type { Action, PageAction } from './action.ts'

export type Theme = 'system' | 'light' | 'dark'
export type Dialog = 'keys' | 'search' | 'packet' | 'note' | 'names' | 'clocks'

/** Instead of the index of a root: what differs between the two ends. */
export const DIFFERENCES = -2
/** Likewise: what was offered beside what was answered. */
export const OFFERS = -3

/** One thing in view: a packet of a trace, and the ladder's row it was chosen through. */
export interface Selection {
  /** 0: of one that is known in the capture of a router only. */
  readonly packet: number
  readonly row?: string
  /** Its number in the capture of a router between the ends, where that one is looked at. */
  readonly atR?: number
}

/** Everything the page shows follows from this. */
export interface State extends Added, Aside {
  /** Files being read; what was open before stays until they are. */
  readonly reading?: { readonly names: readonly string[]; readonly progress?: Progress }
  readonly opened?: Opened
  /** The lesson that leads through what is open. */
  readonly course?: Course
  readonly coming?: Course // its captures are being read
  /** Somebody did something with what is shown since reading began. */
  readonly touched?: true
  /** Both ends can be shown now, and somebody was busy with one of them. */
  readonly offersBoth?: true
  /** What was open before the capture that is still being read, with what was added to it; it comes back when the reading comes to nothing. */
  readonly before?: Added & { readonly opened: Opened; readonly times: TimeFormat }
  /** The last attempt to open something that came to nothing. */
  readonly failure?: { readonly name: string; readonly why: string; readonly undone?: 'made' | 'copied' }
  /** What became of the keys that were given last. */
  readonly notice?: string
  /** What came about last that the page does not show otherwise; a new object each time. */
  readonly told?: Told
  readonly view: View
  /** The trace that the ladder and the packet list show. */
  readonly trace: 0 | 1
  /** Packet list and ladder show the capture of a router between the ends instead. */
  readonly inR?: true
  /** Key of the pair of hosts whose ladder is shown; undefined: the first one. */
  readonly pair?: string
  readonly negotiation?: string
  readonly selection?: Selection
  /** The finding whose packets are lit: its place in the report. */
  readonly finding?: number
  /** Path of the selected field. */
  readonly field?: string
  /** The root of bytes that is shown; -1: the one that says most. */
  readonly root: number
  readonly folds: ReadonlySet<string>
  /** Seconds: only this part of the trace is shown. */
  readonly window?: readonly [number, number]
  /** What was searched for last. */
  readonly query: string
  /** Packets that were found together are walked through. */
  readonly walk?: Walk
  /** Ladder, negotiations and packets show only what fits it. */
  readonly filter?: Filter
  /** Seconds: the moment that the monitor shows; undefined: that of the selection, or the end. */
  readonly moment?: number
  /** Traffic beside IPsec is shown in the ladder. */
  readonly context: boolean
  /** Shown to a room: verdict and ladder alone, large. The text size to go back to. */
  readonly presenting?: number
  readonly times: TimeFormat
  readonly dialog?: Dialog
  readonly theme: Theme
  /** Text size, the `--u` of tokens.css. */
  readonly size: number
  /** Row to be brought into view; a new object each time. */
  readonly reveal?: Reveal
}

/** An open capture. Without a session it is still being read: the report is partial and no packet can be looked at. */
export interface Opened {
  readonly names: readonly string[]
  readonly report: Report
  readonly session?: Session
  /** Where the host keeps the workspace file of these captures. */
  readonly keptAt?: string
}

/** The page before anything was opened. */
export function atStart(theme: Theme = 'system', size = 1): State {
  return {
    view: 'ladder',
    trace: 0,
    root: -1,
    folds: new Set(),
    context: false,
    query: '',
    times: 'start',
    ...nothingAdded,
    theme,
    size: sized(size),
  }
}

/** The same in the theme and the text size of before; what was enlarged for a room only is as it was. */
export function afresh({ theme, size, presenting }: Pick<State, 'theme' | 'size' | 'presenting'>): State {
  return atStart(theme, presenting ?? size)
}

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

/** Whether what is in view shows both traces on one clock. */
export function bothInView({ view, opened }: Pick<State, 'view' | 'opened'>): boolean {
  return (view === 'both' || view === 'side') && opened?.report.pair != null
}

/** Whose times the view shows. */
export function whoseTimes(state: Pick<State, 'view' | 'opened' | 'trace' | 'inR'>): Whose {
  return bothInView(state) ? 'both' : inList(state)
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

function sized(size: number): number {
  return Number.isFinite(size) ? Math.min(2, Math.max(0.8, Math.round(size * 10) / 10)) : 1
}
