/** Whether two arrays hold the same bytes; not in constant time, which nothing here needs. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
