import { METADATA, UNKNOWN_LINK } from '../../dissectors/linkTypes.ts'
import { blankRecord } from '../format.ts'
import type { Record, Sink } from '../record.ts'
import { capturedLength, FrameClock, type Layout, layoutOf, originalLength } from './frame.ts'
import type { Header } from './header.ts'
import { ATM, FILTER, linkTypeOf } from './mediaType.ts'
import type { Process } from './processes.ts'

/** In front of an ATM cell's payload: destination, source, VPI, VCI. */
const ATM_HEADER = 16
const utf16 = new TextDecoder('utf-16le')

/** Hands frames out as records, whoever found out where they lie. */
export class Frames {
  readonly layout: Layout
  readonly clock: FrameClock
  readonly record: Record
  private readonly linkTypes: number[] = []
  private readonly strange = new Set<number>()

  constructor(
    private readonly header: Header,
    private readonly sink: Sink,
    private readonly comments: ReadonlyMap<number, readonly string[]> = new Map(),
    private readonly processes: readonly Process[] = [],
  ) {
    this.layout = layoutOf(header)
    this.clock = new FrameClock(header, this.layout)
    this.record = blankRecord(METADATA)
  }

  /** The frame at `at`, of which `captured` bytes are here; its trailer may be missing at the end of a file. */
  frame(bytes: Uint8Array, view: DataView, at: number, captured: number, whole: boolean, windowPosition: number): void {
    const { record, layout } = this
    const start = at + layout.header
    const trailer = start + captured
    record.number++
    record.bytes = bytes
    record.start = start
    record.end = trailer
    record.original = originalLength(view, at, layout)
    if (record.original < captured) this.claimsMore(captured)
    const mediaType = layout.trailer > 0 && whole ? view.getUint16(trailer, true) : this.header.macType
    record.linkType = linkTypeOf(mediaType) ?? this.unknown(mediaType)
    record.interface = record.linkType === METADATA ? 0 : this.interfaceOf(record.linkType)
    if (mediaType === ATM) this.skipAtm()
    record.position = windowPosition + record.start
    if (whole) this.clock.set(record, view, at, trailer)
    else this.clock.count(record, view, at)
    if (this.comments.size > 0) for (const text of this.comments.get(windowPosition + at) ?? []) this.sink.comment?.(text, record.number)
    if (mediaType === FILTER && layout.trailer > 0) this.filter()
    if (layout.trailer >= 6 && whole && this.sink.process) this.tellProcess(view.getUint32(trailer + 2, true))
    this.sink.record(record)
  }

  /** A frame that cannot be read keeps its number, as a record without bytes. */
  unreadable(says: string): void {
    const { record } = this
    record.number++
    record.start = record.end = record.original = record.interface = 0
    record.linkType = METADATA
    record.seconds = Number.NaN
    record.nanoseconds = 0
    this.sink.problem?.(record.number, { weight: 'malformed', says })
    this.sink.record(record)
  }

  /** Says of the frame that comes next what is missing. */
  cutOff(says: string): void {
    this.sink.problem?.(this.record.number + 1, { weight: 'cut', says })
  }

  /** Captured bytes of the frame at `at`, as its header says. */
  captured(view: DataView, at: number): number {
    return capturedLength(view, at, this.layout)
  }

  private interfaceOf(linkType: number): number {
    const known = this.linkTypes.indexOf(linkType)
    if (known >= 0) return known
    this.sink.interface?.({ linkType })
    return this.linkTypes.push(linkType) - 1
  }

  private unknown(mediaType: number): number {
    if (!this.strange.has(mediaType)) {
      this.strange.add(mediaType)
      const says = `media type 0x${mediaType.toString(16).padStart(4, '0')} is not known`
      this.sink.problem?.(this.record.number, { weight: 'odd', says })
    }
    return UNKNOWN_LINK
  }

  private claimsMore(captured: number): void {
    const says = `${captured} bytes captured of a packet of ${this.record.original}`
    this.sink.problem?.(this.record.number, { weight: 'odd', says })
    this.record.original = captured
  }

  private skipAtm(): void {
    const { record } = this
    record.start = Math.min(record.end, record.start + ATM_HEADER)
    record.original = Math.max(record.end - record.start, record.original - ATM_HEADER)
  }

  /** u16 version, u32 type, u32 and u32 the application's version, then its name and the filter, UTF-16LE up to NUL. */
  private filter(): void {
    const { bytes, start, end, number } = this.record
    const [application, filter] = utf16.decode(bytes.subarray(Math.min(end, start + 14), end)).split('\0')
    if (filter) this.sink.comment?.(`Filter in ${application}: ${filter}`, number)
  }

  private tellProcess(index: number): void {
    const process = this.processes[index]
    if (process) this.sink.process?.(this.record.number, process.path, process.id)
  }
}
