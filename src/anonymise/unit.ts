import type { Context } from '../dissectors/cursor.ts'
import { ike } from '../dissectors/ike/message.ts'
import type { Ip, Layer } from '../dissectors/layer.ts'
import { ipProtocol } from '../dissectors/network/protocols.ts'
import { dissect, type Packet, packet } from '../dissectors/packet.ts'
import type { Kept } from './packets.ts'

/** Bytes that are read as one thing: a packet, or what was put together from several. */
export interface Unit {
  readonly bytes: Uint8Array
  read(context: Context): Packet
  /** The IP header, when it lies elsewhere. */
  readonly ip?: Ip
  /** Takes the bytes that stand in for these. */
  put(made: Uint8Array): void
}

/** A captured packet. */
export function packetUnit({ bytes, original, linkType }: Kept, put: Unit['put']): Unit {
  return { bytes, put, read: context => packet(bytes, original, linkType, context) }
}

/** The payload of a fragmented datagram, as far as it is here. @param wire how long it was */
export function datagramUnit(bytes: Uint8Array, wire: number, ip: Ip, put: Unit['put']): Unit {
  const whole: Ip = { ...ip, fragmentOffset: 0, moreFragments: false, start: 0, payloadStart: 0, payloadEnd: wire }
  const read = (context: Context) =>
    dissect(
      bytes,
      wire,
      (c, layers: Layer[]) => {
        layers.push(whole)
        ipProtocol(ip.protocol)(c, layers)
      },
      context,
    )
  return { bytes, ip, put, read }
}

/** An IKE message that came in pieces. */
export function messageUnit(bytes: Uint8Array, put: Unit['put']): Unit {
  return { bytes, put, read: context => dissect(bytes, bytes.length, (c, layers) => ike(c, layers, false), context) }
}
