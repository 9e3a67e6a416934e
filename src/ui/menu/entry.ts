import type { Dispatch } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import type { HostPair } from '../ladder/hostPairs.ts'
import type { Row } from '../ladder/row.ts'
import type { Navigation } from '../navigation.ts'
import type { Action, State } from '../state.ts'

/** One line of a menu. */
export interface Entry {
  readonly id: string
  readonly name: string
  /** The key that does the same. */
  readonly hint?: string
  readonly does: () => void
}

/** What the lines of a menu work with. */
export interface Surroundings {
  readonly state: State
  readonly report: Report
  readonly session?: Session
  readonly pairs: readonly HostPair[]
  readonly pair?: HostPair
  /** Everything between the hosts in view. */
  readonly all: readonly Row[]
  /** The same as it is drawn: with folds, pauses and headings. */
  readonly rows: readonly Row[]
  readonly dispatch: Dispatch<Action>
  readonly navigation: Navigation
  /** Puts a text that may take a moment to make on the clipboard. @param what it is, `Two rows` */
  readonly copy: (what: string, text: () => string | Promise<string>) => void
}

/** Narrows the page to what fits a query. */
export function narrowing(text: string, name: string, { dispatch }: Surroundings): Entry {
  return { id: 'only', name, does: () => dispatch({ type: 'filter', text }) }
}

/** A text as one word of a query. */
export function quoted(text: string): string {
  return /^[^\s"]+$/.test(text) ? text : `"${text.replaceAll('"', ' ')}"`
}
