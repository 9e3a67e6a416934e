import { firstSighting, lacksPieces, lastTime, type Message, sightings } from '../model.ts'
import type { Exchange } from './exchange.ts'

/**
 * Whoever waits for an answer does not have it: the capture at that end has no copy of it, or no copy is whole in any capture,
 * and the question comes again behind it. Without that, those who capture may have missed it. Nor is it known to have it where
 * the capture ends before that could be seen (awaited.ts).
 */
export function isNotHeard(message: Message, exchanges: readonly Exchange[]): boolean {
  if (message.awaited) return true
  const inFragments = isInFragments(message)
  if (!message.notArrived && !lacksPieces(message) && !inFragments) return false
  const { messages } = exchanges.find(one => one.messages.some(named => named.message === message))!
  const said = firstSighting(message).time
  const asked = messages.map(one => one.message).filter(one => one.side !== message.side && firstSighting(one).time <= said)
  // A filter on ports leaves out later fragments that did arrive: one repetition may have crossed the answer.
  if (inFragments) return asked.some(one => one.transmissions.filter(t => t.sightings[0]!.time > said).length >= 2)
  return asked.some(one => lastTime(one) > said)
}

/** No capture has all of it, in no copy. */
export function isNotWhole(message: Message): boolean {
  return lacksPieces(message) || isInFragments(message)
}

/** Of no copy is more here than some of its IP fragments. */
export function isInFragments(message: Message): boolean {
  return sightings(message).every(one => one.lacksFragments)
}
