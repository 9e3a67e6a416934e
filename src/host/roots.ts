import { withoutWithheld } from '../dissectors/withheld.ts'
import { dissected } from './dissected.ts'
import { knownFor } from './known.ts'
import { lifted } from './lifted.ts'
import type { Root } from './protocol.ts'
import type { Reading } from './reading.ts'
import { reassembled } from './reassembled.ts'

/** The bytes of a packet with their trees: as captured first, then what it became part of or turned into. */
export async function roots(reading: Reading, row: number, bytes: Uint8Array): Promise<Root[]> {
  const { packets } = reading.trace
  const { tree, layers } = dissected(reading, bytes, packets.original(row), packets.linkType(row), knownFor(reading, row))
  const all = [...lifted('As captured', bytes, tree), ...(await reassembled(reading, row + 1, layers))]
  // a password is neither shown nor found, in whatever it is
  return all.map(root => ({ ...root, ...withoutWithheld(root.tree, root.bytes) }))
}
