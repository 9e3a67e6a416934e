import type { Cursor } from '../cursor.ts'
import type { Ip, Layer } from '../layer.ts'
import { hex } from '../text.ts'
import { clearPayload, payload } from './clear/clearPayload.ts'
import { ESP_HEADER } from './clear/fit.ts'
import type { ClearEsp, SaidEsp } from './clear/layout.ts'
import { encryptedParts, tryEsp } from './decrypt.ts'
import type { EspName } from './known.ts'

/** Encapsulating Security Payload as IP protocol 50. RFC 4303 §2. */
export function esp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, false)
}

/** The same behind a UDP header. RFC 3948 §2.1. */
export function udpEncapsulatedEsp(c: Cursor, layers: Layer[]): void {
  espPacket(c, layers, true)
}

/**
 * Nothing in an ESP packet says whether what follows the two numbers is encrypted: who knows the SA tells.
 * @param said where a header in front of it says so
 */
export function espPacket(c: Cursor, layers: Layer[], udpEncapsulated: boolean, said?: SaidEsp): void {
  const name = nameAhead(c, layers)
  const tried = tryEsp(c, c.context.keyring?.esp(name) ?? [])
  const opened = tried && 'opened' in tried ? tried.opened : undefined
  const clear = opened || said === 'encrypted' ? undefined : (said ?? c.context.esp?.clear(name))
  const start = c.at
  const payloadLength = c.left - ESP_HEADER
  const fact = c.struct('ESP', clear ? Math.min(c.left, ESP_HEADER + clear.iv) : c.left, c => {
    const spi = securityParametersIndex(c)
    const sequence = c.u32('Sequence Number')
    if (opened) encryptedParts(c, opened)
    else if (!clear) c.rest('Encrypted or NULL payload', tried && 'why' in tried ? () => tried.why : undefined)
    else {
      c.means(readableBecause(clear))
      if (clear.iv > 0) c.opaque('Initialization Vector', clear.iv)
    }
    const decrypted = opened ? ({ decrypted: true } as const) : {}
    return { kind: 'esp', spi, sequence, start, payloadLength, udpEncapsulated, ...decrypted, ...(said ? { said } : {}) } as const
  })
  if (!fact) return
  layers.push(fact)
  if (clear) clearPayload(c, layers, clear, clear === said)
  else if (opened) c.root('Decrypted', opened.plain, c => payload(c, layers, opened.length, opened.nextHeader, 0))
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
