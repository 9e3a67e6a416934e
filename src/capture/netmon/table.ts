import type { Input } from '../input.ts'
import { type ByteSource, readOrNothing } from '../source.ts'
import { LONGEST_FRAME } from './frame.ts'
import type { Frames } from './frames.ts'
import { type Header, SHORT_HEADER } from './header.ts'

// The table says where the frames lie, in the order of their numbers; that order holds even where the file has another. A
// file's table may lie: each byte of the file can belong to one frame, so frames that add up to more than the file reaches
// contradict each other, and a table that makes the reader jump all over the file is given up before it costs too much.

/** Entries read at a time. */
const PIECE = 1024 * 1024
/** Frames that cannot be read before the table is given up. */
const MOST_UNREADABLE = 1000
/** What reading may cost in bytes, beside `TIMES` the file. */
const ALLOWANCE = 64 * 1024 * 1024
const TIMES = 64
/** What a jump costs in a compressed file: a stretch to inflate. */
const JUMP = 1024 * 1024

/** The table is all there. */
export async function tableIsWhole(source: ByteSource, { tableOffset, tableLength }: Header): Promise<boolean> {
  if (tableLength === 0 || tableLength % 4 !== 0 || tableOffset < SHORT_HEADER) return false
  return (await readOrNothing(source, tableOffset + tableLength - 4, new Uint8Array(4))) === 4
}

/** Reads the frames that the table lists; a text when it was given up. */
export async function listed(input: Input, header: Header, frames: Frames, compressed: boolean): Promise<string | undefined> {
  const count = header.tableLength / 4
  let furthest = 0
  let total = 0
  let unreadable = 0
  for (let first = 0; first < count; first += PIECE) {
    const table = await piece(input.source, header.tableOffset + first * 4, Math.min(PIECE, count - first))
    for (let i = 0; i < table.length; i++) {
      const offset = table[i]!
      const length = frameHere(input, offset, frames) || (await frameThere(input, offset, frames))
      if (length < 0 && ++unreadable > MOST_UNREADABLE) return `more than ${MOST_UNREADABLE} of its frames cannot be read`
      total += Math.max(length, frames.layout.header)
      if (length > 0) furthest = Math.max(furthest, offset + length)
      if (total > 2 * furthest + ALLOWANCE / TIMES) return 'its frames lie upon each other'
      const cost = input.bytesRead + (compressed ? input.jumps * JUMP : 0)
      if (cost > TIMES * furthest + ALLOWANCE) return 'its frames lie in too great disorder'
    }
    if (table.length < Math.min(PIECE, count - first)) return 'it could not be read'
  }
  return undefined
}

/** Reads the frame if the window holds it whole: its length, 0 if not. */
function frameHere(input: Input, offset: number, frames: Frames): number {
  const at = offset - input.position
  const { header, trailer } = frames.layout
  if (at < input.start || at + header > input.end) return 0
  const captured = frames.captured(input.view, at)
  const length = header + captured + trailer
  if (captured > LONGEST_FRAME || at + length > input.end) return 0
  frames.frame(input.bytes, input.view, at, captured, true, input.position)
  input.at = at + length
  return length
}

/** Fetches and reads the frame; its length, -1 if it cannot be read. */
async function frameThere(input: Input, offset: number, frames: Frames): Promise<number> {
  const { header, trailer } = frames.layout
  await input.seek(offset)
  if (offset < SHORT_HEADER || !(await input.more(header))) {
    frames.unreadable(`the frame table says byte ${offset}, where there is no frame`)
    return -1
  }
  const captured = frames.captured(input.view, input.at)
  if (captured > LONGEST_FRAME) {
    frames.unreadable(`the frame at byte ${offset} says ${captured} bytes`)
    return -1
  }
  const length = header + captured + trailer
  if (await input.more(length)) {
    frames.frame(input.bytes, input.view, input.at, captured, true, input.position)
    return length
  }
  const here = Math.min(captured, input.end - input.at - header)
  frames.cutOff(`the frame at byte ${offset} is cut off after ${here} of ${captured} bytes`)
  frames.frame(input.bytes, input.view, input.at, here, false, input.position)
  return header + here
}

async function piece(source: ByteSource, position: number, entries: number): Promise<Uint32Array> {
  const bytes = new Uint8Array(entries * 4)
  const got = await readOrNothing(source, position, bytes)
  const view = new DataView(bytes.buffer)
  const table = new Uint32Array(got >>> 2)
  for (let i = 0; i < table.length; i++) table[i] = view.getUint32(4 * i, true)
  return table
}
