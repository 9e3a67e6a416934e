import type { Negotiation } from '../../model.ts'
import { brokenFrom } from '../brokenPath.ts'
import { endName, other, type PairScene } from '../scene.ts'
import { seeWhatBroke } from './outage.ts'

/** What to look at where something was lost on its way from one end: what broke the path where nothing arrived at that time, else filters. */
export function lookOnTheWay(pair: PairScene, sender: 0 | 1, negotiation?: Negotiation): string {
  const broken = brokenFrom(pair, sender)
  if (broken) return seeWhatBroke(pair, sender, broken)
  const [from, to] = [endName(pair, sender, negotiation), endName(pair, other(sender), negotiation)]
  return `Look at what lies between: firewalls and filters from ${from} to ${to}.`
}

/** Where a path loses packets now and then, no filter does. */
export const FIND_LOSSY_PART = 'Find the part of the path that loses packets (a hundred pings to each router)'
