/** Numbers as a person reads them. */

/** 1,204. */
export function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 packet`, `3 packets`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`
}

/** `4.0 s`, `0.25 ms`, `158 s`, `1 h 12 min`. */
export function duration(seconds: number): string {
  const s = Math.abs(seconds)
  if (s === 0) return '0 s'
  if (s < 0.001) return `${(s * 1e6).toFixed(0)} µs`
  if (s < 0.1) return `${(s * 1e3).toFixed(1)} ms`
  if (s < 1) return `${s.toFixed(2)} s`
  if (s < 60) return `${s.toFixed(1)} s`
  if (s < 600) return `${s.toFixed(0)} s`
  if (s < 5400) return `${Math.round(s / 60)} min`
  const minutes = Math.round(s / 60)
  if (s < 172_800) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${(s / 86_400).toFixed(1)} days`
}

/** `1.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
  const unit = Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** unit
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${['bytes', 'kB', 'MB', 'GB'][unit]}`
}

/** `1st`, `2nd`, `3rd`, `4th`. */
export function ordinal(value: number): string {
  const ten = value % 100 > 10 && value % 100 < 14 ? 0 : value % 10
  return `${value}${['th', 'st', 'nd', 'rd'][ten] ?? 'th'}`
}

/** `4-7, 9`: packet numbers, neighbours joined; at most `most` groups. */
export function ranges(numbers: readonly number[], most = 6): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const groups: [number, number][] = []
  for (const number of sorted) {
    const last = groups.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else groups.push([number, number])
  }
  const shown = groups.slice(0, most).map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}-${to}`))
  return shown.join(', ') + (groups.length > most ? ', …' : '')
}
