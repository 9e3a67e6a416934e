/** An address in a file's own tables, as text: 4 bytes dotted, 16 as RFC 5952 writes them. */
export function addressText(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join('.') : version6(bytes)
}

function version6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16))
  const [start, length] = longestZeros(groups)
  if (length < 2) return groups.join(':')
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`
}

function longestZeros(groups: readonly string[]): [start: number, length: number] {
  let best: [number, number] = [0, 0]
  let run = 0
  groups.forEach((group, i) => {
    run = group === '0' ? run + 1 : 0
    if (run > best[1]) best = [i - run + 1, run]
  })
  return best
}
