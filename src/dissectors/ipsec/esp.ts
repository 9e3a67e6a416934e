import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { hex } from '../text.ts'

/** Encapsulating Security Payload as IP protocol 50. RFC 4303 §2. */
export function esp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, false)
}

/** The same behind a UDP header. RFC 3948 §2.1. */
export function udpEncapsulatedEsp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, true)
}

/** Nothing in an ESP packet says whether what follows the two numbers is encrypted: who knows decides elsewhere. */
function espPacket(c: Cursor, layers: Layer[], udpEncapsulated: boolean): void {
  const fact = c.struct('ESP', c.left, c => {
    const spi = securityParametersIndex(c)
    const sequence = c.u32('Sequence Number')
    const payloadLength = c.left
    c.rest('Encrypted or NULL payload')
    return { kind: 'esp', spi, sequence, payloadLength, udpEncapsulated } as const
  })
  if (fact) layers.push(fact)
}

/** The SPI of ESP and AH: 0 never travels, 1 to 255 are reserved by IANA. RFC 4303 §2.1, RFC 4302 §2.4. */
export function securityParametersIndex(c: Cursor): number {
  const spi = Number.parseInt(c.as('SPI', 4, hex), 16)
  if (spi === 0) c.odd('SPI 0 is for local use and must not travel')
  else if (spi < 256) c.odd(`SPI ${spi} is reserved`)
  return spi
}
