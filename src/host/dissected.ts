import type { Context } from '../dissectors/cursor.ts'
import { type Packet, packet } from '../dissectors/packet.ts'
import type { Reading } from './reading.ts'

/**
 * Dissects a packet, with what is known of its peers where that makes a difference.
 * @param context what else is known; `factsOnly`: without a tree
 */
export function dissected(
  reading: Pick<Reading, 'vendorIds'>,
  bytes: Uint8Array,
  original: number,
  linkType: number,
  context: Context = {},
): Packet {
  const read = packet(bytes, original, linkType, context)
  const ike = read.layers.find(layer => layer.kind === 'ike')
  const vendorIds = ike?.kind === 'ike' ? reading.vendorIds.beyond(ike.message) : undefined
  return vendorIds?.size ? packet(bytes, original, linkType, { ...context, vendorIds }) : read
}
