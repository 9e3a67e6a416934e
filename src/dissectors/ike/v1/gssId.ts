import { printable } from '../../text.ts'

/** Name of a GSS-API endpoint: UTF-16LE without terminator where Windows writes it, Latin letters elsewhere. [MS-IKEE] 2.2.4. */
export function utf16(bytes: Uint8Array): string {
  const wide = bytes.length > 0 && bytes.length % 2 === 0 && bytes.every((byte, i) => i % 2 === 0 || byte === 0)
  return printable(wide ? bytes.filter((_, i) => i % 2 === 0) : bytes)
}
