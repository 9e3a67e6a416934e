import type { Cursor } from '../cursor.ts'
import type { Ip, Layer } from '../layer.ts'
import { hex } from '../text.ts'
import { clearPayload } from './clear/clearPayload.ts'
import { ESP_HEADER } from './clear/fit.ts'
import type { ClearEsp } from './clear/layout.ts'
import type { EspName } from './known.ts'

/** Encapsulating Security Payload as IP protocol 50. RFC 4303 §2. */
export function esp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, false)
}

/** The same behind a UDP header. RFC 3948 §2.1. */
export function udpEncapsulatedEsp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, true)
}

/** Nothing in an ESP packet says whether what follows the two numbers is encrypted: who knows the SA tells. */
function espPacket(c: Cursor, layers: Layer[], udpEncapsulated: boolean): void {
  const clear = c.context.esp?.clear(nameAhead(c, layers))
  const start = c.at
  const fact = c.struct('ESP', clear ? Math.min(c.left, ESP_HEADER + clear.iv) : c.left, c => {
    const spi = securityParametersIndex(c)
    const sequence = c.u32('Sequence Number')
    const payloadLength = c.left
    if (!clear) c.rest('Encrypted or NULL payload')
    else {
      c.means(readableBecause(clear))
      if (clear.iv > 0) c.opaque('Initialization Vector', clear.iv)
    }
    return { kind: 'esp', spi, sequence, start, payloadLength, udpEncapsulated } as const
  })
  if (!fact) return
  layers.push(clear ? { ...fact, payloadLength: fact.payloadLength + c.left } : fact)
  if (clear) clearPayload(c, layers, clear)
}

function nameAhead(c: Cursor, layers: readonly Layer[]): EspName {
  const ahead = c.peek(4)
  const spi = ahead.length < 4 ? 0 : ((ahead[0]! << 24) | (ahead[1]! << 16) | (ahead[2]! << 8) | ahead[3]!) >>> 0
  const ip = layers.findLast((layer): layer is Ip => layer.kind === 'ip')
  return { spi, ip, behindAh: layers.at(-1)?.kind === 'ah' }
}

function readableBecause({ cipher, confidence }: ClearEsp): string {
  const sure = confidence === 'certain' ? '' : ', it seems'
  return cipher === 'null' ? `not encrypted${sure}` : `captured in the clear before or after the network card encrypts${sure}`
}

/** The SPI of ESP and AH: 0 never travels, 1 to 255 are reserved by IANA. RFC 4303 §2.1, RFC 4302 §2.4. */
export function securityParametersIndex(c: Cursor): number {
  const spi = Number.parseInt(c.as('SPI', 4, hex), 16)
  if (spi === 0) c.odd('SPI 0 is for local use and must not travel')
  else if (spi < 256) c.odd(`SPI ${spi} is reserved`)
  return spi
}
