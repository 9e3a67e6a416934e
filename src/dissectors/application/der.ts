import type { Cursor } from '../cursor.ts'

/** Tag and length of a DER element, looked at without reading. ITU-T X.690 §8.1. */
export interface Element {
  /** The identifier octet. */
  readonly tag: number
  /** Its lower five bits. */
  readonly number: number
  readonly headerLength: number
  readonly length: number
}

/** The element that begins at the cursor; undefined when its header is not all here or is of a form not used. */
export function elementAhead(c: Cursor): Element | undefined {
  const ahead = c.peek(6)
  const [tag, first] = ahead
  if (tag === undefined || first === undefined || (tag & 31) === 31) return undefined
  if (first < 0x80) return { tag, number: tag & 31, headerLength: 2, length: first }
  const octets = first & 0x7f
  if (octets === 0 || octets > 4 || ahead.length < 2 + octets) return undefined
  let length = 0
  for (let i = 0; i < octets; i++) length = length * 256 + ahead[2 + i]!
  return { tag, number: tag & 31, headerLength: 2 + octets, length }
}

/** Reads an element's header as fields, then its content, bounded by its length. */
export function element<T>(c: Cursor, read: (c: Cursor) => T): T | undefined {
  const ahead = elementAhead(c)
  c.u8('Tag')
  if (!ahead) {
    c.opaque('Length and Value', c.left)
    return undefined
  }
  if (ahead.headerLength === 2) c.u8('Length')
  else c.opaque('Length', ahead.headerLength - 1, () => String(ahead.length))
  if (ahead.length > c.left) c.fail(`an element says ${ahead.length} bytes, ${c.left} are here`)
  return c.within(ahead.length, c => {
    const result = read(c)
    c.rest('Value')
    return result
  })
}
