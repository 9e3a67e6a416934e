import type { Cursor } from '../cursor.ts'
import type { Meaning } from '../meaning.ts'
import { hex } from '../text.ts'
import { exchangeType, exchangeTypeV1 } from './names/exchangeTypes.ts'
import { isPayloadType, isPayloadTypeV2, payloadTypeV1, payloadTypeV2 } from './names/payloadTypes.ts'

/** Octets of the header; nothing shorter is a message. RFC 2408 §3.1, RFC 7296 §3.1. */
export const HEADER_LENGTH = 28

/** What the header says; both versions share the layout. */
export interface Header {
  readonly initiatorSpi: string
  readonly responderSpi: string
  readonly nextPayload: number
  readonly majorVersion: number
  readonly minorVersion: number
  readonly exchangeType: number
  readonly flags: number
  readonly messageId: number
  readonly length: number
}

/** ISAKMP header, RFC 2408 §3.1; IKE header, RFC 7296 §3.1. @param exchangeNameV1 what version 1's exchange types are called here */
export function header(c: Cursor, exchangeNameV1: Meaning = exchangeTypeV1): Header | undefined {
  return c.struct('ISAKMP Header', HEADER_LENGTH, c => {
    const v2 = (c.ahead(17) ?? 0) >> 4 === 2
    const exchangeName = v2 ? exchangeType : exchangeNameV1
    const initiatorSpi = c.as(v2 ? "IKE SA Initiator's SPI" : 'Initiator Cookie', 8, hex)
    if (Number.parseInt(initiatorSpi, 16) === 0) c.odd('the initiator never leaves this zero')
    const responderSpi = c.as(v2 ? "IKE SA Responder's SPI" : 'Responder Cookie', 8, hex)
    const nextPayload = c.u8('Next Payload', v2 ? payloadTypeV2 : payloadTypeV1)
    if (v2 && isUnknownInClear(nextPayload, c.ahead(1), c.ahead(2)))
      c.odd('no such payload; in a request of this exchange SK or SKF comes first')
    const [majorVersion, minorVersion] = c.split(
      'Version',
      1,
      [
        ['MjVer', 4],
        ['MnVer', 4],
      ],
      version,
    )
    if (minorVersion !== 0) c.odd(`minor version ${minorVersion} was never defined`)
    const exchange = c.u8('Exchange Type', exchangeName)
    const flags = c.flags('Flags', v2 ? flagsV2 : flagsV1)
    if (v2 && flags & RESERVED_V2) c.odd('all bits but Initiator, Version and Response should be 0')
    const messageId = Number.parseInt(c.as('Message ID', 4, hex, v2 ? decimal : undefined), 16)
    const length = c.u32('Length')
    c.means(exchangeName(exchange))
    return { initiatorSpi, responderSpi, nextPayload, majorVersion, minorVersion, exchangeType: exchange, flags, messageId, length }
  })
}

/** `2.0`. */
const version: Meaning = value => `${value >> 4}.${value & 15}`

/** RFC 2408 §3.1. */
const flagsV1 = { 1: 'Encryption', 2: 'Commit', 4: 'Authentication Only' }

/** RFC 7296 §3.1. */
const flagsV2 = { 8: 'Initiator', 16: 'Version', 32: 'Response' }
const RESERVED_V2 = 0xc7

/** A request of IKE_AUTH or CREATE_CHILD_SA, which are always encrypted, that begins with a payload nobody has defined. Answers may be clear:
 *  whoever does not know the SA says so. RFC 7296 §1.2, §1.3, §1.5. */
function isUnknownInClear(nextPayload: number, exchange: number | undefined, flags: number | undefined): boolean {
  if ((exchange !== 35 && exchange !== 36) || flags === undefined || flags & 0x20) return false
  return nextPayload > 0 && nextPayload < PRIVATE_USE && !isPayloadTypeV2(nextPayload)
}

const PRIVATE_USE = 128

/** IKEv2 numbers its messages, IKEv1 draws its message ids at random. */
function decimal(text: string): string {
  return String(Number.parseInt(text, 16))
}

/**
 * Whether bytes can be an IKE message: a known major version, a first payload that exists, a Length that holds at least the
 * header, and an initiator cookie or else an exchange that exists. How the Length compares with what the carrier brings does
 * not decide: a faulty one is to be shown. Nor does the first payload where all else agrees: it may be private, or damaged.
 * @param ahead the first bytes, as many as were captured of 32  @param length how many the carrier brings
 * @param certain every field must agree: where there is no port or marker to go by
 */
export function looksLikeIke(ahead: Uint8Array, length: number, certain = false): boolean {
  if (length < HEADER_LENGTH) return false
  if (ahead.length < HEADER_LENGTH) return !certain && mayBegin(ahead)
  if (!versionExists(ahead[17]!)) return false
  const cookie = ahead.subarray(0, 8).some(byte => byte !== 0)
  const says = new DataView(ahead.buffer, ahead.byteOffset).getUint32(24)
  const exchange = exchangeExists(ahead[18]!)
  const agrees = cookie && exchange && says === length && (ahead[17]! & 15) === 0
  if (!payloadExists(ahead[16]!)) return agrees && !certain
  return certain ? agrees : says >= HEADER_LENGTH && (cookie || exchange)
}

/** Whether what the capture kept of a header may be the start of one. */
function mayBegin(ahead: Uint8Array): boolean {
  if (ahead.length > 17 && !versionExists(ahead[17]!)) return false
  return ahead.length < 8 || ahead.subarray(0, 8).some(byte => byte !== 0)
}

/** Whether the fields before the Length are those of a message: one that every receiver drops, for its Length cannot be. */
export function looksLikeHeader(ahead: Uint8Array, length: number): boolean {
  return (
    length >= HEADER_LENGTH &&
    ahead.length >= HEADER_LENGTH &&
    versionExists(ahead[17]!) &&
    payloadExists(ahead[16]!) &&
    exchangeExists(ahead[18]!)
  )
}

function versionExists(version: number): boolean {
  const major = version >> 4
  return major === 1 || major === 2
}

function payloadExists(type: number): boolean {
  return type === 0 || isPayloadType(type)
}

function exchangeExists(type: number): boolean {
  return (type >= 1 && type <= 6) || (type >= 32 && type <= 44) || type >= 240
}
