import { addressText } from '../address.ts'
import type { Sink } from '../record.ts'
import { optionText } from './options.ts'

const lengths: Readonly<{ [type: number]: number }> = { 1: 4, 2: 16 }

/** Reads a Name Resolution Block's records in [at, end): type 1 IPv4, 2 IPv6, 0 the end. draft-ietf-opsawg-pcapng §4.5. */
export function names(bytes: Uint8Array, view: DataView, at: number, end: number, littleEndian: boolean, sink: Sink): boolean {
  while (end - at >= 4) {
    const type = view.getUint16(at, littleEndian)
    const length = view.getUint16(at + 2, littleEndian)
    if (type === 0) return true
    if (length > end - at - 4) return false
    const address = lengths[type]
    if (address !== undefined && length > address) {
      const text = addressText(bytes.subarray(at + 4, at + 4 + address))
      for (const name of terminated(bytes, at + 4 + address, at + 4 + length)) sink.hostName?.(text, name)
    }
    at += 4 + length + (-length & 3)
  }
  return true
}

/** The NUL-terminated names in [at, end). */
function terminated(bytes: Uint8Array, at: number, end: number): string[] {
  const all: string[] = []
  while (at < end) {
    const nul = bytes.indexOf(0, at)
    const stop = nul < 0 || nul > end ? end : nul
    if (stop > at) all.push(optionText(bytes, at, stop - at))
    at = stop + 1
  }
  return all
}
