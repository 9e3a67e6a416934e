import type { Found } from '../../findings/finding.ts'
import { jointOf, type PairForm, type PairScene } from '../scene.ts'
import { alike } from './heard.ts'
import { joined } from './inVain.ts'

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

/** In the words of the one that saw more of it. */
function told(pair: PairScene, found: Found, other: Found): Found {
  const [ofA, ofB] = (traceOf(found) === 1 ? [other, found] : [found, other]) as [Found, Found]
  const [first, second] = knowsMore(pair, other, found) ? [other, found] : [found, other]
  const title = alike(ofA.title, ofB.title)
  const says = alike(ofA.says, ofB.says)
  const isOfCapture = title !== undefined && title !== ofA.title
  const inBrief = alike(ofA.inBrief ?? '', ofB.inBrief ?? '')
  return {
    ...joined([first, second]),
    ...(title === undefined ? {} : { title: sentence(title) }),
    ...(inBrief ? { inBrief } : {}),
    says: says === undefined ? (isOfCapture ? `${ofA.says} ${ofB.says}` : first.says) : sentence(says),
  }
}

/** `each capture` begins a sentence. */
function sentence(text: string): string {
  return text.replace(/^each/, 'Each')
}

/** It names the negotiation, or has it from its first message, where the other does not. */
function knowsMore(pair: PairScene, one: Found, other: Found): boolean {
  if (one.negotiation !== other.negotiation) return other.negotiation === null
  const parts = jointOf(pair, one)?.parts
  return parts?.[traceOf(one) ?? 0]?.joined === false && parts[traceOf(other) ?? 0]?.joined === true
}

function traceOf(found: Found): 0 | 1 | undefined {
  return found.evidence[0]?.trace
}
