import { untilNul } from '../text.ts'

// Options follow the fixed fields of most blocks: u16 code, u16 length, value padded to 4, until code 0 or the block's end.
// Codes 0, 1 (comment) and 2988, 2989, 19372, 19373 (custom) mean the same everywhere, the rest depends on the block.

/** Code of opt_comment. draft-ietf-opsawg-pcapng §3.5. */
export const COMMENT = 1

/**
 * Calls `each` with every option in [at, end). Returns false when one claims more bytes than the block has left.
 * draft-ietf-opsawg-pcapng §3.5.
 */
export function options(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  each: (code: number, start: number, length: number) => void,
): boolean {
  while (end - at >= 4) {
    const code = view.getUint16(at, littleEndian)
    const length = view.getUint16(at + 2, littleEndian)
    if (code === 0) return true
    if (length > end - at - 4) return false
    each(code, at + 4, length)
    at += 4 + length + (-length & 3)
  }
  return true
}

const utf8 = new TextDecoder()

/** A UTF-8 option as text; some writers end it with NUL. */
export function optionText(bytes: Uint8Array, start: number, length: number): string {
  return untilNul(utf8.decode(bytes.subarray(start, start + length)))
}

/** A 64-bit count, as far as a double holds it. */
export function count64(view: DataView, at: number, littleEndian: boolean): number {
  return Number(view.getBigUint64(at, littleEndian))
}
