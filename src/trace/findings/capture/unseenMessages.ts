import { firstSighting, type Seconds } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { Exchange, NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges } from '../../negotiation/header.ts'

/** A message that was answered and is not in the capture: it passed, and the capture does not have it. */
export interface Unseen {
  /** Of its exchange, the message before it and the one that could only be sent after it had arrived. */
  readonly before: NamedMessage
  readonly after: NamedMessage
  /** Of the exchange. */
  readonly type: string
  readonly source: string
  readonly destination: string
  /** Between which moments it was sent. */
  readonly from: Seconds
  readonly until: Seconds
}

/** Of each exchange of a negotiation the first such message, where both peers are heard from its beginning. */
export function unseenMessages({ negotiation, exchanges }: Course): Unseen[] {
  const sides = new Set(negotiation.messages.map(m => m.side))
  if (sides.size < 2 || negotiation.joined) return []
  return exchanges.flatMap((exchange, i) => {
    const { messages, type } = exchange
    const isHere = (position: number) => messages.some(m => m.position === position)
    const at = messages.findIndex((m, i) => i > 0 && m.position === messages[i - 1]!.position + 2 && !isHere(m.position - 1))
    const before = at > 0 ? messages[at - 1]! : messages.at(-1)!
    const after = at > 0 ? messages[at] : behindMain(exchange, exchanges[i + 1])
    return after ? [between(before, after, type)] : []
  })
}

/** What the initiator begins a quick mode with although it has not had MM6 here. */
function behindMain({ exchangeType, messages }: Exchange, next: Exchange | undefined): NamedMessage | undefined {
  if (exchangeType !== Exchanges.main || next?.exchangeType !== Exchanges.quick || messages.length < 5) return undefined
  const last = messages.at(-1)!
  // What stands out of order is here all the same.
  return last.position === 5 &&
    messages[messages.length - 2]!.position < 5 &&
    next.starter === last.message.side &&
    next.messages[0]!.position === 1
    ? next.messages[0]
    : undefined
}

function between(before: NamedMessage, after: NamedMessage, type: string): Unseen {
  const next = firstSighting(after.message)
  const from = firstSighting(before.message).time
  return { before, after, type, source: next.destination.address, destination: next.source.address, from, until: next.time }
}
