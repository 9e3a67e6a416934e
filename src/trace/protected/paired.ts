import type { Seconds } from '../model.ts'
import type { Flow } from './flow.ts'

// Flows of which the capture holds no exchange that made them: which two are the two ways of one SA. Keys set by hand serve both under
// one SPI; else what is sent one way and what answers it begin at nearly the same time.

/** Flows of one SA: those one way, and those the other way, if there are any. */
export interface Pair {
  readonly one: readonly Flow[]
  other: readonly Flow[]
}

/** @param rest groups of flows that are one SA one way, in the order of their first packets */
export function paired(rest: readonly (readonly Flow[])[]): Pair[] {
  const all = ofOneSpi(rest)
  const byHosts = new Map<string, Pair[]>()
  for (const pair of all) {
    if (pair.other.length > 0) continue
    const { kind, source, destination } = pair.one[0]!
    const key = `${kind} ${[source, destination].sort().join(' ')}`
    const known = byHosts.get(key)
    if (known) known.push(pair)
    else byHosts.set(key, [pair])
  }
  const taken = new Set<Pair>()
  for (const together of byHosts.values()) joinNeighbours(together, taken)
  return all.filter(pair => !taken.has(pair))
}

/** Each with the last one before it the other way that is still alone, but for one that begins nearer to the next. */
function joinNeighbours(together: readonly Pair[], taken: Set<Pair>): void {
  const alone: Pair[] = []
  for (const [i, pair] of together.entries()) {
    const before = alone.at(-1)
    const next = together[i + 1]
    const isNext = before && next && isOpposite(pair, next) && apart(pair, next) < apart(before, pair)
    if (!before || !isOpposite(before, pair) || isNext) {
      alone.push(pair)
      continue
    }
    alone.pop()
    before.other = pair.one
    taken.add(pair)
  }
}

function isOpposite(a: Pair, b: Pair): boolean {
  return a.one[0]!.source !== b.one[0]!.source
}

function apart(a: Pair, b: Pair): Seconds {
  return Math.abs(b.one[0]!.firstTime - a.one[0]!.firstTime)
}

function ofOneSpi(rest: readonly (readonly Flow[])[]): Pair[] {
  const byWay = new Map<string, Pair>()
  const all: Pair[] = []
  for (const flows of rest) {
    const back = flows.map(({ kind, spi, source, destination }) => byWay.get(`${kind} ${spi} ${destination} ${source}`))
    const lonely = back.find(pair => pair?.other.length === 0)
    if (lonely) lonely.other = flows
    else {
      const pair = { one: flows, other: [] }
      all.push(pair)
      for (const { kind, spi, source, destination } of flows) byWay.set(`${kind} ${spi} ${source} ${destination}`, pair)
    }
  }
  return all
}
