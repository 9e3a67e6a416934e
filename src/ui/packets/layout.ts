/** Height of a line at text size 1. */
export const LINE = 24
/** Lines asked of the session at once. */
export const PAGE = 200

/** Lines [first, last) that a list shows, with a few more on both sides. @param shown height of the list at the top of the viewport */
export function shownLines(
  count: number,
  shown: number,
  viewport: number,
  line: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.min(Math.floor(shown / line) - 5, count))
  const last = Math.min(count, Math.ceil((shown + viewport) / line) + 5)
  return { first, last }
}

/**
 * The lines that are made, by their index, and where each stands. The chosen one is always there, for those who hear it and for its
 * menu: out of view it stands next to the others. @param chosen its index; -1: the list has none
 */
export function madeLines(first: number, last: number, chosen: number): readonly { readonly index: number; readonly place: number }[] {
  const lines = Array.from({ length: Math.max(0, last - first) }, (_, i) => ({ index: first + i, place: first + i }))
  if (chosen < 0 || lines.length === 0 || (chosen >= first && chosen < last)) return lines
  const beside = { index: chosen, place: chosen < first ? first - 1 : last }
  return chosen < first ? [beside, ...lines] : [...lines, beside]
}

/** Height of the list to show at the top so that a line is in view, undefined when it is there already. */
export function scrollTo(index: number, shown: number, viewport: number, line: number): number | undefined {
  if (index * line < shown) return index * line
  if ((index + 1) * line > shown + viewport) return (index + 1) * line - viewport
  return undefined
}

/** Numbers of the pages that hold lines [first, last). */
export function pagesOf(first: number, last: number): number[] {
  if (last <= first) return []
  const from = Math.floor(first / PAGE)
  return Array.from({ length: Math.floor((last - 1) / PAGE) - from + 1 }, (_, i) => from + i)
}
