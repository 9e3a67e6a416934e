import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import { attributes } from '../attributes.ts'
import { attributeTypeV1, attributeValueV1 } from '../names/attributesV1.ts'
import { windowsError } from '../names/windowsErrors.ts'
import { readableOrNothing } from '../readable.ts'
import { ipsecAttributes } from './attributes.ts'

const PROTO_ISAKMP = 1

/** What a notification brings along, by its type. RFC 2407 §4.6.3, RFC 3706 §5, [MS-IKEE] 2.2.6, [MS-AIPS] 2.2.3.5. */
export function notificationData(c: Cursor, type: number, protocol: number, authIp: boolean): void {
  if (c.left === 0) return
  if (type === 24576) {
    attributes(c, protocol === PROTO_ISAKMP ? { name: attributeTypeV1, value: type => attributeValueV1[type] } : ipsecAttributes)
  } else if (type === 24577 && c.left >= 4) {
    c.u32('Replay Status', on => (on ? 'replay detection enabled' : 'replay detection disabled'))
  } else if ((type === 36136 || type === 36137) && c.left >= 4) {
    c.u32('Sequence Number')
  } else {
    ;(authIp ? authIpData : microsoftData)[type]?.(c)
  }
  c.rest('Notification Data', readableOrNothing)
}

/** Windows' private numbers in IKEv1. About a Quick Mode, its message id comes first: [MS-IKEE] 2.2.6. */
const microsoftData: Readonly<Record<number, (c: Cursor) => void>> = {
  40003: c => about(c, 4, status),
  40004: c => about(c, 8, dosCookie),
  40005: c => about(c, 4, exchangeInfo),
}

const authIpData: Readonly<Record<number, (c: Cursor) => void>> = {
  40005: exchangeInfo,
  40020: status,
  40021: dosCookie,
  40022: c => c.u32('Acknowledged Sequence Number'),
  40024(c) {
    c.u32('Encapsulation Mode')
    c.u32('Flags')
  },
}

function about(c: Cursor, length: number, read: (c: Cursor) => void): void {
  if (c.left === length + 4) c.as('Message ID', 4, hex)
  if (c.left >= length) read(c)
}

function status(c: Cursor): void {
  const code = c.u32('Error Code', windowsError)
  c.means(windowsError(code))
}

function dosCookie(c: Cursor): void {
  c.as('Cookie', 8, hex)
}

function exchangeInfo(c: Cursor): void {
  c.split('Flags', 4, [
    ['Reserved', 30],
    ['IKE_EXCHANGE_INFO_GUARANTEE_ENCRYPTION', 1],
    ['IKE_EXCHANGE_INFO_ND_BOUNDARY', 1],
  ])
}
