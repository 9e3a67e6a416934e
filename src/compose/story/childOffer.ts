import { hex } from '../../dissectors/text.ts'
import { u32 } from '../ike/bytes.ts'
import type { Part } from '../ike/message.ts'
import * as v2 from '../ike/v2.ts'
import type { EspKeys } from '../packets/protected.ts'
import { type End, other } from './conversation.ts'
import type { Child, State } from './state.ts'

const USE_TRANSPORT_MODE = 16_391

/** What asks for a child SA, or grants it, in transport mode between the two hosts: `from` begins, `end` speaks. RFC 7296 §1.3.1. */
export function childOffer({ talk }: State, { child, from, end }: { child: Child; from: End; end: End }, ...inside: Part[]): Part[] {
  const [me, peer] = [talk.hosts[from].address, talk.hosts[other(from)].address]
  return [
    v2.notify(USE_TRANSPORT_MODE),
    offered(child.toward[end], inside.length > 0),
    ...inside,
    v2.trafficSelector(me, me),
    v2.trafficSelector(peer, peer, { initiator: false }),
  ]
}

/** The SPI of a child SA as deletes and notifies name it. */
export const spiIn = ({ spi }: EspKeys): string => hex(Uint8Array.from(u32(spi)))

function offered(keys: EspKeys, fresh: boolean): Part {
  const id = { 3: 3, 11: 11, 12: 12 }[keys.cipher.esp]!
  const encryption = id === 12 ? v2.transform(1, 12, 128) : v2.transform(1, id)
  const group = fresh ? [v2.transform(4, 14)] : []
  return v2.sa(v2.proposal({ protocol: 3, spi: spiIn(keys) }, encryption, v2.transform(3, 2), ...group, v2.transform(5, 0)))
}
