/**
 * Vendor ids of everyone else.
 *
 * Sources: MD5 of the text given, where one is; otherwise octets as the public lists of vendor ids and published logs have them.
 * What those lists only suspect is marked likely.
 */
import { md5, octets, type Pattern, printable, text } from './pattern.ts'

const racoon = 'KAME/racoon'
const words = (from: number) => (rest: Uint8Array) => printable(rest.subarray(from))
const sonicWall = (id: string) => octets(id, { label: 'SonicWall', family: 'SonicWall' })

/** FortiGate puts release and build into the octets behind, in a layout it has not published: shown as hex. */
function fortiOs(rest: Uint8Array): string | undefined {
  return rest.length >= 4 && rest.some(octet => octet !== 0)
    ? [...rest.subarray(0, 4)].map(o => o.toString(16).padStart(2, '0')).join('')
    : undefined
}

/** ELVIS-PLUS: major and minor version in the nibbles of one octet. */
const elvis = (rest: Uint8Array) => (rest.length > 0 ? `${(rest[0] ?? 0) >> 4}.${(rest[0] ?? 0) & 15}` : undefined)

/** Vendor ids that belong to no larger family. */
export const others: readonly Pattern[] = [
  md5('KAME/racoon', { label: racoon, family: racoon }),
  md5('IPSec-Tools', { label: 'IPsec-Tools racoon', family: racoon }),
  text('Mac OSX 10.x', { label: 'Mac OS X racoon', family: racoon }),
  md5('OpenBSD-4.0', { label: 'OpenBSD isakmpd', family: 'OpenBSD' }),
  text('OpenIKED', { label: 'OpenIKED', family: 'OpenBSD', rest: rest => printable(rest[0] === 0x2d ? rest.subarray(1) : rest) }),
  md5('FORTIGATE', { label: 'FortiGate', family: 'Fortinet', rest: fortiOs }, 12),
  octets('1d6e178f6c2c0be284985465450fe9d4', { label: 'FortiGate', family: 'Fortinet' }),
  md5('Fortinet Endpoint Control', { label: 'Fortinet Endpoint Control', family: 'Fortinet' }),
  md5('forticlient connect license', { label: 'FortiClient connect license', family: 'Fortinet' }),
  md5('Fortinet Auto-Discovery Sender', { label: 'Fortinet Auto-Discovery Sender', family: 'Fortinet' }),
  md5('Fortinet Auto-Discovery Receiver', { label: 'Fortinet Auto-Discovery Receiver', family: 'Fortinet' }),
  sonicWall('5b362bc820f60001'),
  sonicWall('5b362bc820f60002'),
  sonicWall('5b362bc820f60003'),
  sonicWall('5b362bc820f60005'),
  sonicWall('5b362bc820f60006'),
  sonicWall('5b362bc820f60007'),
  sonicWall('5b362bc820f60008'),
  sonicWall('5b362bc820f70001'),
  sonicWall('404bf439522ca3f6'),
  sonicWall('975b7816f69789600dda89040576e0db'),
  octets('da8e9378', { label: 'SafeNet, SonicWall or WatchGuard', family: 'SafeNet' }),
  octets('da8e937880010000', { label: 'SafeNet, SonicWall or WatchGuard', family: 'SafeNet' }),
  octets('47bbe7c993f1fc13b4e6d0db565c68e5', { label: 'SafeNet SoftRemote', family: 'SafeNet', rest: words(9) }),
  octets('b858d1addd08c1e8adafea150608aa4497aa6cc8', { label: 'ZyXEL ZyWALL Router', family: 'ZyXEL' }),
  octets('f758f22668750f03b08df6ebe1d0', { label: 'ZyXEL ZyWALL USG 100', family: 'ZyXEL' }),
  octets('625027749d5ab97f5616c1602765cf480a3b7d0b', { label: 'ZyXEL ZyWALL', family: 'ZyXEL' }),
  md5('NETGEAR', { label: 'Netgear', family: 'Netgear' }),
  text('BNES', { label: 'Nortel Contivity', family: 'Nortel', rest: rest => (rest.length >= 4 ? `version ${rest[3]}` : undefined) }),
  text('TIMESTEP', { label: 'TimeStep', family: 'TimeStep', rest: printable }),
  text('OpenPGP', { label: 'OpenPGP', family: 'PGP', rest: printable }),
  text('OpenPGP10171', { label: 'OpenPGP', family: 'PGP', version: '10171' }),
  octets('c573b056d7faca36c2fba28374127cbf', { label: 'StoneGate', family: 'Stonesoft' }),
  octets('baeb239037e17787d730eed9d95d48aa', { label: 'StoneGate', family: 'Stonesoft' }),
  text('Raptor PowerVpn Server', { label: 'Symantec Raptor', family: 'Symantec', rest: printable }),
  text('Raptor PowerVpn Server [V8.1]', { label: 'Symantec Raptor', family: 'Symantec', version: '8.1' }),
  octets('ca3e2b854ba8030017dc1023a4fde2041f9f7463', { label: 'Aruba Networks Remote AP', family: 'Aruba' }),
  octets('3c8e70bdf9c7d74add53e4100915dc2e4bb51274', { label: 'Aruba Networks Controller', family: 'Aruba' }),
  octets('88f0e3149b3fa48b05aa7f685f0b766be186ccb8', { label: 'Aruba Networks VIA client', family: 'Aruba' }),
  text('VIA Auth Profile : ', { label: 'Aruba Networks VIA authentication profile', family: 'Aruba', rest: printable }),
  octets('1725f0892742ea523b79ec848c97201a3094d6c5', { label: 'Aruba Networks', family: 'Aruba' }),
  octets('4485152d18b6bbcc0be8a8469579ddcc', {
    label: 'draft-ietf-ipsec-nat-t-ike-00 with one bit wrong (seen from Avaya and Nortel)',
    family: 'NAT traversal',
  }),
  octets('f14b94b7bff1fef02773b8c49feded26', { label: 'Shrew Soft client', family: 'Shrew Soft' }),
  octets('101fb0b35c5a4f4c08b919f1cb9777b0', { label: 'NCP client', family: 'NCP' }),
  octets('eb4c1b788afd4a9cb7730a68d56d088b', { label: 'NCP client', family: 'NCP' }),
  octets('c61baca1f1a60cc108', { label: 'NCP client', family: 'NCP' }),
  octets('cbe79444a0870de4224a2c151fbfe099', { label: 'NCP client', family: 'NCP' }),
  octets('8404adf9cda05760b2ca292e4bff537b', { label: 'Sidewinder (likely)', family: 'Sidewinder' }),
  octets('e720cdd49d2ee7b83ce1970a6c69b528', { label: 'Sidewinder (likely)', family: 'Sidewinder' }),
  text('LVG', { label: 'Lucent VPN Gateway', family: 'Lucent', rest: printable }),
  text('LVC', { label: 'Lucent VPN Client', family: 'Lucent', rest: printable }),
  octets('08db45e6cb01f80bb576e9a78c0f54e1300b8881', { label: 'ELVIS-PLUS Zastava', family: 'ELVIS-PLUS', rest: elvis }),
]

/** Teldat: nine octets that differ each time, then its name. */
export function teldatShape(id: Uint8Array): { label: string; family: string } | undefined {
  return id.length >= 15 && printable(id.subarray(9, 15)) === 'Teldat' ? { label: 'Teldat', family: 'Teldat' } : undefined
}
