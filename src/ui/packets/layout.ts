import { scrollScale } from '../scrolling.ts'

/** Height of a line at text size 1. */
export const LINE = 24
/** Lines asked of the session at once. */
export const PAGE = 200

/** Which lines a list of any length shows, and where the first of them stands in the scrolled element. */
export function shownLines(
  count: number,
  scroll: number,
  viewport: number,
  line: number,
): { first: number; last: number; top: number; height: number } {
  const scale = scrollScale(count * line, viewport)
  const content = scale.toContent(scroll)
  const first = Math.max(0, Math.min(Math.floor(content / line) - 5, count))
  const last = Math.min(count, Math.ceil((content + viewport) / line) + 5)
  return { first, last, top: scroll + first * line - content, height: scale.height }
}

/** Scroll position that brings a line into view, undefined when it is there already. */
export function scrollTo(index: number, count: number, scroll: number, viewport: number, line: number): number | undefined {
  const scale = scrollScale(count * line, viewport)
  const content = scale.toContent(scroll)
  if (index * line < content) return scale.toScroll(index * line)
  if ((index + 1) * line > content + viewport) return scale.toScroll((index + 1) * line - viewport)
  return undefined
}

/** Numbers of the pages that hold lines [first, last). */
export function pagesOf(first: number, last: number): number[] {
  if (last <= first) return []
  const from = Math.floor(first / PAGE)
  return Array.from({ length: Math.floor((last - 1) / PAGE) - from + 1 }, (_, i) => from + i)
}
