import type { Cursor } from '../../cursor.ts'
import { hex } from '../../text.ts'
import { attributes } from '../attributes.ts'
import { attributeValueIpsec } from '../names/attributesIpsec.ts'
import { attributeTypeV1, attributeValueV1 } from '../names/attributesV1.ts'
import { windowsError } from '../names/windowsErrors.ts'
import type { ReadData } from '../notifyData.ts'
import { ipsecAttributes } from './attributes.ts'

const PROTO_ISAKMP = 1
/** The attribute of that name. RFC 2407 §4.5. */
const ENCAPSULATION_MODE = 4

/** What a notification brings along, by its type: to decode one more, add a row. What a row leaves is shown as bytes. */
export const dataV1: Readonly<Record<number, ReadData>> = {
  // RESPONDER-LIFETIME, REPLAY-STATUS: RFC 2407 §4.6.3.1, §4.6.3.2
  24576(c, protocol) {
    return attributes(c, protocol === PROTO_ISAKMP ? { name: attributeTypeV1, value: type => attributeValueV1[type] } : ipsecAttributes)
  },
  24577: c => c.u32('Replay Status', on => (on ? 'replay detection enabled' : 'replay detection disabled')),
  // R-U-THERE, R-U-THERE-ACK: RFC 3706 §5.3
  36136: sequence,
  36137: sequence,
  // Windows' own, behind the message id of the Quick Mode they are about: [MS-IKEE] 2.2.6
  40003: about(4, status),
  40004: about(8, dosCookie),
  40005: about(4, exchangeFlags),
}

/** The same of AuthIP. [MS-AIPS] 2.2.3.5, 2.2.3.6. */
export const dataAuthIp: Readonly<Record<number, ReadData>> = {
  40005: exchangeFlags,
  40020: status,
  40021: dosCookie,
  40022: c => c.u32('Acknowledged Sequence Number'),
  40024(c) {
    c.u32('Encapsulation Mode', attributeValueIpsec[ENCAPSULATION_MODE])
    exchangeFlags(c)
  },
}

function sequence(c: Cursor): string {
  return `number ${c.u32('Sequence Number')}`
}

function about(length: number, read: (c: Cursor) => unknown): ReadData {
  return c => {
    if (c.left === length + 4) c.as('Message ID', 4, hex)
    return read(c)
  }
}

function status(c: Cursor): string {
  const code = c.u32('Error Code', errorText)
  return errorText(code) ?? `error ${code}`
}

function errorText(code: number): string | undefined {
  return code === 0 ? 'no error' : windowsError(code)
}

function dosCookie(c: Cursor): string {
  return c.as('Cookie', 8, hex)
}

function exchangeFlags(c: Cursor): void {
  c.split('Flags', 4, [
    ['Reserved', 30],
    ['IKE_EXCHANGE_INFO_GUARANTEE_ENCRYPTION', 1],
    ['IKE_EXCHANGE_INFO_ND_BOUNDARY', 1],
  ])
}
