import { bytes, checksum, type Part, u16, u32 } from './bytes.ts'
import { type Carried, carried } from './ip.ts'

/** A UDP datagram; `sum` replaces the checksum (0: none). RFC 768. */
export function udp(sourcePort: number, destinationPort: number, payload: Part, o: { sum?: number; length?: number } = {}): Carried {
  return {
    protocol: 17,
    build(pseudoHeader) {
      const data = bytes(payload)
      const header = (sum: number) => bytes(u16(sourcePort, destinationPort, o.length ?? 8 + data.length, sum))
      const whole = bytes(header(0), data)
      return bytes(header(o.sum ?? (checksum(bytes(pseudoHeader(17, whole.length), whole)) || 0xffff)), data)
    },
  }
}

/** What is unlike a segment with nothing but ACK. RFC 9293 §3.1. */
export interface TcpOptions {
  readonly sequence?: number
  readonly acknowledgment?: number
  /** FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
  readonly flags?: number
  readonly window?: number
  /** Options field, a multiple of 4 bytes. */
  readonly options?: Part
}

/** A TCP segment. RFC 9293 §3.1. */
export function tcp(sourcePort: number, destinationPort: number, payload: Part = [], o: TcpOptions = {}): Carried {
  return {
    protocol: 6,
    build(pseudoHeader) {
      const options = bytes(o.options ?? [])
      const segment = (sum: number) =>
        bytes(
          u16(sourcePort, destinationPort),
          u32(o.sequence ?? 0, o.acknowledgment ?? 0),
          [(5 + options.length / 4) << 4, o.flags ?? 16],
          u16(o.window ?? 65535, sum, 0),
          options,
          payload,
        )
      return segment(checksum(bytes(pseudoHeader(6, segment(0).length), segment(0))))
    },
  }
}

/** An ICMP message: type, code, the four bytes behind the checksum, data. RFC 792. */
export function icmp(type: number, code: number, rest: Part, data: Part = []): Carried {
  const message = (sum: number) => bytes([type, code], u16(sum), rest, data)
  return carried(1, message(checksum(message(0))))
}

/** An ICMPv6 message. RFC 4443 §2.1. */
export function icmpv6(type: number, code: number, rest: Part, data: Part = []): Carried {
  return {
    protocol: 58,
    build(pseudoHeader) {
      const message = (sum: number) => bytes([type, code], u16(sum), rest, data)
      return message(checksum(bytes(pseudoHeader(58, message(0).length), message(0))))
    },
  }
}

/** "Fragmentation needed and DF set": what a router with a smaller link sends back. RFC 1191 §4. */
export function fragmentationNeeded(mtu: number, quoted: Uint8Array, kept = 28): Carried {
  return icmp(3, 4, u16(0, mtu), quoted.subarray(0, kept))
}

/** "Packet Too Big". RFC 4443 §3.2. */
export function packetTooBig(mtu: number, quoted: Uint8Array, kept = 1232): Carried {
  return icmpv6(2, 0, u32(mtu), quoted.subarray(0, kept))
}

/** An ESP packet. RFC 4303 §2. */
export function esp(spi: number, sequence: number, payload: Part = new Uint8Array(40)): Carried {
  return carried(50, espBytes(spi, sequence, payload))
}

/** The same as bytes, for UDP 4500: `udp(4500, 4500, espBytes(0xc0ffee01, 1))`. */
export function espBytes(spi: number, sequence: number, payload: Part = new Uint8Array(40)): Uint8Array {
  return bytes(u32(spi, sequence), payload)
}

/** An AH header in front of another protocol. RFC 4302 §2. */
export function ah(spi: number, sequence: number, inside: Carried, icv: Part = new Uint8Array(12)): Carried {
  return {
    protocol: 51,
    build(pseudoHeader) {
      const check = bytes(icv)
      return bytes([inside.protocol, 1 + check.length / 4, 0, 0], u32(spi, sequence), check, inside.build(pseudoHeader))
    },
  }
}
