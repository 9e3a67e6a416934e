import type { Cursor } from '../../cursor.ts'
import { hex, ipv4, ipv6 } from '../../text.ts'
import { deviceIdentityType } from '../names/notifyData.ts'
import type { ReadData } from '../notifyData.ts'
import { apnAmbr, epsQos, extendedApnAmbr, extendedEpsQos } from './threegpp/bitRates.ts'
import { flowMobility } from './threegpp/flowMobility.ts'
import { trafficFlowTemplate } from './threegpp/trafficFlowTemplate.ts'

// What a phone and its provider's gateway put into notifies. Most begin with an octet that counts the rest, those that hold
// nothing but an address or a port do not.

/** Data of 3GPP's notifies by type: to decode one more, add a row. TS 24.302 §8.2.9, TS 24.502 §9.3.1. */
export const data3gpp: Readonly<Record<number, ReadData>> = {
  // BACKOFF_TIMER, N3GPP_BACKOFF_TIMER
  41041: counted(timer),
  55507: counted(timer),
  // DEVICE_IDENTITY
  41101(c) {
    c.u16('Length')
    const type = c.u8('Identity Type', deviceIdentityType)
    if (c.left === 0) return `asks for the ${deviceIdentityType(type) ?? 'identity'}`
    return `${deviceIdentityType(type) ?? 'identity'} ${c.as('Identity Value', c.left, digits)}`
  },
  // EMERGENCY_CALL_NUMBERS: a list as in TS 24.008 §10.5.3.13
  41134: counted(c => {
    c.list('Emergency Number', ownLength, c => {
      c.u8('Length')
      c.u8('Emergency Service Category')
      c.means(c.as('Number', c.left, digits))
    })
  }),
  // PTI
  41501: counted(c => `number ${c.u8('Procedure Transaction Identity')}`),
  // NBIFOM_GENERIC_CONTAINER
  41288: counted(flowMobility),
  // EPS_QOS, EXTENDED_EPS_QOS, TFT
  42014: counted(epsQos),
  42015: counted(extendedEpsQos),
  42017: counted(trafficFlowTemplate),
  // APN_AMBR, EXTENDED_APN_AMBR
  42094: counted(apnAmbr),
  42095: counted(extendedApnAmbr),
  // N1_MODE_CAPABILITY, N1_MODE_INFORMATION, N1_MODE_S_NSSAI_PLMN_ID
  51015: counted(c => `session ${c.u8('PDU Session ID')}`),
  51115: counted(c => {
    const type = c.u8('Slice/Service Type')
    return `slice ${type}${c.left >= 3 ? `-${c.as('Slice Differentiator', 3, hex)}` : ''}`
  }),
  52216: counted(c => c.as('PLMN Identity', 3, provider)),
  // 5G_QOS_INFO
  55501: counted(c => {
    const session = c.u8('PDU Session ID')
    const flows = Array.from({ length: Math.min(c.u8('Number of QFIs'), c.here) }, () => c.u8('QFI'))
    const dscp = c.left > 0 && (c.flags('Flags', { 1: 'Default Child SA', 2: 'DSCP included' }) & 2) !== 0
    if (dscp) c.u8('DSCP')
    return `session ${session}, flows ${flows.join(', ')}`
  }),
  // NAS_IP4_ADDRESS, UP_IP4_ADDRESS; NAS_IP6_ADDRESS, UP_IP6_ADDRESS; NAS_TCP_PORT
  55502: c => c.as('IPv4 Address', 4, ipv4),
  55504: c => c.as('IPv4 Address', 4, ipv4),
  55503: c => c.as('IPv6 Address', 16, ipv6),
  55505: c => c.as('IPv6 Address', 16, ipv6),
  55506: c => `port ${c.u16('TCP Port')}`,
}

/** Behind an octet that says how many follow. */
function counted(read: ReadData): ReadData {
  return (c, protocol) => {
    const length = c.u8('Length')
    if (length > c.left) c.malformed(`Length says ${length} bytes, ${c.left} are here`)
    return c.within(Math.min(length, c.left), c => (c.left > 0 ? read(c, protocol) : undefined))
  }
}

function ownLength(c: Cursor): number | undefined {
  const [length] = c.peek(1)
  return length === undefined ? undefined : length + 1
}

const units = ['10 min', '1 h', '10 h', '2 s', '30 s', '1 min', '320 h'] as const

/** GPRS timer 3: three bits of unit, five of how many. TS 24.008 §10.5.7.4a. */
function timer(c: Cursor): string {
  const text = (value: number) => {
    const unit = units[value >> 5]
    return unit === undefined ? 'no time set' : `${value & 31} × ${unit}`
  }
  return text(c.u8('Timer', text))
}

/** Decimal digits, two an octet, the lower half first; 15 fills up. TS 24.008 §10.5.1.4. */
function digits(bytes: Uint8Array): string {
  return Array.from(bytes, byte => hex(Uint8Array.of(((byte & 15) << 4) | (byte >> 4))))
    .join('')
    .replace(/f+$/, '')
}

/** Country and network of a provider: `262-01`. TS 24.008 §10.5.1.3. */
function provider(bytes: Uint8Array): string {
  const all = digits(bytes.subarray(0, 2)).padEnd(4, 'f') + digits(bytes.subarray(2))
  const third = all[3]!
  return `${all.slice(0, 3)}-${all.slice(4)}${third === 'f' ? '' : third}`
}
