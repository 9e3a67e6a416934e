import type { Progress, Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import type { Told } from './action.ts'
import { inList } from './captures.ts'
import type { Filter } from './filter/filter.ts'
import type { Course } from './lessons/course.ts'
import { type Added, nothingAdded } from './notes/added.ts'
import type { Aside } from './notes/aside.ts'
import type { Reveal } from './selecting.ts'
import type { Walk } from './sheets/walk.ts'
import type { TimeFormat, Whose } from './time.ts'
import type { View } from './views.ts'

export type { Action, PageAction } from './action.ts'

/** The page's colours; `system`: as the system has them. */
export type Theme = 'system' | 'light' | 'dark'
/** Sheets that lie over the page, one at a time. */
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

/** Whether what is in view shows both traces on one clock. */
export function bothInView({ view, opened }: Pick<State, 'view' | 'opened'>): boolean {
  return (view === 'both' || view === 'side') && opened?.report.pair != null
}

/** Whose times the view shows. */
export function whoseTimes(state: Pick<State, 'view' | 'opened' | 'trace' | 'inR'>): Whose {
  return bothInView(state) ? 'both' : inList(state)
}

/** A text size as the page knows it: tenths, from 0.8 to 2. */
export function sized(size: number): number {
  return Number.isFinite(size) ? Math.min(2, Math.max(0.8, Math.round(size * 10) / 10)) : 1
}
