import type { Cursor } from '../cursor.ts'
import type { Ah, Layer } from '../layer.ts'
import { protocolName } from '../network/protocolNames.ts'
import { ipProtocol } from '../network/protocols.ts'
import { securityParametersIndex } from './esp.ts'

const FIXED = 12

/**
 * Authentication Header, then what it protects. RFC 4302 §2. Payload Len counts 32-bit words without the first two;
 * the ICV's own length is nowhere said, so padding behind it is shown as part of it.
 */
export function ah(c: Cursor, layers: Layer[]): void {
  const words = c.peek(2)[1]
  const says = words === undefined ? undefined : (words + 2) * 4
  const fact = c.struct('AH', says === undefined ? undefined : Math.max(FIXED, says), header)
  if (!fact) return
  layers.push(fact)
  // where a header ends that is shorter than its own fields, nobody knows
  if (says !== undefined && says >= FIXED && c.left > 0) ipProtocol(fact.nextHeader)(c, layers)
}

function header(c: Cursor): Ah {
  const start = c.at
  const nextHeader = c.u8('Next Header', protocolName)
  const words = c.u8('Payload Len', words => `${(words + 2) * 4} bytes`)
  if ((words + 2) * 4 < FIXED) c.malformed(`Payload Len says ${(words + 2) * 4} bytes, the fixed fields have ${FIXED}`)
  c.u16('RESERVED')
  const spi = securityParametersIndex(c)
  const sequence = c.u32('Sequence Number')
  const icvLength = c.left
  c.rest('ICV')
  return { kind: 'ah', spi, sequence, start, nextHeader, icvLength }
}
