import { firstSighting, lacksPieces, lastTime, type Message } from '../model.ts'
import type { Exchange } from './exchange.ts'

/**
 * Whoever waits for an answer does not have it: the capture at that end has no copy of it, or of its pieces some are in no capture,
 * and the question comes again behind it. Without that, those who capture may have missed it.
 */
export function isNotHeard(message: Message, exchanges: readonly Exchange[]): boolean {
  if (!message.notArrived && !lacksPieces(message)) return false
  const { messages } = exchanges.find(one => one.messages.some(named => named.message === message))!
  const said = firstSighting(message).time
  return messages.some(one => one.message.side !== message.side && firstSighting(one.message).time <= said && lastTime(one.message) > said)
}
