import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import type { PayloadFacts } from '../facts.ts'

/** Correlation payload of Windows: the IKE SA that this one belongs to. [MS-IKEE] 2.2.9. */
export function correlation(c: Cursor): PayloadFacts {
  c.as("IKE SA Initiator's SPI", 8, hex)
  c.as("IKE SA Responder's SPI", 8, hex)
  c.rest('Hash')
  return { kind: 'other' }
}
