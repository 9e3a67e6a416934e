import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { ipv6 } from '../network/ipv6.ts'
import { ipv4 as dotted } from '../text.ts'

/** Teredo: IPv6 over UDP, behind an authentication and an origin indication that may be there. RFC 4380 §5.1.1. */
export function teredo(c: Cursor, layers: Layer[]): void {
  if (starts(c, 1)) authentication(c)
  if (starts(c, 0)) origin(c)
  const first = c.peek(1)[0]
  if (first === undefined || first >> 4 !== 6) return
  layers.push({ kind: 'tunnel', name: 'Teredo' })
  ipv6(c, layers)
}

function starts(c: Cursor, type: number): boolean {
  const ahead = c.peek(2)
  return ahead[0] === 0 && ahead[1] === type
}

function authentication(c: Cursor): void {
  c.struct('Authentication', undefined, c => {
    c.u16('Type')
    const id = c.u8('Client Identifier Length')
    const value = c.u8('Authentication Length')
    if (id) c.opaque('Client Identifier', id)
    if (value) c.opaque('Authentication Value', value)
    c.opaque('Nonce', 8)
    c.u8('Confirmation')
  })
}

/** Port and address are sent with every bit turned over. */
function origin(c: Cursor): void {
  c.struct('Origin Indication', 8, c => {
    c.u16('Type')
    c.u16('Origin Port', port => String(port ^ 0xffff))
    c.as('Origin Address', 4, bytes => dotted(bytes.map(byte => byte ^ 0xff)))
  })
}
