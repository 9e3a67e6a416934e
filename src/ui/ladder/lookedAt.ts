import type { Row } from './row.ts'

/** The packet to look at for a row: in this trace where it was seen there, else in the other one. */
export function lookedAt(row: Row, trace: 0 | 1): { readonly trace: 0 | 1; readonly packet: number } | undefined {
  if (!row.seen) return row.packets[0] === undefined ? undefined : { trace, packet: row.packets[0] }
  for (const one of trace === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
    const packet = row.seen[one]?.packets[0]
    if (packet !== undefined) return { trace: one, packet }
  }
  return undefined
}
