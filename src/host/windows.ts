import type { Packets } from '../trace/packets/packets.ts'
import type { Reading } from './reading.ts'

/** Bytes read at once for neighbours in the file. */
const WINDOW = 1 << 20

/** Rows [from, to) whose bytes were read together. */
export interface Window {
  readonly from: number
  readonly to: number
  /** The captured bytes of one of these rows. */
  bytes(row: number): Uint8Array
}

/** Reads the bytes of rows [from, to) again, neighbours in the file together. */
export async function* windows(reading: Reading, from: number, to: number): AsyncGenerator<Window> {
  const { packets } = reading.trace
  for (let row = from; row < to; ) {
    const next = neighbours(packets, row, to)
    const base = packets.position(row)
    const window = new Uint8Array(packets.position(next - 1) + packets.captured(next - 1) - base)
    const read = await reading.bytes.read(base, window)
    yield {
      from: row,
      to: next,
      bytes(row) {
        const at = packets.position(row) - base
        return window.subarray(at, Math.min(at + packets.captured(row), read))
      },
    }
    row = next
  }
}

/** The row behind those that lie together in the file, one after the other within a window. */
function neighbours(packets: Packets, row: number, end: number): number {
  const base = packets.position(row)
  let next = row + 1
  for (let before = base; next < end; next++) {
    const position = packets.position(next)
    if (position < before || position + packets.captured(next) - base > WINDOW) break
    before = position
  }
  return next
}
