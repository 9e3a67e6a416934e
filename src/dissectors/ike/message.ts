import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { header } from './header.ts'

/** One ISAKMP or IKE message, to the end of what carries it. RFC 2408 §3, RFC 7296 §3. */
export function ike(c: Cursor, layers: Layer[], marker = false): void {
  const start = c.at
  const said = header(c)
  if (!said) return
  const bytes = c.bytes.subarray(start, start + said.length)
  c.rest('Payloads')
  layers.push({ kind: 'ike', marker, message: { ...said, encrypted: false, payloads: [], bytes } })
}
