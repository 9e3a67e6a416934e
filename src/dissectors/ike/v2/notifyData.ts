import type { Cursor } from '../../cursor.ts'
import type { Meaning } from '../../meaning.ts'
import { hex, ipv4, ipv6, printable } from '../../text.ts'
import { algorithmName } from '../../x509/algorithm.ts'
import { attributes } from '../attributes.ts'
import { authMethodV2, securePasswordMethod, signatureHash } from '../names/authMethods.ts'
import { keyExchangeMethod } from '../names/groups.ts'
import { gatewayIdentityType, ppkIdType, rohcAttributeType } from '../names/notifyData.ts'
import { payloadTypeV2 } from '../names/payloadTypes.ts'
import { ipcompTransformV2, transformId } from '../names/transformsV2.ts'
import { windowsError } from '../names/windowsErrors.ts'
import type { ReadData } from '../notifyData.ts'
import { data3gpp } from './notifyData3gpp.ts'

const PRF = 2
const DELTA = 'Incoming IPsec SA delta value'

/** What a notify brings along, by its type: to decode one more, add a row. What a row leaves is shown as bytes. RFC 7296 §3.10.1. */
export const dataV2: Readonly<Record<number, ReadData>> = {
  ...data3gpp,
  // UNSUPPORTED_CRITICAL_PAYLOAD, INVALID_MAJOR_VERSION, INVALID_MESSAGE_ID: RFC 7296 §2.5, §2.3
  1: c => c.u8('Payload Type', payloadTypeV2),
  5: c =>
    c.split('Version', 1, [
      ['MjVer', 4],
      ['MnVer', 4],
    ]),
  9: c => c.u32('Message ID'),
  // INVALID_SPI, RFC 7296 §1.5
  11: c => c.as('SPI', c.left, hex),
  // INVALID_KE_PAYLOAD, RFC 7296 §1.3: the group that the responder wants
  17(c) {
    const group = c.u16('Diffie-Hellman Group Num', keyExchangeMethod)
    return `wants ${keyExchangeMethod(group) ?? `group ${group}`}`
  },
  // Microsoft's status, [MS-IKEE] 2.2.7
  12345: c => windowsError(c.u32('Error Code', windowsError)),
  // SET_WINDOW_SIZE, RFC 7296 §2.3
  16385: c => c.u32('Window Size'),
  // IPCOMP_SUPPORTED, RFC 7296 §2.22
  16387(c) {
    c.as('CPI', 2, hex)
    c.u8('Transform ID', ipcompTransformV2)
  },
  // NAT_DETECTION_SOURCE_IP, NAT_DETECTION_DESTINATION_IP, RFC 7296 §2.23
  16388: c => c.opaque('SHA-1 of SPIs, address and port', 20),
  16389: c => c.opaque('SHA-1 of SPIs, address and port', 20),
  // COOKIE, RFC 7296 §2.6; COOKIE2, RFC 4555 §4.2.5
  16390: c => c.rest('Cookie'),
  16401: c => c.rest('Cookie'),
  // ADDITIONAL_IP4_ADDRESS, ADDITIONAL_IP6_ADDRESS, RFC 4555 §4.2.1
  16397: c => c.as('IPv4 Address', 4, ipv4),
  16398: c => c.as('IPv6 Address', 16, ipv6),
  // NO_NATS_ALLOWED, RFC 4555 §4.2.6: from where to where the message was sent
  16402(c) {
    const [length, text] = c.left < 36 ? ([4, ipv4] as const) : ([16, ipv6] as const)
    const from = c.as('Source Address', length, text)
    const to = c.as('Destination Address', length, text)
    return `from ${from} port ${c.u16('Source Port')} to ${to} port ${c.u16('Destination Port')}`
  },
  // AUTH_LIFETIME, RFC 4478 §3
  16403: c => c.u32('Lifetime', seconds => `${seconds} s`),
  // REDIRECT, REDIRECTED_FROM, RFC 5685 §9.2, §9.3
  16407: gateway,
  16408: gateway,
  // TICKET_LT_OPAQUE, TICKET_OPAQUE, RFC 5723 §7
  16409(c) {
    c.u32('Lifetime', seconds => `${seconds} s`)
    c.rest('Ticket')
  },
  16413: c => c.rest('Ticket'),
  // ROHC_SUPPORTED, RFC 5857 §3.1.2
  16416(c) {
    attributes(c, { name: rohcAttributeType })
  },
  // QUICK_CRASH_DETECTION, RFC 6290 §4.1
  16419: c => c.rest('QCD_TOKEN'),
  // IKEV2_MESSAGE_ID_SYNC, RFC 6311 §6.3
  16422(c) {
    c.as('Nonce Data', 4, hex)
    c.u32('EXPECTED_SEND_REQ_MESSAGE_ID')
    c.u32('EXPECTED_RECV_REQ_MESSAGE_ID')
  },
  // IPSEC_REPLAY_COUNTER_SYNC, RFC 6311 §6.4: twice as long with extended sequence numbers
  16423: c => (c.left < 8 ? c.u32(DELTA) : c.u64(DELTA)),
  // SECURE_PASSWORD_METHODS, RFC 6467 §2
  16424: c => numbers(c, 'Method', securePasswordMethod),
  // SIGNATURE_HASH_ALGORITHMS, RFC 7427 §4
  16431: c => numbers(c, 'Hash Algorithm', signatureHash),
  // PUZZLE, RFC 8019 §8.1
  16434(c) {
    c.u16('PRF', transformId[PRF])
    c.u8('Difficulty')
  },
  // PPK_IDENTITY, RFC 8784 §3, §5.1
  16436: c => ppkId(c, c.left),
  // ADDITIONAL_KEY_EXCHANGE, RFC 9370 §2.2.4
  16441: c => c.rest('Link to the next exchange'),
  // USE_AGGFRAG, RFC 9347 §6.1.4
  16442: c => c.flags('Requirement Flags', { 2: 'Congestion Control', 1: "Don't Fragment" }),
  // SUPPORTED_AUTH_METHODS, RFC 9593 §3.2
  16443(c) {
    c.list('Announcement', announced, c => {
      c.u8('Length')
      if (c.left > 1) c.u8('Cert Link')
      c.means(authMethodV2(c.u8('Auth Method', authMethodV2)))
      c.rest('AlgorithmIdentifier', algorithmName)
    })
  },
  // PPK_IDENTITY_KEY, RFC 9867 §3.1: the proof behind it has eight octets
  16446(c) {
    ppkId(c, c.left - 8)
    c.opaque('PPK Confirmation', 8)
  },
}

/** Which key was shared beforehand. RFC 8784 §5.1. */
function ppkId(c: Cursor, length: number): void {
  c.u8('PPK_ID Type', ppkIdType)
  c.text('PPK_ID', length - 1, printable)
}

function announced(c: Cursor): number | undefined {
  return c.peek(1)[0] || undefined
}

function numbers(c: Cursor, name: string, meaning: Meaning): string {
  const all: string[] = []
  while (c.left >= 2 && c.here >= 2) {
    const value = c.u16(name, meaning)
    all.push(meaning(value) ?? String(value))
  }
  return all.join(', ')
}

/** Who to turn to; in IKE_SA_INIT the initiator's nonce follows to show that the answer is to it. */
function gateway(c: Cursor): string {
  const type = c.u8('GW Ident Type', gatewayIdentityType)
  const length = c.u8('GW Ident Len')
  const address = type === 1 && length === 4 ? ipv4 : type === 2 && length === 16 ? ipv6 : undefined
  const name = 'New Responder GW Identity'
  const to = address ? c.as(name, length, address) : c.text(name, length, printable)
  c.rest('Nonce Data')
  return `to ${to}`
}
