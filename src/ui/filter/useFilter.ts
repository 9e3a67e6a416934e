import { type Dispatch, useEffect, useRef } from 'react'
import { capturesOf } from '../captures.ts'
import type { Action, State } from '../state.ts'
import type { Filter } from './filter.ts'
import { marked } from './known.ts'

/** Milliseconds between two looks at what was found so far. */
const SHOW = 500

/** Finds out what fits the filter: what the report knows at once, then packet by packet. */
export function useFilter({ filter, opened, peers }: State, dispatch: Dispatch<Action>): void {
  const { session, report } = opened ?? {}
  const { text, query } = filter ?? {}
  const names = useRef(peers)
  names.current = peers
  // biome-ignore lint/correctness/useExhaustiveDependencies: a query is known by its text
  useEffect(() => {
    if (!session || !report || !query || text === undefined) return
    const ending = new AbortController()
    const run = async () => {
      const marks = marked(query, report, names.current)
      let step = marks.next()
      for (; !step.done; step = marks.next()) {
        await new Promise(later => setTimeout(later))
        if (ending.signal.aborted) return
      }
      const { words } = step.value
      const spis = new Map(step.value.spis)
      const of = words.reduce((sum, one) => sum + one.length, 0)
      const unnamed: (readonly string[])[] = []
      let before = 0
      let shown = performance.now()
      const show = (searched: number) => {
        shown = performance.now()
        const found: Filter = { text, query, words: [...words], spis: new Map(spis), searched, of, unnamed: everywhere(unnamed) }
        dispatch({ type: 'filtered', filter: found })
      }
      show(0)
      for (const [trace] of capturesOf(report)) {
        const { spis: more = [], unnamed: no = [] } = await session.search(
          trace,
          text,
          ({ searched, words: found }) => {
            if (ending.signal.aborted || !found) return
            found.bits.forEach((bits, i) => {
              words[trace][found.from + i]! |= bits
            })
            if (performance.now() - shown > SHOW) show(before + searched)
          },
          ending.signal,
          true,
        )
        if (ending.signal.aborted) return
        for (const [spi, bits] of more) spis.set(spi, (spis.get(spi) ?? 0) | bits)
        unnamed.push(no)
        before += words[trace].length
      }
      show(of)
    }
    void run().catch(() => {})
    return () => ending.abort()
  }, [session, report, text, dispatch])
}

/** What all lists hold. */
function everywhere(lists: readonly (readonly string[])[]): readonly string[] {
  return (lists[0] ?? []).filter(one => lists.every(list => list.includes(one)))
}
