import type { Rewrite } from '../../trace/report.ts'

type Endpoint = Rewrite['before']['source']

/** A translation of one host on its way: its address and port in A's capture and in B's. */
export interface Translation {
  readonly atA: Endpoint
  readonly atB: Endpoint
  /** The first packet that shows it, by A's number. */
  readonly first: number
}

/** How a NAT translates the host that stands at one end, each way once, in the order of their first packets. @param trace whose capture is taken there */
export function translations(rewrites: readonly Rewrite[], trace: 0 | 1): readonly Translation[] {
  const all = new Map<string, Translation>()
  for (const { direction, before, after, first } of [...rewrites].sort((one, other) => one.first[0] - other.first[0])) {
    const end = (direction === 'a-to-b') === (trace === 0) ? 'source' : 'destination'
    const [atA, atB] = direction === 'a-to-b' ? [before[end], after[end]] : [after[end], before[end]]
    if (atA.address === atB.address && atA.port === atB.port) continue
    const key = `${written(atA)} ${written(atB)}`
    if (!all.has(key)) all.set(key, { atA, atB, first: first[0] })
  }
  return [...all.values()]
}

/** `192.0.2.10:500 → 203.0.113.9:40000, :4500 → :40001`: an address is written once as long as it stays the same. @param near where its own capture is taken */
export function translationText(all: readonly Translation[], near: 0 | 1): string {
  const own = all.filter(ported)
  let before: readonly Endpoint[] = []
  return (own.length > 0 ? own : all)
    .map(({ atA, atB }) => {
      const ends = near === 0 ? [atA, atB] : [atB, atA]
      const known = before.every((one, i) => one.address === ends[i]!.address) && before.length > 0
      before = ends
      return ends.map(end => (known ? `:${end.port}` : written(end))).join(' → ')
    })
    .join(', ')
}

/** What is said at the first packet of each translation, by A's number. */
export function firstTranslated(rewrites: readonly Rewrite[]): ReadonlyMap<number, string> {
  const said = ([0, 1] as const).flatMap(near =>
    translations(rewrites, near)
      .filter(ported)
      .map(one => [one.first, translationText([one], near)] as const),
  )
  return new Map(said)
}

function ported({ atA }: Translation): boolean {
  return atA.port !== 0
}

function written({ address, port }: Endpoint): string {
  if (port === 0) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
