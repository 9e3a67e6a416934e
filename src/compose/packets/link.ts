import { bytes, type Part, u16 } from './bytes.ts'

interface EthernetOptions {
  /** EtherType; without it the payload's version nibble decides. */
  readonly type?: number
  /** Tags from the outside in: VLAN identifiers, or [tag's EtherType, identifier]. */
  readonly vlans?: readonly (number | readonly [number, number])[]
  readonly source?: Part
  readonly destination?: Part
}

/** An Ethernet frame without FCS, padded to 60 bytes: `ethernet(ipv4(a, b, udp(500, 500, message)))`. IEEE 802.3. */
export function ethernet(payload: Uint8Array, o: EthernetOptions = {}): Uint8Array {
  const tags = (o.vlans ?? []).flatMap(tag => (typeof tag === 'number' ? u16(0x8100, tag) : u16(...tag)))
  const frame = bytes(
    o.destination ?? '02 00 00 00 00 02',
    o.source ?? '02 00 00 00 00 01',
    tags,
    u16(o.type ?? (payload[0]! >> 4 === 6 ? 0x86dd : 0x0800)),
    payload,
  )
  return frame.length < 60 ? bytes(frame, new Uint8Array(60 - frame.length)) : frame
}

/** Linux cooked capture, LINKTYPE 113; packet type 0 to us, 4 outgoing. */
export function sll(payload: Uint8Array, packetType = 0): Uint8Array {
  return bytes(u16(packetType, 1, 6), '02 00 00 00 00 01 00 00', u16(payload[0]! >> 4 === 6 ? 0x86dd : 0x0800), payload)
}

/** Linux cooked capture version 2, LINKTYPE 276. */
export function sll2(payload: Uint8Array, packetType = 0): Uint8Array {
  const protocol = payload[0]! >> 4 === 6 ? 0x86dd : 0x0800
  return bytes(u16(protocol, 0), [0, 0, 0, 2], u16(1), [packetType, 6], '02 00 00 00 00 01 00 00', payload)
}
