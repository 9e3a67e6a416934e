import { printable, utf16 } from '../../text.ts'

/** Name of a GSS-API endpoint: UTF-16LE without terminator where Windows writes it, UTF-8 elsewhere. [MS-IKEE] 2.2.4. */
export function gssName(bytes: Uint8Array): string {
  const wide = bytes.length % 2 === 0 && bytes.some((byte, i) => i % 2 === 1 && byte === 0)
  return wide ? utf16(bytes) : printable(bytes)
}
