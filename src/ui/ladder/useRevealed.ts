import { type RefObject, useEffect, useRef } from 'react'
import { useApp } from '../app.ts'
import type { State } from '../state.ts'
import type { Content } from '../useContent.ts'
import { type Layout, rowOfPacket } from './layout.ts'
import type { Row } from './row.ts'

/** Scrolls rows so that one that was asked for is seen, and that the selected one stays in view where the text grows or shrinks. */
export function useRevealed(
  scrolled: RefObject<HTMLElement | null>,
  layout: Layout,
  selected: Row | undefined,
  { now, goTo }: Pick<Content, 'now' | 'goTo'>,
): void {
  const { reveal, trace, size: u } = useApp().state
  const { offsets } = layout
  /** Into view, if it is not there, with a little of what is beside it. */
  const bring = (element: HTMLElement, index: number) => {
    const [from, to] = [offsets[index]!, offsets[index + 1]!]
    const at = now()
    if (from < at + 8) goTo(index <= 1 ? 0 : from - 40 * u)
    else if (to > at + element.clientHeight - 8) goTo(to - element.clientHeight + 40 * u)
  }

  const revealedLast = useRef<{ readonly asked: State['reveal']; readonly row: string }>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was asked for scrolls the rows, once they are there
  useEffect(() => {
    const element = scrolled.current
    if (!reveal || !element) return
    const index = revealed(layout, reveal, trace)
    if (index === undefined || index < 0) return
    // A packet may first be looked for where others of its kind are, and get a row of its own a moment later.
    const { asked, row } = revealedLast.current ?? {}
    if (asked === reveal && row === layout.rows[index]!.id) return
    revealedLast.current = { asked: reveal, row: layout.rows[index]!.id }
    if (reveal.unlessScrolled && now() > 0) return
    if (reveal.place === 'start') goTo(index === 0 ? 0 : offsets[index]!)
    else bring(element, index)
  }, [reveal, layout])

  // Rows of another size may be there only a moment after the size.
  const index = selected && layout.indexOf.get(selected.id)
  const before = useRef<{ u: number; layout: Layout; from: number; to: number }>(undefined)
  const follows = useRef(false)
  if (before.current && before.current.u !== u) {
    const { from, to } = before.current
    follows.current = from < now() + (scrolled.current?.clientHeight ?? 0) && to > now()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another size scrolls the rows
  useEffect(() => {
    const grown = before.current?.layout !== layout
    if (follows.current && scrolled.current && index !== undefined) bring(scrolled.current, index)
    if (grown) follows.current = false
    before.current = { u, layout, from: offsets[index ?? 0] ?? 0, to: index === undefined ? 0 : offsets[index + 1]! }
  }, [u, layout, index])
}

function revealed({ rows, indexOf }: Layout, asked: NonNullable<State['reveal']>, trace: 0 | 1): number | undefined {
  const { row, packet, negotiation } = asked
  if (row !== undefined && indexOf.has(row)) return indexOf.get(row)
  if (packet !== undefined) return indexOf.get(rowOfPacket(rows, trace, packet)?.id ?? '')
  return rows.findIndex(one => one.negotiation === negotiation)
}
