import { type Context, Cursor } from './cursor.ts'
import type { Field } from './field.ts'
import type { Layer } from './layer.ts'
import { link } from './link/index.ts'

/** A dissected packet: the tree for people, the layers for src/trace. */
export interface Packet {
  readonly tree: Field
  readonly layers: readonly Layer[]
}

/** Reads a carrier's content: records fields at the cursor, adds what it learnt to `layers`, goes on inside. */
export type Dissector = (c: Cursor, layers: Layer[]) => void

/** Carriers within carriers that are followed; a deeper one is left as bytes. */
export const MAX_LAYERS = 24

/**
 * Dissects one captured packet.
 * @param bytes what the capture kept  @param original its length on the wire  @param linkType LINKTYPE number
 */
export function packet(bytes: Uint8Array, original: number, linkType: number, context?: Context): Packet {
  return dissect(bytes, original, (c, layers) => link(linkType)(c, layers), context)
}

/** The same for bytes that are no captured frame: a reassembled datagram's payload, decrypted bytes. */
export function dissect(bytes: Uint8Array, wire: number, read: Dissector, context?: Context): Packet {
  const tree: Field = { name: 'Packet', start: 0, end: bytes.length, children: [] }
  const layers: Layer[] = []
  const c = new Cursor(bytes, wire, tree, context)
  c.all(() => read(c, layers))
  return { tree, layers }
}
