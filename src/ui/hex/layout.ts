/** A line of the hex pane: bytes [start, end). */
export interface HexRow {
  readonly start: number
  readonly end: number
}

/** Characters of a line with so many bytes: offset, two spaces, `xx ` each, two spaces, the text. */
export function charactersOf(perRow: number, offsetDigits: number): number {
  return offsetDigits + 2 + 3 * perRow + 1 + perRow
}

/** 16 bytes a line where they fit, else 8, else 4. */
export function bytesPerRow(width: number, character: number, offsetDigits: number): number {
  return [16, 8].find(count => charactersOf(count, offsetDigits) * character <= width) ?? 4
}

/** Digits that the largest offset needs, four at least. */
export function offsetDigits(length: number): number {
  return Math.max(4, Math.max(0, length - 1).toString(16).length)
}

/** The line of that number, from 0; the last one may be short. */
export function hexRow(index: number, perRow: number, length: number): HexRow {
  return { start: index * perRow, end: Math.min(length, (index + 1) * perRow) }
}

/** A byte as text: itself when it is printable ASCII, else undefined. */
export function character(byte: number): string | undefined {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : undefined
}

/** Where a key moves the place in the bytes; undefined for keys that do not. */
export function moved(key: string, at: number, perRow: number, length: number): number | undefined {
  const by: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
    PageUp: -16 * perRow,
    PageDown: 16 * perRow,
    Home: -at,
    End: length - 1 - at,
  }
  const step = by[key]
  if (step === undefined || length === 0) return undefined
  const to = at + step
  return Math.abs(step) === perRow && (to < 0 || to >= length) ? at : Math.min(Math.max(to, 0), length - 1)
}

/** Height to show at the top so that all lines of some bytes are in view, or the first of them where they are too many; undefined
 *  when they are there already. @param line height of a line, px */
export function scrollToAll(bytes: HexRow, perRow: number, line: number, shown: number, viewport: number): number | undefined {
  const top = Math.floor(bytes.start / perRow) * line
  const bottom = (Math.floor((bytes.end - 1) / perRow) + 1) * line
  if (top < shown || bottom - top > viewport) return top === shown ? undefined : top
  return bottom > shown + viewport ? bottom - viewport : undefined
}
