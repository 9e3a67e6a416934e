import type { Found } from '../../findings/finding.ts'
import { jointOf, type PairScene, sendingsOf } from '../scene.ts'

/** The end of whoever began a negotiation: before it a NAT stands most often, so it alone has its own address. */
export function initiatorsEnd(pair: PairScene, found: { readonly negotiation: string | null }): 0 | 1 | undefined {
  const course = jointOf(pair, found)?.course
  const first = course?.negotiation.messages.find(one => one.side === course.initiator)
  return first && sendingsOf(pair, first).find(one => one.sender !== undefined)?.sender
}

/** What both captures tell of one matter, first that which tells more, whichever file is the first. */
export function fullerFirst(pair: PairScene, group: readonly Found[]): Found[] {
  return group.toSorted((one, other) => {
    for (const measure of MEASURES) {
      const difference = measure(pair, one) - measure(pair, other)
      if (difference !== 0) return difference
    }
    return 0
  })
}

/** Each less for what tells more. */
const MEASURES: readonly ((pair: PairScene, found: Found) => number)[] = [
  (_, { severity }) => ['error', 'warning', 'note'].indexOf(severity),
  (_, { negotiation }) => (negotiation === null ? 1 : 0),
  (pair, found) => (isSeenToBegin(pair, found) ? 0 : 1),
  (_, { confidence }) => ['certain', 'likely', 'possible'].indexOf(confidence),
  (_, { because }) => -because.length,
  (_, { evidence }) => -evidence.length,
  (pair, found) => (initiatorsEnd(pair, found) === traceOf(found) ? 0 : 1),
]

/** Its capture has the negotiation from the first message. */
function isSeenToBegin(pair: PairScene, found: Found): boolean {
  return jointOf(pair, found)?.parts[traceOf(found)]?.joined === false
}

/** The trace of the first packet that a finding cites; A where it cites none. */
export function traceOf({ evidence }: Found): 0 | 1 {
  return evidence[0]?.trace ?? 0
}
