import type { Cursor } from '../../cursor.ts'
import type { KeyExchange } from '../facts.ts'
import { keyExchangeLength, keyExchangeMethod } from '../names/groups.ts'

/** Key Exchange payload, RFC 7296 §3.4; RFC 9370 calls the group a key exchange method. */
export function keyExchange(c: Cursor): KeyExchange {
  const group = c.u16('Diffie-Hellman Group Num', keyExchangeMethod)
  c.u16('RESERVED')
  const length = c.left
  c.due('Key Exchange Data')
  const lengths = keyExchangeLength[group]
  if (lengths && !lengths.includes(length)) c.odd(`group ${group} has ${[...new Set(lengths)].join(' or ')} bytes, ${length} are here`)
  c.means(keyExchangeMethod(group))
  return { kind: 'ke', group, length }
}
