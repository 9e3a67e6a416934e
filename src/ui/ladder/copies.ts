import { otherWay } from '../../text/otherWay.ts'
import type { Exchange, Message, Negotiation, Sighting, Transmission } from '../../trace/report.ts'
import { type Slices, STEPS, shared, sorting } from '../slices.ts'
import type { End } from './row.ts'
import type { Place } from './rowId.ts'

/** One transmission of a message as one trace saw it. */
export interface Copy {
  readonly negotiation: Negotiation
  readonly exchange: Exchange
  readonly message: Message
  readonly sighting: Sighting
  readonly place: Place
  readonly number: number
  readonly count: number
  readonly after?: number
  /** Sent between other addresses than those before: what is said instead. */
  readonly again?: string
  readonly modified: boolean
  end: End
  /** It arrived, or one sent before it did. */
  came: boolean
}

/** Told once for all who ask; a report's negotiations never change. */
const known = [
  new WeakMap<Negotiation, () => Slices<readonly Copy[]>>(),
  new WeakMap<Negotiation, () => Slices<readonly Copy[]>>(),
] as const

/**
 * All transmissions of a negotiation that a trace saw, in the order of time, each with what became of it.
 *
 * A capture alone does not show whether a packet arrived. Where the report does not know, three things tell: the trace
 * was taken at the receiver; the receiver spoke next, before the sender asked again; or, of what was sent once, the exchange was
 * completed, and of its last message, that the receiver went on with what it could only do then. What comes after a second sending may
 * answer the first: a further one arrived for sure only where each before it had an answer of its own. In all other cases the arrow
 * ends in a question mark.
 */
export function copying(negotiation: Negotiation, trace: 0 | 1): Slices<readonly Copy[]> {
  const told = known[trace].get(negotiation) ?? shared(telling(negotiation, trace))
  known[trace].set(negotiation, told)
  return told()
}

function* telling(negotiation: Negotiation, trace: 0 | 1): Slices<readonly Copy[]> {
  const untimed: Copy[] = []
  let steps = 0
  for (const [n, exchange] of negotiation.exchanges.entries())
    for (const [m, message] of exchange.messages.entries()) {
      if (++steps % STEPS === 0) yield
      const seen = message.transmissions.flatMap((transmission, sending) => {
        const sighting = transmission.sightings.find(s => s.trace === trace)
        return sighting ? [{ transmission, sighting, sending }] : []
      })
      seen.forEach(({ transmission, sighting, sending }, index) => {
        const before = seen[index - 1]
        untimed.push({
          negotiation,
          exchange,
          message,
          sighting,
          place: [n, m, sending],
          number: index + 1,
          count: seen.length,
          ...(before ? { after: sighting.time - before.sighting.time, ...again(transmission, sighting) } : {}),
          modified: transmission.way === undefined && transmission.fate === 'modified',
          end: endOf(transmission),
          came: false,
        })
      })
    }
  const all = yield* sorting(untimed, (one, other) => one.sighting.time - other.sighting.time)
  yield* judge(all, negotiation.seenFrom?.[trace] ?? undefined)
  return all
}

function again(transmission: Transmission, sighting: Sighting): { readonly again?: string } {
  const says = otherWay(transmission, sighting)
  return says === undefined ? {} : { again: says }
}

function* judge(all: readonly Copy[], taken: 'initiator' | 'responder' | 'between' | undefined): Slices<void> {
  const answered = new Uint8Array(all.length)
  const nextCopy = new Map<Message, number>()
  const nextFrom = { initiator: new Map<Exchange, number>(), responder: new Map<Exchange, number>() }
  const anyFrom = { initiator: Number.POSITIVE_INFINITY, responder: Number.POSITIVE_INFINITY }
  for (let i = all.length - 1; i >= 0; i--) {
    if (i % STEPS === 0) yield
    const copy = all[i]!
    const { exchange, message, sighting } = copy
    const receiver = message.from === 'initiator' ? 'responder' : 'initiator'
    const again = nextCopy.get(message) ?? Number.POSITIVE_INFINITY
    const reply = exchange.outcome === 'failed' ? anyFrom[receiver] : (nextFrom[receiver].get(exchange) ?? Number.POSITIVE_INFINITY)
    const isAnswered = exchange.wentOn || message !== exchange.messages.at(-1)
    if (reply < again || (copy.count === 1 && exchange.outcome === 'complete' && isAnswered)) answered[i] = 1
    if (copy.end === 'unknown' && taken === receiver) copy.end = 'arrived'
    const isLast = again === Number.POSITIVE_INFINITY
    copy.came =
      copy.end === 'arrived' || (copy.end === 'unknown' && (answered[i] === 1 || (isLast && exchange.outcome === 'complete' && isAnswered)))
    nextCopy.set(message, sighting.time)
    if (copy.number === 1) {
      nextFrom[message.from].set(exchange, sighting.time)
      anyFrom[message.from] = sighting.time
    }
  }
  const inDoubt = new Set<Message>()
  for (const [i, copy] of all.entries()) {
    if (i % STEPS === 0) yield
    if (!answered[i] && copy.end !== 'lost') inDoubt.add(copy.message)
    else if (copy.end === 'unknown' && !inDoubt.has(copy.message)) copy.end = 'arrived'
  }
}

/** What became of it as far as one trace can tell: what only both ends know (`way`) is shown where both are in view. */
function endOf({ fate, way }: Transmission): End {
  if (way !== undefined) return 'unknown'
  return fate === 'lost' ? 'lost' : fate === 'unknown' ? 'unknown' : 'arrived'
}
