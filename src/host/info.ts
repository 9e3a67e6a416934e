import { icmpType, icmpv6Type } from '../dissectors/icmp/names.ts'
import type { IkeMessage, Payload } from '../dissectors/ike/facts.ts'
import { exchangeType, exchangeTypeV1 } from '../dissectors/ike/names/exchangeTypes.ts'
import type { Icmp, Ip, Layer, Tcp } from '../dissectors/layer.ts'
import { protocolName } from '../dissectors/network/protocolNames.ts'
import { refusalName } from '../trace/findings/negotiations/refusal.ts'
import { readableError, shownPayloads } from '../trace/negotiation/header.ts'
import { icmpMeaning } from '../trace/path/icmpMeaning.ts'
import { turnedRound } from '../trace/protected/backwards.ts'
import { hexSpi } from '../trace/protected/securityAssociation.ts'

/** The packet list's two words for a packet: what it is and what it says. */
export interface Info {
  readonly protocol: string
  readonly info: string
}

/**
 * One line about a packet, from its layers.
 * @param messageName what the trace calls the IKE message in it: `MM1`, `IKE_AUTH request`
 * @param backwards its sequence number stands with the least significant octet first
 */
export function info(layers: readonly Layer[], messageName?: string, backwards = false): Info {
  let said: Info = { protocol: 'Other', info: '' }
  for (const [i, layer] of layers.entries()) {
    switch (layer.kind) {
      case 'ip':
        if (layer.moreFragments || layer.fragmentOffset > 0) return { protocol: 'Fragment', info: fragment(layer, messageName) }
        said = { protocol: `IPv${layer.version}`, info: `protocol ${layer.protocol}` }
        break
      case 'ike':
        return { protocol: 'IKE', info: ike(layer.message, messageName) }
      case 'ikeUnread':
        return { protocol: 'IKE', info: layer.weight === 'cut' ? 'cut within its header' : `malformed: Length ${layer.length}` }
      case 'esp':
        return {
          protocol: said.protocol === 'TCP' ? 'TCP-ESP' : layer.udpEncapsulated ? 'UDP-ESP' : 'ESP',
          info: `ESP ${hexSpi(layer.spi)} ${numbered(layer.sequence, backwards)}${inside(layers.slice(i + 1))}`,
        }
      case 'ah':
        return {
          protocol: 'AH',
          info: `AH ${hexSpi(layer.spi)} ${numbered(layer.sequence, backwards)}${inside(layers.slice(i + 1)) || `: ${protocolName(layer.nextHeader) ?? `protocol ${layer.nextHeader}`}`}`,
        }
      case 'keepalive':
        return { protocol: 'NAT-T', info: 'NAT keepalive' }
      case 'icmp':
        return { protocol: layer.version === 4 ? 'ICMP' : 'ICMPv6', info: icmp(layer) }
      case 'tcp':
        said = { protocol: 'TCP', info: tcp(layer) }
        break
      case 'udp':
        said = { protocol: 'UDP', info: `${layer.sourcePort} → ${layer.destinationPort}, ${Math.max(0, layer.length - 8)} bytes` }
        break
      case 'dns':
        return {
          protocol: 'DNS',
          info: `${layer.response ? 'answer' : 'query'}${layer.question ? ` ${layer.question}` : ''}${layer.rcode ? `, rcode ${layer.rcode}` : ''}`,
        }
      case 'application':
        return { protocol: layer.name, info: layer.says }
      case 'kerberos':
        return { protocol: 'Kerberos', info: kerberos[layer.messageType] ?? `message ${layer.messageType}` }
      default:
    }
  }
  return said
}

/** What ESP or AH carries, when it can be read: `: 10.1.0.1 → 10.2.0.1 TCP 40000 → 80 SYN`. */
function inside(layers: readonly Layer[]): string {
  if (layers.length === 0) return ''
  const outer = layers.find(layer => layer.kind === 'ip' || layer.kind === 'esp' || layer.kind === 'ah')
  const { protocol, info: says } = info(layers)
  return `: ${outer?.kind === 'ip' ? `${outer.source} → ${outer.destination} ` : ''}${says.startsWith(protocol) ? '' : `${protocol} `}${says}`.trimEnd()
}

/** RFC 4120 §5.10. */
const kerberos: Readonly<Record<number, string>> = {
  10: 'AS-REQ',
  11: 'AS-REP',
  12: 'TGS-REQ',
  13: 'TGS-REP',
  14: 'AP-REQ',
  15: 'AP-REP',
  30: 'KRB-ERROR',
}

/** `MM1 SA, VID ×4`; an unnamed message by its exchange, a refusal as it names itself: `Informational NO-PROPOSAL-CHOSEN`. */
function ike(message: IkeMessage, name?: string): string {
  const called =
    name ?? (message.majorVersion === 2 ? exchangeType : exchangeTypeV1)(message.exchangeType) ?? `exchange ${message.exchangeType}`
  const refusal = readableError(message)
  const parts = payloadList(
    shownPayloads(message).map(payload => (payload === refusal ? { name: refusalName({ ike: message }) } : payload)),
  )
  if (message.decrypted) return parts ? `${called} decrypted: ${parts}` : `${called} decrypted: empty`
  return parts ? `${called} ${parts}` : `${called}${message.encrypted ? ' encrypted' : ''}`
}

/** Short names in order, neighbours of one name counted: `SA, VID ×4`. */
function payloadList(payloads: readonly Pick<Payload, 'name'>[]): string {
  const counted: { name: string; count: number }[] = []
  for (const { name } of payloads) {
    const last = counted.at(-1)
    if (last?.name === name) last.count++
    else counted.push({ name, count: 1 })
  }
  return counted.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(', ')
}

function numbered(sequence: number, backwards: boolean): string {
  return backwards ? `seq ${turnedRound(sequence)} (written backwards)` : `seq ${sequence}`
}

/** `MM5 bytes 1480–2355, last, id 2059`. */
function fragment(ip: Ip, messageName: string | undefined): string {
  const end = ip.fragmentOffset + (ip.length - (ip.payloadStart - ip.start))
  const of = messageName ? `${messageName} ` : ''
  return `${of}bytes ${ip.fragmentOffset}–${Math.max(ip.fragmentOffset, end - 1)}${ip.moreFragments ? '' : ', last'}, id ${ip.identification ?? 0}`
}

function tcp(segment: Tcp): string {
  const flags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, bit) => segment.flags & (1 << bit))
  const mss = segment.mss === undefined ? '' : `, MSS ${segment.mss}`
  return `${segment.sourcePort} → ${segment.destinationPort} ${flags.join(' ')} seq ${segment.sequence}, ${segment.payloadLength} bytes${mss}`
}

function icmp(message: Icmp): string {
  const { version, type, code, identifier, sequence } = message
  if (message.quoted?.length) return `${icmpMeaning(version, type, code)}; about ${quoted(message.quoted)}`
  const what = (version === 4 ? icmpType : icmpv6Type)(type)?.toLowerCase() ?? icmpMeaning(version, type, code)
  return identifier === undefined ? what : `${what} id ${identifier} seq ${sequence ?? 0}`
}

function quoted(layers: readonly Layer[]): string {
  const ip = layers.find(layer => layer.kind === 'ip')
  const what = info(layers)
  const to = ip?.kind === 'ip' ? ` to ${ip.destination}` : ''
  return `${what.protocol}${what.protocol === 'IKE' || what.protocol.endsWith('ESP') ? ` ${what.info}` : ''}${to}`
}
