import type { Dissector } from '../packet.ts'

/** A carrier without a header of its own: says what carries, and reads on. RFC 2003, RFC 4213 §3, RFC 4023, RFC 8986. */
export function inside(name: string, read: Dissector): Dissector {
  return (c, layers) => {
    layers.push({ kind: 'tunnel', name })
    read(c, layers)
  }
}
