import type { Sink } from '../record.ts'
import { type ByteSource, readOrNothing } from '../source.ts'
import { HEADER, type Header } from './header.ts'

// Up to 2.1 a file may hold what the capturing machine counted: i64 microseconds, then u32 frames captured 8, bytes 12, frames
// that passed the filter 16, bytes 20, two unused, frames seen 32, bytes 36, two unused, frames dropped 48, frames dropped from
// the buffer 52, then what the network card counted. Microsoft, STATISTICS structure (Netmon.h). Later versions hold none, and
// no version says when.

const LENGTH = 88

/** Tells what was dropped while capturing, and what was overwritten in a buffer that was full. */
export async function statistics(source: ByteSource, { statisticsOffset, statisticsLength }: Header, sink: Sink): Promise<void> {
  if (statisticsOffset < HEADER || statisticsLength !== LENGTH) return
  const bytes = new Uint8Array(LENGTH)
  if ((await readOrNothing(source, statisticsOffset, bytes)) < LENGTH) return
  const view = new DataView(bytes.buffer)
  const [captured, passed, seen, dropped, overwritten] = [8, 16, 32, 48, 52].map(at => view.getUint32(at, true)) as number[]
  // Old files hold what happened to be in memory there: numbers that contradict each other are no count.
  if (captured! > passed! || passed! > seen! || dropped! > passed! || overwritten! > passed!) return
  if (dropped! > 0) sink.dropped?.(dropped!)
  if (overwritten! > 0) {
    const frames = overwritten === 1 ? 'one frame' : `${overwritten} frames`
    sink.problem?.(0, { weight: 'cut', says: `the buffer of the capture was full: ${frames} from before its first one were overwritten` })
  }
}
