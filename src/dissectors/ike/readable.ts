import { printable } from '../text.ts'

/** Bytes as text in quotation marks when all of it is visible ASCII: many vendors write plain words. */
export function readableOrNothing(bytes: Uint8Array): string | undefined {
  return bytes.length > 3 && bytes.every(byte => byte >= 0x20 && byte < 0x7f) ? `"${printable(bytes)}"` : undefined
}
