/** Eight bytes of both sides and which of them differ, or a stretch of equal bytes that is left out. */
export type PairRow = { readonly start: number; readonly differ: readonly boolean[] } | { readonly gap: number; readonly from: number }

const PER_ROW = 8
/** Rows of equal bytes shown around a difference. */
const AROUND = 1
/** More rows than this say no more. */
const MOST = 200

/** The rows that hold differences, with a row around them. @param length of the longer side */
export function pairRows(length: number, ranges: readonly (readonly [number, number])[]): PairRow[] {
  const count = Math.ceil(length / PER_ROW)
  const shown = new Set<number>()
  for (const [start, end] of ranges) {
    const last = Math.floor((end - 1) / PER_ROW) + AROUND
    for (let row = Math.max(0, Math.floor(start / PER_ROW) - AROUND); row <= last && row < count && shown.size < MOST; row++) shown.add(row)
  }
  const rows: PairRow[] = []
  let at = 0
  for (const row of [...shown].sort((one, other) => one - other)) {
    if (row > at) rows.push({ gap: (row - at) * PER_ROW, from: at * PER_ROW })
    const start = row * PER_ROW
    rows.push({ start, differ: Array.from({ length: PER_ROW }, (_, i) => ranges.some(([s, e]) => start + i >= s && start + i < e)) })
    at = row + 1
  }
  if (rows.length > 0 && at < count) rows.push({ gap: length - at * PER_ROW, from: at * PER_ROW })
  return rows
}
