import { type Dispatch, useEffect, useRef } from 'react'
import { SUFFIX, written } from '../../workspace/file.ts'
import type { Action, State } from '../state.ts'
import { savedWords } from '../takeaway/save.ts'
import { type Added, addedOf, toKeep } from './added.ts'
import { holdsUnsaved } from './aside.ts'

/** Milliseconds that somebody stops writing before it is kept. */
const PAUSE = 400

/** Keeps notes, names and what is hidden in the workspace file beside the captures, where the host can; elsewhere the browser asks before they are lost. */
export function useKeeping({ opened, peers, notes, hidden, unsaved, before, aside = [] }: State, dispatch: Dispatch<Action>): void {
  const tried = useRef<unknown>(undefined)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const { report, session, keptAt } = opened ?? {}
  useEffect(() => {
    if (!unsaved || !report || !session || !keptAt) return
    const timer = setTimeout(async () => {
      const added = { peers, notes, hidden }
      const body = written(toKeep(added, report))
      if (tried.current === body) return
      // One after the other: the file holds what was written last.
      const putting = last.current.then(() => put(keptAt, body))
      last.current = putting
      const problem = await putting
      // What the host refused is tried again when something else is written, not before.
      tried.current = problem === undefined ? undefined : body
      dispatch({ type: 'kept', written: added, ...(problem === undefined ? {} : { problem }) })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [unsaved, report, session, keptAt, peers, notes, hidden, dispatch])

  const isLost = isWorth({ peers, notes, unsaved }) || (before !== undefined && isWorth(before)) || holdsUnsaved({ aside })
  useEffect(() => {
    if (!isLost) return
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', leaving)
    return () => window.removeEventListener('beforeunload', leaving)
  }, [isLost])
}

/** Nobody is asked for the sake of rows that are hidden. */
function isWorth({ peers, notes, unsaved }: Omit<Added, 'hidden'>): boolean {
  return unsaved && (notes.length > 0 || peers.size > 0)
}

async function put(place: string, body: string): Promise<string | undefined> {
  try {
    const answer = await fetch(place, { method: 'PUT', body, headers: { 'content-type': 'application/json' } })
    return answer.ok ? undefined : await answer.text()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Gives notes and names to somebody as a file, to be laid beside the capture and dropped together with it. */
export function saveAsFile(state: State, dispatch: Dispatch<Action>): void {
  const report = state.opened?.report
  if (!report) return
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([written(toKeep(state, report))], { type: 'application/json' }))
  link.download = `${report.traces[0]!.name}${SUFFIX}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  dispatch({ type: 'kept', written: addedOf(state) })
  dispatch(savedWords('Notes and names', link.download))
}
