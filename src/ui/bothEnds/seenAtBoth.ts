import type { BothSeen, Seen } from '../ladder/row.ts'

/** What either end saw of something, by its trace. */
export function seenAtBoth(sights: readonly (readonly [trace: 0 | 1, seen: Seen])[]): BothSeen {
  const of = (trace: 0 | 1) => sights.find(([one]) => one === trace)?.[1]
  return [of(0), of(1)]
}
