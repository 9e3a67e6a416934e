import { useEffect, useRef, useState } from 'react'
import type { PacketRow, Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { PAGE, pagesOf } from './layout.ts'

/** Pages kept, the least recently fetched go first; and how many are asked for at the same time. */
const KEPT = 40
const ASKED = 2
/** Lines beyond those in view that are fetched already, on the side to which the list is being scrolled. */
const AHEAD = 2 * PAGE

/** A page, or that it is on its way. */
type Pages = Map<number, readonly PacketRow[] | undefined>

/**
 * Lines by their index (`only`: of these packets alone), fetched a page at a time; undefined while a page is on its way. What is
 * in view is asked for first, also when the list was scrolled past much else before the session could answer.
 */
export function usePages(
  session: Session | undefined,
  trace: number,
  first: number,
  last: number,
  count: number,
  only: readonly number[] | undefined,
  report: Report,
): (index: number) => PacketRow | undefined {
  const pages = useRef<Pages>(new Map())
  const [, arrived] = useState(0)
  const scrolled = useRef({ from: first, down: true })
  const wanted = useRef<readonly number[]>([])
  /** Pages in view. What was fetched ahead changes nothing that is drawn. */
  const inView = useRef<readonly number[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session or trace has other packets, another report other counterparts
  useEffect(() => {
    pages.current = new Map()
    arrived(n => n + 1)
  }, [session, trace, only, report])
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another report no page is there any more
  useEffect(() => {
    if (!session) return
    const { from, down } = scrolled.current
    scrolled.current = { from: first, down: first === from ? down : first > from }
    const ahead = scrolled.current.down
      ? pagesOf(last, Math.min(last + AHEAD, count))
      : pagesOf(Math.max(first - AHEAD, 0), first).reverse()
    inView.current = pagesOf(first, last)
    wanted.current = [...new Set([...inView.current, ...ahead])]
    const known = pages.current
    const ask = () => {
      const asked = [...known.values()].filter(rows => rows === undefined).length
      const page = asked < ASKED ? wanted.current.find(one => !known.has(one)) : undefined
      if (page === undefined || pages.current !== known) return
      known.set(page, undefined)
      linesOf(session, trace, page, only).then(
        rows => {
          known.set(page, rows)
          for (const old of known.keys()) {
            if (known.size <= KEPT) break
            if (known.get(old) && !wanted.current.includes(old)) known.delete(old)
          }
          if (pages.current === known && inView.current.includes(page)) arrived(n => n + 1)
          ask()
        },
        () => known.delete(page),
      )
      ask()
    }
    ask()
  }, [session, trace, first, last, count, only, report])
  return index => (index < 0 ? undefined : pages.current.get(Math.floor(index / PAGE))?.[index % PAGE])
}

/** A page of the list; of a list of some packets each is asked for by itself. */
async function linesOf(session: Session, trace: number, page: number, only: readonly number[] | undefined): Promise<readonly PacketRow[]> {
  const [from, to] = [page * PAGE, (page + 1) * PAGE]
  if (!only) return session.rows(trace, from, to)
  return (await Promise.all(only.slice(from, to).map(number => session.rows(trace, number - 1, number)))).flat()
}
