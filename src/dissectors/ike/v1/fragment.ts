import type { Cursor } from '../../cursor.ts'
import type { Fragment } from '../facts.ts'

/** Fragment payload 132: a piece of a whole message, put together in fragments.ts. [MS-IKEE] 2.2.3.1. */
export function fragment(c: Cursor): Fragment {
  const id = c.u16('Fragment ID')
  const number = c.u8('Fragment Number')
  const last = (c.flags('Flags', { 1: 'Last Fragment' }) & 1) === 1
  const data = c.rest('Fragment Data')
  c.means(`${number} of message ${id}${last ? ', the last' : ''}`)
  return { kind: 'fragment', id, number, last, data }
}
