import type { Cursor } from '../cursor.ts'
import type { Meaning } from '../meaning.ts'
import { hex } from '../text.ts'

/** Length that a proposal, transform or other part claims for itself, at octets 2 and 3; undefined when it cannot be true. */
export function ownLength(least: number): (c: Cursor) => number | undefined {
  return c => {
    const ahead = c.peek(4)
    const says = ((ahead[2] ?? 0) << 8) | (ahead[3] ?? 0)
    return says < least ? undefined : says
  }
}

/** Reads that length. A part shorter than its own fixed fields ends here, since nobody can say where the next begins. */
export function lengthField(c: Cursor, name: string, least: number): void {
  const says = c.u16(name)
  if (says < least) c.fail(`${name} says ${says} bytes, its own fields have ${least}`)
}

/** First octet of a proposal or transform: 0 in the last of its list. RFC 2408 §3.5, RFC 7296 §3.3.1. @param end where the list ends */
export function lastField(c: Cursor, name: string, meaning: Meaning, end: number): void {
  const says = c.u8(name, meaning)
  if (says === 0 && c.end < end) c.odd('0 says that this is the last, but more follows')
}

/** A security parameter index of the size its sender gave; one that is longer than its payload is not lost for that. */
export function spiField(c: Cursor, size: number): string {
  if (size === 0) return ''
  if (size <= c.left) return c.as('SPI', size, hex)
  const left = c.left
  const spi = hex(c.due('SPI'))
  c.malformed(`SPI Size says ${size} bytes, ${left} are here`)
  return spi
}

/** The indices of a Delete payload, as many as there are. RFC 2408 §3.15, RFC 7296 §3.11. */
export function spiList(c: Cursor, size: number, count: number): string[] {
  const spis: string[] = []
  if (size === 0) return spis
  while (spis.length < count && c.left >= size) spis.push(c.as('Security Parameter Index', size, hex))
  if (spis.length < count) c.malformed(`${count} SPIs of ${size} bytes were announced, ${spis.length} are here`)
  return spis
}
