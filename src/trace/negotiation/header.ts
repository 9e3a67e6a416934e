import { isAuthIp } from '../../dissectors/ike/encryptedBody.ts'
import type { IkeMessage, Notify, Payload } from '../../dissectors/ike/facts.ts'

/** What an IKE message's own words tell about its place, before anything is known of its negotiation. */

/** An SPI or cookie not yet chosen. */
export const NO_SPI = '0000000000000000'

/** Exchange types. RFC 2408 §3.1, RFC 2409 §5, draft-dukes-ike-mode-cfg §3, RFC 7296 §3.1, RFC 9838, [MS-AIPS] §2.2.1. */
export const Exchanges = {
  base: 1,
  main: 2,
  authenticationOnly: 3,
  aggressive: 4,
  informational: 5,
  transaction: 6,
  quick: 32,
  newGroup: 33,
  ikeSaInit: 34,
  ikeAuth: 35,
  createChildSa: 36,
  informationalV2: 37,
  sessionResume: 38,
  gsaAuth: 39,
  intermediate: 43,
  followupKe: 44,
  authipMain: 243,
  authipQuick: 244,
  authipExtended: 245,
  authipNotify: 246,
} as const

/** IKEv2: the message answers a request. */
export function isResponse(ike: IkeMessage): boolean {
  return saysResponse(ike) && !(contradictsItself(ike) && ike.responderSpi === NO_SPI && has(ike, 'sa'))
}

function saysResponse(ike: IkeMessage): boolean {
  return ike.majorVersion === 2 && (ike.flags & 0x20) !== 0
}

/** IKE_SA_INIT that is a response of the initiator, or a request of the responder, by its flags: they are damaged. An offer to somebody
 *  who has no SPI yet is a request all the same. RFC 7296 §3.1. */
export function contradictsItself(ike: IkeMessage): boolean {
  return ike.exchangeType === Exchanges.ikeSaInit && saysResponse(ike) === ((ike.flags & INITIATOR) !== 0)
}

/** Flag of the header: the sender began the IKE SA. RFC 7296 §3.1. */
export const INITIATOR = 0x08

/** Phase 1 of IKEv1 or AuthIP. */
export function isPhase1(exchangeType: number): boolean {
  return (exchangeType >= 1 && exchangeType <= 4) || exchangeType === Exchanges.authipMain
}

/** An exchange of IKEv2 in which the two prove who they are; whoever joins a group does it in one of its own. RFC 7296 §1.2, RFC 9838 §2.3.1. */
export function isAuth(exchangeType: number): boolean {
  return exchangeType === Exchanges.ikeAuth || exchangeType === Exchanges.gsaAuth
}

/** An exchange of IKEv1 or AuthIP in which nobody sends a second message before the first is answered. RFC 2409 §5. */
export function takesTurns(exchangeType: number): boolean {
  return isPhase1(exchangeType) || QUICK.has(exchangeType)
}

const QUICK: ReadonlySet<number> = new Set([Exchanges.quick, Exchanges.authipQuick, Exchanges.authipExtended])

/** A message that can open a negotiation: nobody has answered yet. */
export function isFirstMessage(ike: IkeMessage): boolean {
  if (ike.majorVersion === 2) {
    if (ike.exchangeType !== Exchanges.ikeSaInit && ike.exchangeType !== Exchanges.sessionResume) return false
    return !isResponse(ike) || (contradictsItself(ike) && ike.responderSpi === NO_SPI)
  }
  return ike.responderSpi === NO_SPI && isPhase1(ike.exchangeType) && !ike.encrypted
}

/** The first payload of a kind that could be read. */
export function payloadOf<K extends Payload['kind']>(ike: IkeMessage, kind: K): Extract<Payload, { kind: K }> | undefined {
  return ike.payloads.find((p): p is Extract<Payload, { kind: K }> => p.kind === kind)
}

/** Whether a message has a payload of a kind, be it that the capture cut that one. */
export function has(ike: IkeMessage, kind: Payload['kind']): boolean {
  return ike.payloads.some(p => p.kind === kind || (p.kind === 'other' && p.name === NOTATION[kind]))
}

/** What payloads are called that say something by being there, even where their content was cut off or is malformed. Notifies say nothing then. */
const NOTATION: Partial<Record<Payload['kind'], string>> = {
  sa: 'SA',
  ke: 'KE',
  auth: 'AUTH',
  eap: 'EAP',
  gss: 'GSS',
  fragment: 'Fragment',
}

/**
 * An answer in the clear that sets nothing up: a notify alone, be it an error, a cookie or the wish for another group.
 * RFC 2408 §5.1, RFC 7296 §2.6, §1.2; [MS-IKEE] §3.1.5 for the Windows cookie.
 */
export function isRefusal(ike: IkeMessage): boolean {
  if (ike.encrypted || !has(ike, 'notify') || has(ike, 'sa') || has(ike, 'ke')) return false
  return ike.majorVersion === 2 ? isResponse(ike) || ike.exchangeType === Exchanges.informationalV2 : true
}

/** The payloads that say something: what was decrypted, and not what it was decrypted from. */
export function shownPayloads(ike: IkeMessage): readonly Payload[] {
  return ike.decrypted ? ike.payloads.filter(p => p.kind !== 'encrypted' && p.kind !== 'skf') : ike.payloads
}

/** The notify of an error that a message tells in the clear; requests to come again another way are none. */
export function errorNotify(ike: IkeMessage): Notify | undefined {
  if (ike.encrypted) return undefined
  return ike.payloads.find((p): p is Payload & Notify => p.kind === 'notify' && isError(ike, p))
}

/** The same, also where keys opened the message. */
export function readableError(ike: IkeMessage): Notify | undefined {
  return errorNotify(ike.decrypted ? { ...ike, encrypted: false } : ike)
}

/**
 * The notify of an answer in the clear that sets nothing up and sends whoever asked elsewhere: to another gateway, or, with a ticket that is not
 * accepted, to a negotiation from the start. RFC 5685 §3, RFC 5723 §4.3.2.
 */
export function turningAway(ike: IkeMessage): Notify | undefined {
  if (ike.majorVersion !== 2 || ike.encrypted || has(ike, 'sa') || !isResponse(ike)) return undefined
  const type = { [Exchanges.ikeSaInit]: REDIRECT, [Exchanges.sessionResume]: TICKET_NACK }[ike.exchangeType]
  return ike.payloads.find((p): p is Payload & Notify => p.kind === 'notify' && p.notifyType === type)
}

/** Notify: ask another gateway. RFC 5685 §3. */
export const REDIRECT = 16407
const TICKET_NACK = 16412

/** The notify of an answer that sets nothing up and asks for the same request with something else in it. RFC 7296 §1.2, §2.6. */
export function retryNotify(ike: IkeMessage): Notify | undefined {
  if (ike.encrypted || has(ike, 'sa') || (ike.majorVersion === 2 && !isResponse(ike))) return undefined
  const asks = ike.majorVersion === 2 ? [INVALID_KE_PAYLOAD, COOKIE] : [cookieType(ike)]
  return ike.payloads.find((p): p is Payload & Notify => p.kind === 'notify' && asks.includes(p.notifyType))
}

/** An encrypted message that keys opened and that tells of no error. */
export function isHarmless(ike: IkeMessage): boolean {
  return ike.decrypted === true && readableError(ike) === undefined
}

/** RFC 2408 §3.14.1: 1-16383 are errors; RFC 7296 §3.10.1 the same, of which INVALID_KE_PAYLOAD asks for another try;
 *  40003 is Windows' NOTIFY_STATUS with an error code of its own, [MS-IKEE] §2.2.6; AuthIP has it as 40020, with 0 where all
 *  went well, [MS-AIPS] 2.2.3.5. */
function isError(ike: IkeMessage, { notifyType: type, data }: Notify): boolean {
  if (ike.majorVersion === 2) return type < 16384 && type !== INVALID_KE_PAYLOAD
  if (isAuthIp(ike.exchangeType) && type === AUTHIP_NOTIFY_STATUS) return data.some(octet => octet !== 0)
  return (type > 0 && type < 16384) || type === MS_NOTIFY_STATUS
}

/** The notify that asks for a cookie. RFC 7296 §2.6, [MS-IKEE] §2.2.6, [MS-AIPS] 2.2.3.5. */
export function cookieType({ majorVersion, exchangeType }: IkeMessage): number {
  if (majorVersion === 2) return COOKIE
  return isAuthIp(exchangeType) ? AUTHIP_DOS_COOKIE : MS_DOS_COOKIE
}

/** Notify: ask again with the group that it names. RFC 7296 §1.2, §3.10.1. */
export const INVALID_KE_PAYLOAD = 17
/** RFC 7296 §3.10.1. */
export const NAT_DETECTION_SOURCE_IP = 16388
/** RFC 7296 §3.10.1. */
export const NAT_DETECTION_DESTINATION_IP = 16389
const COOKIE = 16390
/** Windows' notify with an error code of its own in IKEv1. [MS-IKEE] §2.2.6. */
export const MS_NOTIFY_STATUS = 40003
/** The same in AuthIP, with 0 where all went well. [MS-AIPS] 2.2.3.5. */
export const AUTHIP_NOTIFY_STATUS = 40020
const MS_DOS_COOKIE = 40004
const AUTHIP_DOS_COOKIE = 40021

/** Payload types that are looked for inside encrypted messages. RFC 7296 §3.2. */
export const Payloads = { sa: 33, idr: 36, auth: 39, notify: 41, delete: 42, eap: 48 } as const

/**
 * Type of the first payload inside an encrypted message, which stays readable: in IKEv1 in the header (RFC 2408 §3.1), in
 * IKEv2 in the header of SK or of the first SKF (RFC 7296 §3.14, RFC 7383 §2.5).
 */
export function firstInside(ike: IkeMessage): number | undefined {
  const encrypted = payloadOf(ike, 'encrypted')
  if (encrypted) return encrypted.first
  return ike.nextPayload === SKF ? ike.bytes[HEADER_LENGTH] : undefined
}

const SKF = 53
const HEADER_LENGTH = 28
