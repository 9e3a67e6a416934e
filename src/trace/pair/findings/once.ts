import type { Found } from '../../findings/finding.ts'
import type { PairForm, PairScene } from '../scene.ts'
import { fullerFirst, traceOf } from './fuller.ts'
import { alike } from './heard.ts'
import { joined } from './joined.ts'

/** The same fault of the same negotiation, or of the same packets, is said once. */
export const once: PairForm = (pair, alone) => groupedBy(pair, alone, keyOf)

/** The same under the same title: each end hears of the way from itself only, and the two ways are two matters. */
export const onceEachWay: PairForm = (pair, alone) => groupedBy(pair, alone, found => found.title)

function groupedBy(pair: PairScene, alone: readonly Found[], key: (found: Found, all: readonly Found[]) => string): Found[] {
  const groups = new Map<string, Found[]>()
  for (const found of alone) {
    const of = key(found, alone)
    groups.set(of, [...(groups.get(of) ?? []), found])
  }
  return [...groups.values()].flatMap(group => {
    const [ofA, ofB] = [group.filter(one => traceOf(one) !== 1), group.filter(one => traceOf(one) === 1)]
    const longer = ofA.length >= ofB.length ? ofA : ofB
    const shorter = longer === ofA ? ofB : ofA
    return longer.map((found, i) => (shorter[i] ? told(pair, found, shorter[i]) : found))
  })
}

/** One end may not have seen the negotiation that the other one names. */
function keyOf(found: Found, all: readonly Found[]): string {
  const { negotiation, alone = found.title } = found
  return negotiation ?? all.find(one => one.negotiation !== null && one.alone === alone)?.negotiation ?? alone
}

/** In the words of the one that tells more; where both speak of their captures and differ in the rest, in both's. */
function told(pair: PairScene, found: Found, other: Found): Found {
  const both = fullerFirst(pair, [found, other])
  const [ofA, ofB] = both.toSorted((one, next) => traceOf(one) - traceOf(next)) as [Found, Found]
  const title = alike(ofA.title, ofB.title)
  const isOfCapture = title !== undefined && title !== ofA.title && alike(ofA.says, ofB.says) === undefined
  return { ...joined(both), ...(isOfCapture ? { says: `${ofA.says} ${ofB.says}` } : {}) }
}
