import type { Cursor } from '../../cursor.ts'
import type { Delete, Notify } from '../facts.ts'
import { notifyTypeV2 } from '../names/notifyV2.ts'
import { protocolIdV2 } from '../names/protocols.ts'
import { notificationData } from '../notifyData.ts'
import { spiField, spiList } from '../substructure.ts'
import { dataV2 } from './notifyData.ts'

/** Notify payload, RFC 7296 §3.10. */
export function notify(c: Cursor): Notify {
  const protocol = c.u8('Protocol ID', protocolIdV2)
  const spiSize = c.u8('SPI Size')
  const notifyType = c.u16('Notify Message Type', notifyTypeV2)
  const symbol = notifyTypeV2.entries[notifyType]
  const spi = spiField(c, spiSize)
  const data = c.peek(c.here)
  if (notifyType === INVALID_KE_PAYLOAD && c.left === 0) c.odd('the group that is wanted should follow')
  const told = notificationData(c, protocol, dataV2[notifyType])
  c.means([symbol ?? `notify ${notifyType}`, ...(typeof told === 'string' ? [told] : [])].join(', '))
  return { kind: 'notify', protocol, notifyType, symbol, spi, data }
}

/** RFC 7296 §1.3. */
const INVALID_KE_PAYLOAD = 17

/** Delete payload, RFC 7296 §3.11: for the IKE SA itself there is no SPI, the header has it. */
export function remove(c: Cursor): Delete {
  const protocol = c.u8('Protocol ID', protocolIdV2)
  const size = c.u8('SPI Size')
  const count = c.u16('Num of SPIs')
  const spis = spiList(c, size, count)
  c.means(`${protocolIdV2(protocol) ?? `protocol ${protocol}`} ${spis.join(', ')}`.trimEnd())
  return { kind: 'delete', protocol, spis }
}
