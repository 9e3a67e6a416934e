/** Bytes as people write them: `812 bytes`, `3.4 MB`. */
export function megabytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [divisor, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB']
  const value = bytes / divisor
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
