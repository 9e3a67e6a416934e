import type { PairForm } from '../scene.ts'
import { onceEachWay } from './once.ts'
import { refused } from './refused.ts'

/** N25: of a negotiation as any refusal; what belongs to none, as a packet without a whole header, once for each sender. */
export const malformedMessage: PairForm = (pair, alone) => {
  const ofNone = alone.filter(one => one.negotiation === null)
  return refused(pair, [...alone.filter(one => one.negotiation !== null), ...onceEachWay(pair, ofNone)])
}
