import { bytesPayload, type PayloadKind } from '../payload.ts'
import { nonce } from '../v1/keyExchange.ts'
import { vendorId } from '../vendorId.ts'
import { authentication } from './authentication.ts'
import { certificate, certificateRequest } from './certificate.ts'
import { configuration } from './configuration.ts'
import { correlation } from './correlation.ts'
import { eap } from './eap.ts'
import { encrypted, encryptedFragment } from './encrypted.ts'
import { groupPolicies, keyDownload } from './groupKeys.ts'
import { identification } from './identification.ts'
import { keyExchange } from './keyExchange.ts'
import { notify, remove } from './notify.ts'
import { securityAssociation } from './securityAssociation.ts'
import { trafficSelectors } from './trafficSelectors.ts'

/** Payloads of version 2 by type: to add one, write its reader and a row here. RFC 7296 §3.2. */
export const payloadsV2: Readonly<Record<number, PayloadKind>> = {
  33: { name: 'SA', read: securityAssociation, recurs: true },
  34: { name: 'KE', read: keyExchange },
  35: { name: 'IDi', read: identification },
  36: { name: 'IDr', read: identification },
  37: { name: 'CERT', read: certificate },
  38: { name: 'CERTREQ', read: certificateRequest },
  39: { name: 'AUTH', read: authentication },
  40: { name: 'Nonce', read: nonce },
  41: { name: 'N', read: notify },
  42: { name: 'D', read: remove },
  43: { name: 'VID', read: vendorId, recurs: true },
  44: { name: 'TSi', read: trafficSelectors },
  45: { name: 'TSr', read: trafficSelectors },
  46: { name: 'SK', read: encrypted },
  47: { name: 'CP', read: configuration },
  48: { name: 'EAP', read: eap },
  // Generic Secure Password Method, RFC 6467 §3
  49: bytesPayload('GSPM', 'Data'),
  50: { name: 'IDg', read: identification },
  51: { name: 'GSA', read: groupPolicies },
  52: { name: 'KD', read: keyDownload },
  53: { name: 'SKF', read: encryptedFragment },
  // RFC 8019 §8.2
  54: bytesPayload('PS', 'Puzzle Solution Data'),
  200: { name: 'Correlation', read: correlation },
}

/** The payload a type stands for. */
export function payloadV2(type: number): PayloadKind {
  return payloadsV2[type] ?? bytesPayload(`Payload ${type}`, 'Payload Data')
}
