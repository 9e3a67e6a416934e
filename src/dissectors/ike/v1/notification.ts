import type { Cursor } from '../../cursor.ts'
import { isAuthIp } from '../encryptedBody.ts'
import type { Delete, Notify } from '../facts.ts'
import { authIpNotifyProtocol } from '../names/authip.ts'
import { doi as doiName } from '../names/doi.ts'
import { tekProtocol } from '../names/gdoi.ts'
import { notifyTypeAuthIp, notifyTypeV1 } from '../names/notifyV1.ts'
import { protocolIdV1 } from '../names/protocols.ts'
import { notificationData } from '../notifyData.ts'
import type { Around } from '../payload.ts'
import { spiField, spiList } from '../substructure.ts'
import { dataAuthIp, dataV1 } from './notificationData.ts'

/** The DOI of group keys, which counts its protocols by itself. RFC 6407 §5.9. */
const GDOI = 2

/** Notification payload, RFC 2408 §3.14. AuthIP has flags where the SPI's size is, and no SPI: [MS-AIPS] 2.2.3.5. */
export function notification(c: Cursor, around: Around): Notify {
  const authIp = isAuthIp(around.header.exchangeType)
  const doi = c.u32('Domain of Interpretation', doiName)
  const protocol = c.u8('Protocol-ID', authIp ? authIpNotifyProtocol : protocolIdV1)
  const spiSize = authIp ? c.flags('Flags', { 1: 'RELIABLE_NOTIFY_FLAG' }) * 0 : c.u8('SPI Size')
  const name = authIp ? notifyTypeAuthIp : notifyTypeV1
  const notifyType = c.u16('Notify Message Type', name)
  const symbol = name.entries[notifyType] ?? (authIp ? notifyTypeV1.entries[notifyType] : undefined)
  const spi = spiField(c, spiSize)
  const data = c.peek(c.here)
  const told = notificationData(c, protocol, (authIp ? dataAuthIp : dataV1)[notifyType])
  c.means([symbol ?? `notify ${notifyType}`, ...(typeof told === 'string' ? [told] : [])].join(', '))
  return { kind: 'notify', doi, protocol, notifyType, symbol, spi, data, ...(Array.isArray(told) ? { attributes: told } : {}) }
}

/** Delete payload, RFC 2408 §3.15: an ISAKMP SA is named by its two cookies, any other by its SPI. */
export function remove(c: Cursor): Delete {
  const doi = c.u32('Domain of Interpretation', doiName)
  const protocolName = doi === GDOI ? tekProtocol : protocolIdV1
  const protocol = c.u8('Protocol-Id', protocolName)
  const size = c.u8('SPI Size')
  const count = c.u16('# of SPIs')
  const spis = spiList(c, size, count)
  c.means(`${protocolName(protocol) ?? `protocol ${protocol}`} ${spis.join(', ')}`)
  return { kind: 'delete', protocol, spis }
}
