import type { Range } from './withheld.ts'

/**
 * Bytes sixteen to a line: offset, hex, printable characters.
 * @param withheld those in whose place stand asterisks
 */
export function hexDump(bytes: Uint8Array, withheld: readonly Range[] = []): string[] {
  const isWithheld = (at: number) => withheld.some(({ start, end }) => at >= start && at < end)
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const line = bytes.subarray(16 * i, 16 * i + 16)
    const hex = Array.from(line, (byte, at) => (isWithheld(16 * i + at) ? '**' : byte.toString(16).padStart(2, '0')))
    const text = Array.from(line, byte => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    return `${(16 * i).toString(16).padStart(4, '0')}  ${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}  ${text}`
  })
}
