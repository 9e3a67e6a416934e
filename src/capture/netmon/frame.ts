import type { Record } from '../record.ts'
import { Ticks } from '../ticks.ts'
import type { Header } from './header.ts'
import { linkTypeOf } from './mediaType.ts'

//         header                                                        behind the packet, unaligned
//   1.x   u32 delta in ms, u16 original, u16 captured
//   2.0   u64 delta in µs, u32 original, u32 captured
//   2.1                                                                 u16 media type
//   2.2                                                                 + u32 process index (0xFFFFFFFF: none)
//   2.3                                                                 + u64 FILETIME in UTC, u8 time zone index

/** Lengths in front of and behind a packet. */
export interface Layout {
  readonly header: 8 | 16
  readonly trailer: 0 | 2 | 6 | 15
}

/** The layout of a version's frames, as in the table above; the minor version decides within 2.x. */
export function layoutOf({ major, minor }: Header): Layout {
  if (major === 1) return { header: 8, trailer: 0 }
  return { header: 16, trailer: minor === 0 ? 0 : minor === 1 ? 2 : minor === 2 ? 6 : 15 }
}

/** Longest packet taken. Microsoft's tools and Wireshark stop at the same. */
export const LONGEST_FRAME = 262_144

/** FILETIME counts 100 ns since 1601. */
const FILETIME_SINCE = -11_644_473_600
/** 1990 and 2100: a FILETIME outside is not taken for one. */
const EARLIEST = 631_152_000
const LATEST = 4_102_444_800

/** Bytes of the frame whose header lies at `at` that the file kept. */
export const capturedLength = (view: DataView, at: number, layout: Layout) =>
  layout.header === 8 ? view.getUint16(at + 6, true) : view.getUint32(at + 12, true)

/** Bytes that the frame whose header lies at `at` had on the wire. */
export const originalLength = (view: DataView, at: number, layout: Layout) =>
  layout.header === 8 ? view.getUint16(at + 4, true) : view.getUint32(at + 8, true)

/** Sets times: of 2.3's UTC stamp where it is one, else the start (local time of the machine) plus the frame's delta. */
export class FrameClock {
  /** Frames timed by their UTC stamp, and by start and delta. */
  stamped = 0
  counted = 0
  private readonly start: number
  private readonly filetime = new Ticks(10_000_000n, FILETIME_SINCE)
  /** Seconds to add to local time, learnt from the first frame that has both. */
  private toUtc = 0

  constructor(
    { start }: Header,
    private readonly layout: Layout,
  ) {
    this.start = start ?? 0
  }

  /** Times the frame at `at` whose trailer lies at `trailer`. */
  set(record: Record, view: DataView, at: number, trailer: number): void {
    if (this.layout.trailer === 15) {
      this.filetime.set(record, view.getUint32(trailer + 10, true), view.getUint32(trailer + 6, true))
      if (record.seconds >= EARLIEST && record.seconds < LATEST) {
        if (this.stamped++ === 0) this.learn(record.seconds, view, at)
        return
      }
    }
    this.count(record, view, at)
  }

  /** Times the frame by start and delta. */
  count(record: Record, view: DataView, at: number): void {
    this.counted++
    const [seconds, nanoseconds] = this.local(view, at)
    record.seconds = seconds + this.toUtc
    record.nanoseconds = nanoseconds
  }

  /** Time zones differ by whole quarters of an hour. */
  private learn(utc: number, view: DataView, at: number): void {
    this.toUtc = Math.round((utc - this.local(view, at)[0]) / 900) * 900
  }

  private local(view: DataView, at: number): [seconds: number, nanoseconds: number] {
    const micros = this.layout.header === 8 ? view.getUint32(at, true) * 1000 : delta(view, at)
    const whole = Math.floor(micros / 1_000_000)
    const nanos = Math.round((micros - whole * 1_000_000) * 1000) + (this.start % 1000) * 1_000_000
    return [Math.floor(this.start / 1000) + whole + Math.floor(nanos / 1_000_000_000), nanos % 1_000_000_000]
  }
}

/** Microseconds since the start, negative before it: the raw number times ten, modulo 2^64, is a signed count of 100 ns. */
function delta(view: DataView, at: number): number {
  const high = view.getUint32(at + 4, true)
  if (high < 0x200000) return high * 0x100000000 + view.getUint32(at, true)
  return Number(BigInt.asIntN(64, view.getBigUint64(at, true) * 10n)) / 10
}

/** Length of the frame at `at` if its header and trailer can be true, else 0. Used where no table says where frames lie. */
export function plausibleFrame(view: DataView, at: number, end: number, layout: Layout): number {
  const captured = capturedLength(view, at, layout)
  const original = originalLength(view, at, layout)
  if (captured === 0 || captured > original || captured > LONGEST_FRAME || original > 16 * LONGEST_FRAME) return 0
  if (layout.header === 16 && Math.abs(delta(view, at)) > 100 * 366 * 86_400 * 1e6) return 0
  const trailer = at + layout.header + captured
  const length = layout.header + captured + layout.trailer
  if (layout.trailer === 0 || at + length > end) return length
  return linkTypeOf(view.getUint16(trailer, true)) === undefined ? 0 : length
}
