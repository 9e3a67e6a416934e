import type { Ip, Layer } from '../layer.ts'
import { packet } from '../packet.ts'
import { clear, Kind, type Sorted, u32 } from './sorted.ts'
import { isError, isPing, talk } from './transport.ts'

/** The long way: dissects the packet and reads its numbers from the layers. */
export function dissected(bytes: Uint8Array, start: number, end: number, original: number, linkType: number, into: Sorted): void {
  fromLayers(packet(bytes.subarray(start, end), original, linkType, { factsOnly: true }).layers, bytes, start, into)
}

/**
 * What a packet is, by the first of its layers with a meaning of its own; the IP header is the one around it.
 * @param start where the dissected packet starts in `bytes`
 */
export function fromLayers(layers: readonly Layer[], bytes: Uint8Array, start: number, into: Sorted): void {
  clear(into)
  for (const layer of layers) {
    switch (layer.kind) {
      case 'ip':
        address(layer, bytes, start, into)
        if (layer.fragmentOffset === 0 && !layer.moreFragments) break
        into.kind = Kind.fragment
        into.sequence = layer.fragmentOffset
        return
      case 'esp':
        into.kind = layer.udpEncapsulated ? Kind.udpEncapsulatedEsp : Kind.esp
        into.selector = layer.spi
        into.sequence = layer.sequence
        into.securityStart = start + layer.start
        into.said = layer.said
        return
      case 'ah':
        into.kind = Kind.ah
        into.selector = layer.spi
        into.sequence = layer.sequence
        into.securityStart = start + layer.start
        return
      case 'ike':
      case 'ikeUnread':
        into.kind = Kind.ike
        return
      case 'keepalive':
        into.kind = Kind.natKeepalive
        return
      case 'icmp':
        if (isPing(layer.version, layer.type)) {
          into.kind = Kind.ping
          into.sequence = (layer.identifier ?? 0) * 65536 + (layer.sequence ?? 0)
        } else if (isError(layer.version, layer.type)) into.kind = Kind.icmpError
        return
      case 'tcp':
        into.selector = layer.sourcePort * 65536 + layer.destinationPort
        into.sequence = layer.sequence
        if (layers.at(layers.indexOf(layer) + 1)?.kind === 'tunnel') into.kind = Kind.ike
        else if (layer.flags & 7) into.kind = Kind.tcpControl
        else into.kind = layer.payloadLength > 0 ? talk(layer.sourcePort, layer.destinationPort, Kind.tcp) : Kind.tcp
        return
      case 'udp':
        into.selector = layer.sourcePort * 65536 + layer.destinationPort
        into.kind = talk(layer.sourcePort, layer.destinationPort, Kind.udp)
        break
      default:
    }
  }
}

/** A new IP header starts over; what stood outside it was only a carrier. */
function address(ip: Ip, bytes: Uint8Array, start: number, into: Sorted): void {
  clear(into)
  const at = start + ip.start
  into.ipVersion = ip.version
  into.ipStart = at
  into.source = ip.version === 4 ? u32(bytes, at + 12) : at + 8
  into.destination = ip.version === 4 ? u32(bytes, at + 16) : at + 24
  into.protocol = ip.protocol
  into.identification = ip.identification ?? 0
  into.ipLength = ip.length
  into.dontFragment = ip.dontFragment
}
