import { type Context, Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { u32 } from '../sort/sorted.ts'
import { hexOf } from '../text.ts'
import { isAuthIp } from './encryptedBody.ts'
import type { IkeMessage, Payload } from './facts.ts'
import { HEADER_LENGTH } from './header.ts'
import { ike } from './message.ts'

/**
 * What a message says, for one whose bytes are all here and that nobody looks at: the facts that `ike` gives, without a
 * tree. Of most messages all but the header is encrypted; these take no cursor at all.
 * @param bytes what the carrier brought, from the initiator's SPI on, at least a header
 * @param context what is known of the peers, and payloads seen before; asked for where there are payloads to be read
 */
export function messageFacts(bytes: Uint8Array, context: () => Omit<Context, 'factsOnly'> = () => ({})): IkeMessage {
  return encryptedMessage(bytes) ?? read(bytes, { factsOnly: true, ...context() })
}

/** The initiator's SPI that a message begins with. */
export function initiatorSpi(bytes: Uint8Array): string {
  return hexOf(bytes, 0, 8)
}

function read(bytes: Uint8Array, context: Context): IkeMessage {
  const layers: Layer[] = []
  const c = new Cursor(bytes, bytes.length, undefined, context)
  c.all(() => ike(c, layers))
  const [layer] = layers
  if (layer?.kind !== 'ike') throw new Error('a header of 28 bytes is always a message')
  return layer.message
}

/** A version 1 message with the Encryption flag, as long as it says. RFC 2408 §3.1. */
function encryptedMessage(bytes: Uint8Array): IkeMessage | undefined {
  const version = bytes[17]!
  const exchangeType = bytes[18]!
  const flags = bytes[19]!
  const length = u32(bytes, 24)
  if (version >> 4 !== 1 || !(flags & 1) || isAuthIp(exchangeType) || length <= HEADER_LENGTH || length > bytes.length) return undefined
  const first = bytes[16]!
  const payload: Payload = {
    type: first,
    name: 'Encrypted',
    start: HEADER_LENGTH,
    end: length,
    kind: 'encrypted',
    length: length - HEADER_LENGTH,
    first,
  }
  return {
    initiatorSpi: initiatorSpi(bytes),
    responderSpi: hexOf(bytes, 8, 16),
    nextPayload: first,
    majorVersion: 1,
    minorVersion: version & 15,
    exchangeType,
    flags,
    messageId: u32(bytes, 20),
    length,
    encrypted: true,
    payloads: [payload],
    bytes: length === bytes.length ? bytes : bytes.subarray(0, length),
  }
}
