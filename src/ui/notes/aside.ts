import type { WorkspaceFile } from '../../workspace/file.ts'
import type { State } from '../state.ts'
import { type Added, add, isAbout, toKeep } from './added.ts'

// Notes and names are kept as long as the page is open: those of a capture that makes room for another one are put aside, and
// come back with it.

/** What was added to one capture that is not open now. */
interface OfOne {
  readonly file: WorkspaceFile
  readonly unsaved: boolean
}

/** What was added to captures that are not open now. */
export interface Aside {
  readonly aside?: readonly OfOne[]
}

/** Puts aside what was added to captures that are not open any more, and takes back what belongs to those that are open now. */
export function withAside(before: State, after: State): State {
  const left = whole(before)
  const now = whole(after)?.opened?.report
  const { aside = [] } = before
  if (left?.opened?.report === now) return before.aside === after.aside ? after : { ...after, aside }
  const isOpen = ({ file }: OfOne) => now !== undefined && isAbout(file, now)
  const back = aside.filter(isOpen)
  const gone = left ? apart(left).filter(one => !isOpen(one)) : []
  const added = back.reduce<Added>(
    (sum, { file, unsaved }) => add(sum, { type: 'workspace', file, unsaved: sum.unsaved || unsaved }, now),
    after,
  )
  return { ...after, ...(back.length > 0 ? added : {}), aside: [...aside.filter(one => !isOpen(one)), ...gone] }
}

/** Whether notes or names are among it that are in no file. */
export function holdsUnsaved({ aside = [] }: Aside): boolean {
  return aside.some(({ file, unsaved }) => unsaved && (file.notes.length > 0 || file.names.size > 0))
}

/** What is open and read to its end: what was open before, while something else is being read. */
function whole(state: State): (Added & Pick<State, 'opened'>) | undefined {
  return state.opened && !state.opened.session ? state.before : state
}

/** What was added to each capture. What the host keeps in a file comes back from there. */
function apart({ opened, ...added }: Added & Pick<State, 'opened'>): OfOne[] {
  if (!opened || (opened.keptAt !== undefined && !added.unsaved)) return []
  const { captures, names, notes, hidden } = toKeep(added, opened.report)
  return captures.flatMap((capture, place) => {
    const of = <T extends { readonly capture: number }>(all: readonly T[]) =>
      all.filter(one => one.capture === place).map(one => ({ ...one, capture: 0 }))
    const file = { captures: [capture], names, notes: of(notes), hidden: of(hidden) }
    return names.size + file.notes.length + file.hidden.length > 0 ? [{ file, unsaved: added.unsaved }] : []
  })
}
