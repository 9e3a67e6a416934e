/**
 * Vendor ids that announce an extension and say little about who is speaking.
 *
 * Sources: RFC 3706 §5.1 (DPD: 14 octets of MD5("CISCO-DEAD-PEER-DETECTION"), then major and minor version),
 * draft-beaulieu-ike-xauth-02 §2 (8 octets of the MD5 of an older draft's name; some send all 16), [MS-IKEE] 2.2.3.1 and the
 * implementations of IKE fragmentation (bit 31: Main and Aggressive Mode, bit 30: every ISAKMP message),
 * draft-ietf-ipsec-isakmp-cr, draft-krywaniuk-ipsec-antireplay-00, draft-ietf-ipsec-heartbeats-00 (which prints octets that are
 * not the hash it says they are), and the heartbeat notify NetScreen sends.
 */
import { md5, number, octets, type Pattern, text } from './pattern.ts'

const family = 'extension'
const version = (r: Uint8Array) => (r.length >= 2 ? `${r[0]}.${r[1]}` : undefined)

function fragmentation(rest: Uint8Array): string | undefined {
  if (rest.length < 4) return undefined
  const bits = number(rest)
  const says = [
    ...((bits & 0x80000000) !== 0 ? ['Main and Aggressive Mode'] : []),
    ...((bits & 0x40000000) !== 0 ? ['every ISAKMP message'] : []),
  ]
  return `0x${bits.toString(16).padStart(8, '0')}${says.length > 0 ? ` (${says.join(', ')})` : ''}`
}

const challenge = 'IKE Challenge/Response for Authenticated Cryptographic Keys'

/** Vendor ids of extensions. RFC 3706 §5.1 and the drafts named above. */
export const extensions: readonly Pattern[] = [
  md5('CISCO-DEAD-PEER-DETECTION', { label: 'Dead Peer Detection', family, rest: version }, 14),
  octets('3b9031dce4fcf88b489a923963dd0c49', { label: 'Dead Peer Detection, next generation (Shrew Soft)', family }),
  md5('draft-ietf-ipsra-isakmp-xauth-06.txt', { label: 'XAUTH', family }, 8),
  md5('draft-ietf-ipsra-isakmp-xauth-06.txt', { label: 'XAUTH', family }),
  md5('FRAGMENTATION', { label: 'IKE fragmentation', family, rest: fragmentation }),
  md5(challenge, { label: challenge, family }),
  md5(`${challenge}\n`, { label: `${challenge} (with newline)`, family }),
  md5(`${challenge} (Revised)`, { label: `${challenge} (Revised)`, family }),
  md5(`${challenge} (Revised)\n`, { label: `${challenge} (Revised, with newline)`, family }),
  octets('325df29a2319f2dd', { label: 'draft-krywaniuk-ipsec-antireplay-00', family }),
  octets('8db7a41811221660', { label: 'draft-ietf-ipsec-heartbeats-00', family }),
  text('HeartBeat_Notify', { label: 'Heartbeat Notify', family }),
  text('HeartBeat Notify', { label: 'Heartbeat Notify', family }),
  octets('2d7922c6b301d9b0e1342739e9cfbbd5', { label: 'Delete With Reason', family }),
  text('IKEv2', { label: 'CAN-IKEv2 (guards against a fall back to IKEv1)', family, whole: true }),
  text('Opportunistic IPsec', { label: 'Opportunistic IPsec', family }),
]
