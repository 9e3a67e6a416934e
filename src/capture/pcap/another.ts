import { FILE_HEADER, type FileHeader, fileHeader, isPcap } from './header.ts'

// Files joined by `cat`, or members of one gzip file: where the next record should begin, another file does. Read as a record its
// magic would be a time, and its version a fraction of a second.

/** First octets of all magics in both byte orders: few records begin with one of them. */
const FIRST: ReadonlySet<number> = new Set([0xa1, 0xd4, 0x4d, 0x34, 0x1c, 0xac, 0xab])

/** A magic stands here. */
export function beginsAnother(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= 4 && FIRST.has(bytes[at]!) && isPcap(bytes.subarray(at, at + 4))
}

/** The header of another file that begins here: with a version that is in use, and a time zone and accuracy of zero. */
export function another(bytes: Uint8Array, at: number, end: number): FileHeader | undefined {
  const head = bytes.subarray(at, Math.min(end, at + FILE_HEADER))
  if (head.subarray(8, 16).some(octet => octet !== 0)) return undefined
  const header = fileHeader(head)
  return header.ok && header.odd === undefined ? header : undefined
}
