import { sayWhereItEnds } from '../ends.ts'
import type { Input } from '../input.ts'
import type { Sink } from '../record.ts'
import { resynchronise } from '../resynchronise.ts'
import { LONGEST_FRAME, plausibleFrame } from './frame.ts'
import type { Frames } from './frames.ts'
import { HEADER, type Header, SHORT_HEADER } from './header.ts'

// The frame table is written last: an interrupted capture has none, a file cut off has lost it. The frames nearly always
// follow one another, so they are walked; what cannot be a frame is searched over. If the header still says where the table
// would have begun, the frames end there.

/** Reads the frames of a file without a table, one after the other. */
export async function recovered(input: Input, header: Header, frames: Frames, sink: Sink): Promise<void> {
  const limit = header.tableLength > 0 && header.tableOffset > SHORT_HEADER ? header.tableOffset : Number.POSITIVE_INFINITY
  await input.seek(await firstFrame(input, frames))
  for (;;) {
    const needed = inWindow(input, frames, limit)
    if (input.offset >= limit) return
    if (needed === 0) {
      if (!(await searched(input, frames, limit, sink))) return
    } else if (!(await input.more(needed))) {
      const number = frames.record.number
      sayWhereItEnds(input, `packet ${number + 1}`, frames.layout.header, needed, number, sink)
      return
    }
  }
}

/** Reads what the window holds whole; returns what the next frame needs, 0 when there is none. */
function inWindow(input: Input, frames: Frames, limit: number): number {
  const { bytes, view, end, position } = input
  const { header, trailer } = frames.layout
  while (end - input.at >= header && input.offset < limit) {
    const length = plausibleFrame(view, input.at, end, frames.layout)
    if (length === 0 || input.offset + length > limit) return 0
    if (length > end - input.at) return length
    frames.frame(bytes, view, input.at, length - header - trailer, true, position)
    input.at += length
  }
  return header
}

/** Behind the header area, or at 72 in files by Message Analyzer, where the area otherwise is zero. */
async function firstFrame(input: Input, frames: Frames): Promise<number> {
  for (const start of [SHORT_HEADER, HEADER]) {
    await input.seek(start)
    await input.more(LONGEST_FRAME + 64)
    const { header } = frames.layout
    if (input.end - input.at >= header && plausibleFrame(input.view, input.at, input.end, frames.layout) > 0) return start
  }
  return HEADER
}

async function searched(input: Input, frames: Frames, limit: number, sink: Sink): Promise<boolean> {
  const from = input.offset
  input.at++
  const found = await resynchronise(input, frames.layout.header, 1, (view, at, end) => plausibleFrame(view, at, end, frames.layout))
  if (!found || input.offset >= limit) {
    if (limit === Number.POSITIVE_INFINITY)
      sink.problem?.(frames.record.number, { weight: 'malformed', says: `nothing behind byte ${from} reads as a frame` })
    return false
  }
  sink.problem?.(frames.record.number, {
    weight: 'malformed',
    says: `${input.offset - from} bytes at byte ${from} are no frame and were passed over`,
  })
  return true
}
