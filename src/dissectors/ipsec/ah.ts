import type { Cursor } from '../cursor.ts'
import type { Ah, Layer } from '../layer.ts'
import { protocolName } from '../network/protocolNames.ts'
import { ipProtocol } from '../network/protocols.ts'
import { securityParametersIndex } from './esp.ts'

/**
 * Authentication Header, then what it protects. RFC 4302 §2. Payload Len counts 32-bit words without the first two;
 * the ICV's own length is nowhere said, so padding behind it is shown as part of it.
 */
export function ah(c: Cursor, layers: Layer[]): void {
  const words = c.peek(2)[1]
  const fact = c.struct('AH', words === undefined ? undefined : (words + 2) * 4, header)
  if (!fact) return
  layers.push(fact)
  if (c.left > 0) ipProtocol(fact.nextHeader)(c, layers)
}

function header(c: Cursor): Ah {
  const nextHeader = c.u8('Next Header', protocolName)
  c.u8('Payload Len', words => `${(words + 2) * 4} bytes`)
  c.u16('RESERVED')
  const spi = securityParametersIndex(c)
  const sequence = c.u32('Sequence Number')
  const icvLength = c.left
  c.rest('ICV')
  return { kind: 'ah', spi, sequence, nextHeader, icvLength }
}
