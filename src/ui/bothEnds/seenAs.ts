import type { Rewrite } from '../../trace/report.ts'

/** The address under which a trace sees a host that it, or the other one, knows as `address`; the same where nothing translates it. */
export function seenAs(rewrites: readonly Rewrite[], address: string, trace: 0 | 1): string {
  for (const { direction, before, after } of rewrites) {
    const [atA, atB] = direction === 'a-to-b' ? [before, after] : [after, before]
    for (const end of ['source', 'destination'] as const) {
      const [a, b] = [atA[end].address, atB[end].address]
      if (a !== b && (a === address || b === address)) return trace === 0 ? a : b
    }
  }
  return address
}
