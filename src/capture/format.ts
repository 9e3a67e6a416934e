import type { Format, NoCapture, Record, Sink } from './record.ts'
import type { ByteSource } from './source.ts'

/** What a reader is given. */
export interface Reading {
  /** The (decompressed) file. */
  readonly source: ByteSource
  readonly sink: Sink
  readonly signal?: AbortSignal
  readonly onRead: (position: number) => void
  /** The file is compressed: going back in it is slow. */
  readonly compressed?: boolean
  /** Bytes read at a time. */
  readonly chunk?: number
}

/** What a reader found. */
export interface Read {
  readonly ok: true
  readonly format: Format
  readonly clock: 'utc' | 'local'
  readonly records: number
  /** What gave the order of its packets is lost: they came as they lie in the file. */
  readonly orderUnknown?: true
}

/** A container format: how its files begin, and who reads them. */
export interface CaptureFormat {
  readonly name: string
  recognises(head: Uint8Array): boolean
  read(reading: Reading): Promise<Read | NoCapture>
}

/** A record to hand out again and again. */
export function blankRecord(linkType: number): Record {
  return {
    number: 0,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    original: 0,
    position: 0,
    seconds: Number.NaN,
    nanoseconds: 0,
    linkType,
    interface: 0,
    direction: 0,
  }
}

/** Longest packet taken when the file's own snap length does not ask for more. */
const USUAL_LONGEST = 256 * 1024
/** Longest packet taken at all: USB and D-Bus captures reach beyond 256 KiB; a bogus length may not cost more than this. */
export const LONGEST = 16 * 1024 * 1024

/** Longest packet that a file or interface with this snap length may hold (0: none was set). */
export function longestPacket(snapLength: number): number {
  return Math.min(LONGEST, Math.max(USUAL_LONGEST, snapLength))
}

/** Takes the frame check sequence off, as far as it was captured. */
export function stripFcs(record: Record, fcs: number): void {
  record.original = Math.max(0, record.original - fcs)
  record.end = Math.min(record.end, record.start + record.original)
}
