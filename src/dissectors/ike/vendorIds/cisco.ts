/**
 * Vendor ids of Cisco.
 *
 * Sources: Cisco Unity and Altiga ids as every list of vendor ids has them (truncated MD5 with two version octets in place of
 * the last two), and the texts IOS and ASA send in the clear in IKEv2. A router also sends 16 octets made for each negotiation,
 * which no table can know.
 */
import { md5, octets, type Pattern, text } from './pattern.ts'

const family = 'Cisco'
const altiga = '1f07f70eaa6514d3b0fa96542a50'
const nibbles = (r: Uint8Array) => (r.length >= 2 ? `${r[0]}.${(r[1] ?? 0) >> 4}.${(r[1] ?? 0) & 15}` : undefined)
const pair = (r: Uint8Array) => (r.length >= 2 ? `${r[0]}.${r[1]}` : undefined)

/** Vendor ids of Cisco. */
export const cisco: readonly Pattern[] = [
  md5('CISCO-UNITY', { label: 'Cisco Unity', family, rest: pair }, 14),
  md5('ALTIGA GATEWAY', { label: 'Cisco VPN Concentrator', family }, 13),
  md5('ALTIGA GATEWAY', { label: 'Cisco VPN Concentrator', family, rest: nibbles }, 14),
  octets(`${altiga}0300`, { label: 'Cisco VPN Concentrator', family, version: '3.0.0' }),
  octets(`${altiga}0301`, { label: 'Cisco VPN Concentrator', family, version: '3.0.1' }),
  octets(`${altiga}0305`, { label: 'Cisco VPN Concentrator', family, version: '3.0.5' }),
  octets(`${altiga}0407`, { label: 'Cisco VPN Concentrator', family, version: '4.0.7' }),
  md5('ALTIGA NETWORKS', { label: 'Cisco VPN 3000 client', family }),
  octets('3e984048', { label: 'Cisco IOS device', family }),
  octets('bdb41038a7ec5e5534dd004d0f91f927', { label: 'Cisco IOS (likely)', family }),
  octets('e23ae9f51a46876ff93d89ba725d649d', { label: 'Cisco (likely)', family }),
  octets('800100018002000180030002', { label: 'Cisco Unity firewall type', family }),
  text('CISCO-DELETE-REASON', { label: 'Cisco Delete Reason', family }),
  text('CISCO-DYNAMIC-ROUTE', { label: 'Cisco Dynamic Route', family }),
  text('CISCO-ANYCONNECT-EAP', { label: 'Cisco AnyConnect EAP', family }),
  text('CISCO-ANYCONNECT-STRAP', { label: 'Cisco AnyConnect STRAP', family }),
  text('CISCO-WSG-4CISCO', { label: 'Cisco Wireless Security Gateway', family }),
  text('CISCO-GRE-MODE', { label: 'Cisco GRE Mode', family, rest: r => (r.length > 0 ? `${r[0]}` : undefined) }),
  text('CISCO-NGE-LEVEL', { label: 'Cisco Next Generation Encryption level', family, rest: r => (r.length > 0 ? `${r[0]}` : undefined) }),
  text('CISCO(COPYRIGHT)&', { label: 'Cisco Copyright', family }),
  text('CISCOVPN-REV-02', { label: 'Cisco VPN revision', family, version: '2' }),
  text('FLEXVPN-SUPPORTED', { label: 'Cisco FlexVPN', family }),
]
