/** Bytes [start, end) of a file. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** The part of a file of `size` bytes that a Range header asks for. RFC 9110 §14.1.2, §14.2.
 *  'all' without a header or with one that asks for several parts or is none of ours: a server may answer those whole;
 *  and an empty file, so that no browser reports its bytes as an error; 'none' when it asks for nothing the file has. */
export function rangeOf(header: string | null | undefined, size: number): ByteRange | 'all' | 'none' {
  const found = header == null ? null : /^bytes=(\d*)-(\d*)$/i.exec(header.trim())
  if (!found || size === 0) return 'all'
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return 'all'
  if (first === '') {
    const count = Math.min(Number(last), size)
    return count > 0 ? { start: size - count, end: size } : 'none'
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return 'all'
  return start < size ? { start, end: last === '' ? size : Math.min(Number(last) + 1, size) } : 'none'
}
