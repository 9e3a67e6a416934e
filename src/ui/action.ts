import type { Progress, Session } from '../host/protocol.ts'
import type { Report } from '../trace/report.ts'
import type { Capture } from './captures.ts'
import type { Filter } from './filter/filter.ts'
import type { CourseAction } from './lessons/course.ts'
import type { AddedAction, ToKeep } from './notes/added.ts'
import type { Walk } from './sheets/walk.ts'
import type { Dialog, Theme } from './state.ts'
import type { View } from './views.ts'

/** Everything that can happen to the page. */
export type Action = PageAction | CourseAction

/** All but what belongs to a lesson. To add one: a line here, a case in `reduce`. */
export type PageAction =
  | { readonly type: 'reading'; readonly names: readonly string[] }
  | { readonly type: 'progress'; readonly progress: Progress }
  | {
      readonly type: 'opened'
      readonly names: readonly string[]
      readonly session: Session
      readonly report: Report
      readonly keptAt?: string
    }
  | { readonly type: 'unlocked'; readonly session: Session; readonly report: Report; readonly says: string }
  | { readonly type: 'related'; readonly session: Session; readonly report: Report }
  | { readonly type: 'failed'; readonly name: string; readonly why: string }
  /** Something that was brought was not taken; what is being read is read on. */
  | { readonly type: 'refused'; readonly name: string; readonly why: string }
  | { readonly type: 'unmade'; readonly name: string; readonly why: string; readonly undone?: 'made' | 'copied' }
  /** Something came about that the page does not show otherwise. */
  | ({ readonly type: 'told' } & Told)
  | { readonly type: 'cancelled' }
  | { readonly type: 'dismissed' }
  | { readonly type: 'closed' }
  /** Somebody pressed a key, a button or scrolled: what is in view stays in view. */
  | { readonly type: 'touched' }
  /** The offer to show both ends is put aside. */
  | { readonly type: 'declined' }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'trace'; readonly trace: Capture }
  | { readonly type: 'negotiation'; readonly negotiation?: string; readonly pair: string }
  | Select
  | { readonly type: 'finding'; readonly finding?: number }
  | { readonly type: 'unselect' }
  | { readonly type: 'field'; readonly field: string; readonly root?: number }
  | { readonly type: 'root'; readonly root: number }
  | { readonly type: 'fold'; readonly row: string }
  | { readonly type: 'window'; readonly window?: readonly [number, number] }
  | { readonly type: 'moment'; readonly time: number }
  | { readonly type: 'context' }
  | { readonly type: 'query'; readonly query: string }
  /** Through packets that were found together; without a walk it is over. */
  | { readonly type: 'walk'; readonly walk?: Walk }
  | { readonly type: 'filter'; readonly text?: string }
  | { readonly type: 'filtered'; readonly filter: Filter }
  | AddedAction
  /** What was written is in its file now, or why it is not; more may have been added meanwhile. */
  | { readonly type: 'kept'; readonly written: ToKeep; readonly problem?: string }
  | { readonly type: 'present' }
  | { readonly type: 'times' }
  | { readonly type: 'dialog'; readonly dialog?: Dialog }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'size'; readonly size: number }

/** Words about what came about. */
export interface Told {
  readonly says: string
  /** Something was done; otherwise it is a mere word. */
  readonly done?: true
  /** It still goes on: these words stay until others come. */
  readonly during?: true
}

/** A packet is chosen; without a row, the one that shows it is found. `reveal: false`: it is in view already. */
export interface Select {
  readonly type: 'select'
  readonly packet: number
  readonly trace?: 0 | 1
  readonly row?: string
  /** Number of the same packet in the capture of a router between the ends: that one is looked at. */
  readonly atR?: number
  readonly pair?: string
  readonly negotiation?: string
  readonly field?: string
  readonly finding?: number
  readonly reveal?: boolean
  /** It may lie outside of the part of the trace that is shown: all of it is shown again. */
  readonly whole?: boolean
}
