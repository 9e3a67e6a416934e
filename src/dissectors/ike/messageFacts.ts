import { type Context, Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { u32 } from '../sort/sorted.ts'
import { isAuthIp } from './encryptedBody.ts'
import type { IkeMessage, Payload } from './facts.ts'
import { HEADER_LENGTH, type Header } from './header.ts'
import { ike, messageOf, payloadsOf } from './message.ts'
import { spiText } from './spiText.ts'

/**
 * What a message says, for one whose bytes are all here and that nobody looks at: the facts that `ike` gives, without a
 * tree. Of most messages all but the header is encrypted; these take no cursor at all.
 * @param bytes what the carrier brought, from the initiator's SPI on, at least a header
 * @param context what is known of the peers, and payloads seen before; asked for where there are payloads to be read
 */
export function messageFacts(bytes: Uint8Array, context: () => Omit<Context, 'factsOnly'> = () => ({})): IkeMessage {
  const said = headerOf(bytes)
  if (said.length !== bytes.length || bytes.length <= HEADER_LENGTH) return oddly(bytes, { factsOnly: true, ...context() })
  if (isEncryptedV1(said)) return messageOf(said, [encryptedPayload(said)], bytes)
  const c = new Cursor(bytes, bytes.length, undefined, { factsOnly: true, ...context() })
  let payloads: readonly Payload[] = []
  c.all(() => {
    c.at = HEADER_LENGTH
    payloads = payloadsOf(c, said, { bytes, start: 0 })
  })
  return messageOf(said, payloads, bytes)
}

/** The initiator's SPI that a message begins with. */
export function initiatorSpi(bytes: Uint8Array): string {
  return spiText(bytes, 0)
}

/** A message whose length is not that of what brought it. */
function oddly(bytes: Uint8Array, context: Context): IkeMessage {
  const layers: Layer[] = []
  const c = new Cursor(bytes, bytes.length, undefined, context)
  c.all(() => ike(c, layers))
  const [layer] = layers
  if (layer?.kind !== 'ike') throw new Error('a header of 28 bytes is always a message')
  return layer.message
}

/** RFC 2408 §3.1, RFC 7296 §3.1. */
function headerOf(bytes: Uint8Array): Header {
  return {
    initiatorSpi: initiatorSpi(bytes),
    responderSpi: spiText(bytes, 8),
    nextPayload: bytes[16]!,
    majorVersion: bytes[17]! >> 4,
    minorVersion: bytes[17]! & 15,
    exchangeType: bytes[18]!,
    flags: bytes[19]!,
    messageId: u32(bytes, 20),
    length: u32(bytes, 24),
  }
}

/** A version 1 message with the Encryption flag. RFC 2408 §3.1. */
function isEncryptedV1({ majorVersion, flags, exchangeType }: Header): boolean {
  return majorVersion === 1 && (flags & 1) === 1 && !isAuthIp(exchangeType)
}

function encryptedPayload({ nextPayload, length }: Header): Payload {
  return {
    type: nextPayload,
    name: 'Encrypted',
    start: HEADER_LENGTH,
    end: length,
    kind: 'encrypted',
    length: length - HEADER_LENGTH,
    first: nextPayload,
  }
}
