import type { Cursor } from '../../cursor.ts'
import { authenticationMethods, gssIdPayload } from '../authip/authentication.ts'
import { crypto, keyDictation, keyDictationWeight } from '../authip/crypto.ts'
import { payloadTypeNatTDraft, payloadTypeV1 } from '../names/payloadTypes.ts'
import { type Around, bytesPayload, type PayloadKind } from '../payload.ts'
import { vendorId } from '../vendorId.ts'
import { certificate, certificateRequest } from './certificate.ts'
import { configuration } from './configuration.ts'
import { fragment } from './fragment.ts'
import { groupAssociatedPolicy, keyDownload, saKek, saTek, sequenceNumber } from './groupKey.ts'
import { gssToken } from './gssToken.ts'
import { identification } from './identification.ts'
import { keyExchange, nonce } from './keyExchange.ts'
import { natDetection, natOriginalAddress } from './natTraversal.ts'
import { notification, remove } from './notification.ts'
import { proposalBody, securityAssociation, transformBody } from './securityAssociation.ts'

const natD: PayloadKind = { name: 'NAT-D', read: natDetection }
const natOa: PayloadKind = { name: 'NAT-OA', read: natOriginalAddress }

/** Payloads of version 1 by type: to add one, write its reader and a row here. RFC 2408 §3.1. */
export const payloadsV1: Readonly<Record<number, PayloadKind>> = {
  1: { name: 'SA', read: securityAssociation, recurs: true },
  2: { name: 'P', read: alone(proposalBody) },
  3: { name: 'T', read: alone((c, around) => transformBody(c, 1, around)) },
  4: { name: 'KE', read: keyExchange },
  5: { name: 'ID', read: identification },
  6: { name: 'CERT', read: certificate },
  7: { name: 'CR', read: certificateRequest },
  8: bytesPayload('HASH', 'Hash Data'),
  9: bytesPayload('SIG', 'Signature Data'),
  10: { name: 'Nonce', read: nonce },
  11: { name: 'N', read: notification },
  12: { name: 'D', read: remove },
  13: { name: 'VID', read: vendorId, recurs: true },
  14: { name: 'ATTR', read: configuration },
  15: { name: 'SAK', read: saKek },
  16: { name: 'SAT', read: saTek },
  17: { name: 'KD', read: keyDownload },
  18: { name: 'SEQ', read: sequenceNumber },
  19: bytesPayload('POP', 'POP Data'),
  20: natD,
  21: natOa,
  22: { name: 'GAP', read: groupAssociatedPolicy },
  129: { name: 'GSS', read: gssToken },
  130: natD,
  131: natOa,
  132: { name: 'Fragment', read: fragment },
  133: { name: 'Crypto', read: crypto },
  134: { name: 'GSS-ID', read: gssIdPayload },
  135: { name: 'Auth', read: authenticationMethods },
  136: { name: 'Key Dictation', read: keyDictation },
  137: { name: 'Key Dictation Weight', read: keyDictationWeight },
}

/** The payload a type stands for here: drafts 04 to 08 of NAT traversal used GDOI's 15 and 16. */
export function payloadV1(type: number, around: Around, c: Cursor): PayloadKind {
  if (type === 15 && natTraversal(around, c, hashLengths)) return natD
  if (type === 16 && natTraversal(around, c, addressLengths)) return natOa
  return payloadsV1[type] ?? bytesPayload(`Payload ${type}`, 'Payload Data')
}

/** A hash of MD5, SHA-1, SHA-256, SHA-384, SHA-512; an address of 4 or 16 octets behind its type. */
const hashLengths: readonly number[] = [16, 20, 32, 48, 64]
const addressLengths: readonly number[] = [8, 20]

function natTraversal(around: Around, c: Cursor, lengths: readonly number[]): boolean {
  const [, , high = 0, low = 0] = c.peek(4)
  return lengths.includes(((high << 8) | low) - 4) && !isGdoi(around)
}

/** GDOI's two travel in its own exchanges 32 and 33 only, never in the phase 1 in which NAT-D does. */
function isGdoi(around: Around): boolean {
  const { exchangeType } = around.header
  return (exchangeType === 32 || exchangeType === 33) && around.gdoi
}

/** What a type is called here, before the payload itself is looked at. */
export function payloadNameV1(type: number, around: Around): string | undefined {
  return (type === 15 || type === 16) && !isGdoi(around) ? payloadTypeNatTDraft(type) : payloadTypeV1(type)
}

/** A proposal or transform that stands in the chain of the message itself, where RFC 2408 §3.1 gives it a number. */
function alone(read: (c: Cursor, around: Around) => unknown): PayloadKind['read'] {
  return (c, around) => {
    read(c, around)
    return { kind: 'other' }
  }
}
