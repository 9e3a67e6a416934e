import { jointOf, type PairScene, sendingsOf } from '../scene.ts'

/** The end of whoever began a negotiation: before it a NAT stands most often, so it alone has its own address. */
export function initiatorsEnd(pair: PairScene, found: { readonly negotiation: string | null }): 0 | 1 | undefined {
  const course = jointOf(pair, found)?.course
  const first = course?.negotiation.messages.find(one => one.side === course.initiator)
  return first && sendingsOf(pair, first).find(one => one.sender !== undefined)?.sender
}
