import type { NoCapture } from '../record.ts'

// 128 bytes, little-endian: magic, u8 minor, u8 major, u16 MAC type, SYSTEMTIME (8 × u16), then pairs of u32 offset and
// u32 length: frame table 24, user data 32, comments 40, processes or statistics 48, network or extended info 56.
// Before 2.2 the pairs from 40 on may be uninitialised memory. Message Analyzer's exports put the first frame at 72.

/** Length of the header area; frames begin behind it, or at 72. */
export const HEADER = 128
/** Where the first frame may lie at the earliest, and the bytes of the header that are read. */
export const SHORT_HEADER = 72

/** A Network Monitor file's header. Microsoft, CAPTUREFILE_HEADER_VALUES. */
export interface Header {
  readonly ok: true
  readonly major: 1 | 2
  /** 0-3; later ones are read as 3. */
  readonly minor: number
  /** Media type of all frames before 2.1. */
  readonly macType: number
  /** Local time of the capturing machine as if it were UTC, milliseconds since 1970; undefined when it is no time. */
  readonly start: number | undefined
  readonly tableOffset: number
  /** Bytes. */
  readonly tableLength: number
  readonly commentsOffset: number
  readonly commentsLength: number
  readonly processesOffset: number
  readonly processes: number
  /** 0 where a version has none. */
  readonly statisticsOffset: number
  readonly statisticsLength: number
  readonly odd?: string
}

const RTSS = 0x52545353
const GMBU = 0x474d4255

/** Whether a file begins with one of the two magics: RTSS of 1.x, GMBU of 2.x. */
export function isNetMon(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0)
  return magic === RTSS || magic === GMBU
}

/** Reads a header out of the file's first bytes, 72 at least; else says why it is none, or of a version that is not known. */
export function header(head: Uint8Array): Header | NoCapture {
  if (head.length < SHORT_HEADER) return { ok: false, why: `a Network Monitor file cut off inside its header, after ${head.length} bytes` }
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const magic = view.getUint32(0)
  const minor = view.getUint8(4)
  const major = view.getUint8(5)
  if ((major !== 1 && major !== 2) || (magic === RTSS && major === 2)) {
    return {
      ok: false,
      why: `a Network Monitor file of version ${major}.${minor}${magic === RTSS ? ' with the magic of 1.x' : ''}; 1.x and 2.0 to 2.3 are known`,
    }
  }
  const at22 = major === 2 && minor >= 2
  return {
    ok: true,
    major,
    minor: major === 2 ? Math.min(minor, 3) : minor,
    macType: view.getUint16(6, true),
    start: systemTime(view, 8),
    tableOffset: view.getUint32(24, true),
    tableLength: view.getUint32(28, true),
    commentsOffset: at22 ? view.getUint32(40, true) : 0,
    commentsLength: at22 ? view.getUint32(44, true) : 0,
    processesOffset: at22 ? view.getUint32(48, true) : 0,
    processes: at22 ? view.getUint32(52, true) : 0,
    statisticsOffset: at22 ? 0 : view.getUint32(48, true),
    statisticsLength: at22 ? 0 : view.getUint32(52, true),
    ...(major === 2 && minor > 3 ? { odd: `Network Monitor version 2.${minor} is read like 2.3` } : {}),
  }
}

/** SYSTEMTIME: year, month from 1, day of week, day, hour, minute, second, millisecond. */
function systemTime(view: DataView, at: number): number | undefined {
  const [year, month, , day, hour, minute, second, millisecond] = Array.from({ length: 8 }, (_, i) =>
    view.getUint16(at + 2 * i, true),
  ) as number[]
  const inRange = year! >= 1970 && year! < 2200 && month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31
  return inRange && hour! < 24 && minute! < 60 && second! < 61
    ? Date.UTC(year!, month! - 1, day, hour, minute, second, millisecond)
    : undefined
}
