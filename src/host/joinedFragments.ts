import type { EncryptedFragment, IkeMessage, Payload } from '../dissectors/ike/facts.ts'
import { joinedPayloads } from '../dissectors/ike/message.ts'
import { dissect, packet } from '../dissectors/packet.ts'
import type { Root } from './protocol.ts'
import { packetBytes, type Reading } from './reading.ts'

/** Pieces that are put together: RFC 7383 §2.5 numbers them with 16 bits, no message has so many. */
const MOST = 1000

/** The payloads of an IKEv2 message that came in encrypted fragments, joined with the keys given. RFC 7383 §2.5. */
export async function joinedFragments(
  reading: Reading,
  packets: readonly number[],
): Promise<{ readonly root: Root; readonly payloads: readonly Payload[] } | undefined> {
  const pieces = new Map<number, Uint8Array>()
  const broughtBy = new Map<number, number>()
  let total = 0
  let first: { readonly message: IkeMessage; readonly type: number } | undefined
  for (const number of packets.slice(0, MOST)) {
    const found = await pieceIn(reading, number)
    if (!found?.piece.plain || pieces.has(found.piece.number)) continue
    pieces.set(found.piece.number, found.piece.plain)
    broughtBy.set(found.piece.number, number)
    total = found.piece.total
    if (found.piece.number === 1) first = { message: found.message, type: found.next }
  }
  if (!first || total === 0 || pieces.size !== total) return undefined
  const { message, type } = first
  const bytes = new Uint8Array([...pieces.values()].reduce((sum, piece) => sum + piece.length, 0))
  const places: { packet: number; start: number; end: number }[] = []
  let at = 0
  for (let number = 1; number <= total; number++) {
    const piece = pieces.get(number)
    if (!piece) return undefined
    bytes.set(piece, at)
    places.push({ packet: broughtBy.get(number)!, start: at, end: at + piece.length })
    at += piece.length
  }
  let payloads: readonly Payload[] = []
  const { tree } = dissect(bytes, bytes.length, c => {
    payloads = joinedPayloads(c, message, type)
  })
  return { root: { title: 'Decrypted from IKE fragments', bytes, tree, pieces: places }, payloads }
}

async function pieceIn(
  reading: Reading,
  number: number,
): Promise<{ readonly message: IkeMessage; readonly piece: EncryptedFragment; readonly next: number } | undefined> {
  const { packets } = reading.trace
  const bytes = await packetBytes(reading, number - 1)
  const { layers } = packet(bytes, packets.original(number - 1), packets.linkType(number - 1), { ...reading.keys, factsOnly: true })
  const message = layers.find(layer => layer.kind === 'ike')?.message
  const piece = message?.payloads.find(payload => payload.kind === 'skf')
  return message && piece ? { message, piece, next: message.bytes[piece.start - offsetOf(message, bytes)] ?? 0 } : undefined
}

/** Where a message starts in its packet: it is a part of the packet's own octets. */
function offsetOf({ bytes }: IkeMessage, packet: Uint8Array): number {
  return bytes.byteOffset - packet.byteOffset
}
