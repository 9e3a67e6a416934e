import { useEffect, useState } from 'react'
import type { FieldHit, Session } from '../../host/protocol.ts'
import type { Capture } from '../captures.ts'

/** How a search in the packets stands. */
export interface FieldSearch {
  readonly hits: readonly FieldHit[]
  /** Packets searched and packets there are; undefined while nothing is searched. */
  readonly searched?: number
  readonly of?: number
  readonly state: 'idle' | 'running' | 'done' | 'stopped'
  readonly stop: () => void
}

const idle: FieldSearch = { hits: [], state: 'idle', stop: () => {} }
/** Milliseconds that somebody stops typing before the packets are searched. */
const PAUSE = 250

/** Searches the fields of all packets for a text once nobody types any more; a new text ends the search for the one before. */
export function useFieldSearch(session: Session | undefined, trace: Capture, text: string): FieldSearch {
  const [search, setSearch] = useState(idle)
  useEffect(() => {
    setSearch(idle)
    if (!session || text.trim().length < 2) return
    const ending = new AbortController()
    let current = true
    const stop = () => ending.abort()
    const timer = setTimeout(() => {
      setSearch({ ...idle, state: 'running', stop })
      session
        .search(
          trace,
          text,
          ({ searched, of, hits }) => current && setSearch(now => ({ ...now, searched, of, hits: [...now.hits, ...hits] })),
          ending.signal,
        )
        .then(
          ({ complete }) => current && setSearch(now => ({ ...now, state: complete ? 'done' : 'stopped' })),
          () => current && setSearch(idle),
        )
    }, PAUSE)
    return () => {
      current = false
      clearTimeout(timer)
      ending.abort()
    }
  }, [session, trace, text])
  return search
}
