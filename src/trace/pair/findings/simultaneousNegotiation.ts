import type { Found } from '../../findings/finding.ts'
import { NONE } from '../rows.ts'
import { other, type PairForm, type PairScene } from '../scene.ts'
import { joined } from './joined.ts'

/** N13: the two ends see the two negotiations in different orders: it is told of the one that came first, and once. */
export const simultaneousNegotiation: PairForm = (pair, alone) => {
  const groups: Found[][] = []
  for (const found of alone.toSorted((one, next) => numberOf(one) - numberOf(next))) {
    const known = groups.find(([first]) => isWithin(pair, first!, found) || isWithin(pair, found, first!))
    if (known) known.push(found)
    else groups.push([found])
  }
  return groups.map(joined)
}

function numberOf({ negotiation }: Found): number {
  return Number(negotiation?.slice(1))
}

/** Every packet that the second cites is one that the first cites, or arrived as it. */
function isWithin({ lineup }: PairScene, one: Found, next: Found): boolean {
  const cited = new Set(one.evidence.map(({ trace, packet }) => `${trace} ${packet}`))
  return next.evidence.every(({ trace, packet }) => {
    const mate = (lineup.rows[trace].mate[packet - 1] ?? NONE) + 1
    return cited.has(`${trace} ${packet}`) || cited.has(`${other(trace)} ${mate}`)
  })
}
