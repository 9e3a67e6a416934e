/** Bytes sixteen to a line: offset, hex, printable characters. */
export function hexDump(bytes: Uint8Array): string[] {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const line = bytes.subarray(16 * i, 16 * i + 16)
    const hex = Array.from(line, byte => byte.toString(16).padStart(2, '0'))
    const text = Array.from(line, byte => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    return `${(16 * i).toString(16).padStart(4, '0')}  ${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}  ${text}`
  })
}
