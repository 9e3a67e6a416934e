import type { Cursor } from '../cursor.ts'

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
