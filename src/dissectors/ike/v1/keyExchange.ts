import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import type { KeyExchange, Nonce } from '../facts.ts'

/** Key Exchange payload: the sender's public value; its group is in the SA payload. RFC 2408 §3.7. */
export function keyExchange(c: Cursor): KeyExchange {
  const length = c.left
  c.rest('Key Exchange Data')
  return { kind: 'ke', length }
}

/** Nonce payload, RFC 2408 §3.13, RFC 7296 §3.9. */
export function nonce(c: Cursor): Nonce {
  return { kind: 'nonce', data: hex(c.rest('Nonce Data')) }
}
