import type { CaptureFormat, Read, Reading } from './format.ts'
import { Input } from './input.ts'
import { comments } from './netmon/comments.ts'
import { Frames } from './netmon/frames.ts'
import { HEADER, type Header, header, isNetMon } from './netmon/header.ts'
import { processes } from './netmon/processes.ts'
import { recovered } from './netmon/recovery.ts'
import { statistics } from './netmon/statistics.ts'
import { listed, tableIsWhole } from './netmon/table.ts'
import type { NoCapture } from './record.ts'
import { readOrNothing } from './source.ts'

/**
 * Microsoft Network Monitor's files, 1.x and 2.0 to 2.3 (with the ones Message Analyzer exports). Times are local to the
 * capturing machine up to 2.2, its zone is not stored; from 2.3 on each frame has UTC.
 */
export const netmon: CaptureFormat = { name: 'Network Monitor', recognises: isNetMon, read }

async function read({ source, sink, signal, onRead, chunk, compressed }: Reading): Promise<Read | NoCapture> {
  const head = new Uint8Array(HEADER)
  const about = header(head.subarray(0, await readOrNothing(source, 0, head)))
  if (!about.ok) return about
  if (about.odd !== undefined) sink.problem?.(0, { weight: 'odd', says: about.odd })
  if (about.start === undefined) sink.problem?.(0, { weight: 'odd', says: 'the start of the capture is no time; times count from 1970' })
  const whole = await tableIsWhole(source, about)
  const input = new Input(source, signal, onRead, chunk)
  const notes = await comments(source, about, sink)
  await statistics(source, about, sink)
  const frames = new Frames(about, sink, notes, sink.process ? await processes(source, about, signal) : [])
  if (whole) {
    const gaveUp = await listed(input, about, frames, compressed ?? false)
    if (gaveUp !== undefined) sink.problem?.(frames.record.number, { weight: 'malformed', says: `the frame table was given up: ${gaveUp}` })
  } else {
    await recovered(input, about, frames, sink)
    sayRecovered(about, frames, sink)
  }
  signal?.throwIfAborted()
  const { stamped, counted } = frames.clock
  if (stamped > 0 && counted > 0) {
    sink.problem?.(0, { weight: 'odd', says: `${counted} frames have no usable UTC time and were placed by the local start time` })
  }
  return {
    ok: true,
    format: about.major === 1 ? 'netmon1' : 'netmon2',
    clock: stamped > 0 ? 'utc' : 'local',
    records: frames.record.number,
    ...(whole ? {} : { orderUnknown: true as const }),
  }
}

function sayRecovered({ tableOffset, tableLength }: Header, frames: Frames, sink: Reading['sink']): void {
  if (tableLength === 0 && tableOffset >= HEADER && frames.record.number === 0) return
  const table =
    tableLength === 0
      ? 'the file has no frame table, as after an interrupted capture'
      : `the frame table at byte ${tableOffset} (${tableLength} bytes) is not whole in the file`
  const says = `${table}; ${frames.record.number} packets were recovered without it, their order may differ`
  sink.problem?.(frames.record.number, { weight: 'cut', says })
}
