import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { type Capture, capturesOf } from '../captures.ts'
import type { FoundIn } from './fieldHits.ts'

/** How a search in the packets of all captures stands. */
export interface FieldSearch {
  readonly of: readonly InCapture[]
  readonly state: 'idle' | 'running' | 'done' | 'stopped'
  readonly stop: () => void
}

/** What is known of one of them. */
export interface InCapture extends FoundIn {
  /** Packets searched and packets there are. */
  readonly searched: number
  readonly packets: number
  /** Keys after which no field in it is called. */
  readonly unnamed?: readonly string[]
}

const idle: FieldSearch = { of: [], state: 'idle', stop: () => {} }
/** Milliseconds that somebody stops typing before the packets are searched. */
const PAUSE = 250

/**
 * Searches the fields of all packets of all captures for a text once nobody types any more, the captures side by side; a new
 * text ends the search for the one before.
 */
export function useFieldSearch(session: Session | undefined, report: Report, text: string): FieldSearch {
  const [search, setSearch] = useState(idle)
  useEffect(() => {
    setSearch(idle)
    if (!session || text.trim().length < 2) return
    const ending = new AbortController()
    let current = true
    const know = (capture: Capture, news: (before: InCapture) => InCapture) => {
      if (current)
        setSearch(now =>
          standing(
            now.of.map(one => (one.capture === capture ? news(one) : one)),
            now.stop,
          ),
        )
    }
    const all = capturesOf(report)
    const timer = setTimeout(() => {
      const of = all.map(([capture, { packets }]) => ({ capture, packets, searched: 0, hits: [] }))
      setSearch(standing(of, () => ending.abort()))
      for (const [capture] of all)
        session
          .search(
            capture,
            text,
            ({ searched, hits }) => know(capture, one => ({ ...one, searched, hits: [...one.hits, ...hits] })),
            ending.signal,
          )
          .then(
            ({ complete, unnamed }) => know(capture, one => ({ ...one, complete, ...(unnamed ? { unnamed } : {}) })),
            () => current && setSearch(idle),
          )
    }, PAUSE)
    return () => {
      current = false
      clearTimeout(timer)
      ending.abort()
    }
  }, [session, report, text])
  return search
}

function standing(of: readonly InCapture[], stop: () => void): FieldSearch {
  const ended = of.every(one => one.complete !== undefined)
  return { of, stop, state: !ended ? 'running' : of.every(one => one.complete) ? 'done' : 'stopped' }
}
