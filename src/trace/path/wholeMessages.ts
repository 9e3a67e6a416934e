import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import { IkeFragments } from '../../dissectors/ike/fragments.ts'
import { ike as ikeMessage } from '../../dissectors/ike/message.ts'
import { dissect } from '../../dissectors/packet.ts'
import type { Sighting } from '../model.ts'

/** An IKE message put together from payloads 132, with the packet that brought each of its bytes. */
export interface WholeMessage {
  readonly bytes: Uint8Array
  readonly pieces: readonly { readonly packet: number; readonly start: number; readonly end: number }[]
}

/** Bytes of whole messages kept to be shown; the oldest are let go first. */
const MOST_BYTES = 16 << 20

/** Puts IKEv1 fragments together, reads what comes out and keeps its bytes for whoever wants to see them. */
export class WholeMessages {
  private readonly fragments = new IkeFragments()
  private readonly byPacket = new Map<number, WholeMessage>()
  private bytes = 0

  /** Takes a piece; returns the message when it is whole. */
  add(piece: IkeMessage, seen: Sighting): IkeMessage | undefined {
    const { address, port } = seen.source
    const assembled = this.fragments.add(piece, `${address} ${port}`, seen.packets[0]!, seen.time)
    if (!assembled?.bytes) return undefined
    const { bytes, set } = assembled
    let end = bytes.length - set.inOrder.reduce((sum, one) => sum + one.length, 0)
    const pieces = set.inOrder.map(({ packet, length }) => {
      end += length
      return { packet, start: end - length, end }
    })
    this.keep({ bytes, pieces })
    const read = dissect(bytes, bytes.length, (c, layers) => ikeMessage(c, layers)).layers.find(layer => layer.kind === 'ike')
    return read?.message
  }

  /** The whole message that a packet brought a piece of. */
  of(packet: number): WholeMessage | undefined {
    return this.byPacket.get(packet)
  }

  private keep(whole: WholeMessage): void {
    for (const { packet } of whole.pieces) this.byPacket.set(packet, whole)
    this.bytes += whole.bytes.length
    for (const [packet, old] of this.byPacket) {
      if (this.bytes <= MOST_BYTES || old === whole) break
      if (packet === old.pieces[0]?.packet) this.bytes -= old.bytes.length
      this.byPacket.delete(packet)
    }
  }
}
