import { firstSighting, gapsOf, lastTime, type Seconds } from '../model.ts'
import type { Due } from '../report.ts'
import type { Course } from './course.ts'
import type { NamedMessage } from './exchange.ts'
import { Exchanges, isPhase1, isResponse } from './header.ts'
import { reflectionOf } from './reflected.ts'
import { nextGap } from './retransmissionPatterns.ts'

// The message that should have come next. It was due when whoever waited for it lost patience and asked again; where nobody
// asked again, after the longest time that an answer took in this negotiation.

/** A message whose sender waits for an answer: all requests of IKEv2; in IKEv1 all but the last of an exchange and
 *  informationals, which nobody answers (RFC 2409 §5.7); AuthIP has an answer to each request ([MS-AIPS] 1.3). */
export function expectsAnswer({ message: { ike }, position }: NamedMessage): boolean {
  if (ike.majorVersion === 2) return !isResponse(ike)
  if (ike.exchangeType === Exchanges.quick) return position < 3
  if (IN_ROUNDS.has(ike.exchangeType)) return position % 2 === 1
  if (isPhase1(ike.exchangeType)) return position < (LAST[ike.exchangeType] ?? 0)
  return ike.exchangeType === Exchanges.transaction && position === 1
}

/** What an unfinished exchange still waits for; undefined when nothing is owed, or when that cannot be known. */
export function dueIn(course: Course, exchange: Course['exchanges'][number]): Due | undefined {
  const last = exchange.messages.at(-1)
  if (reflectionOf(course)) return undefined
  if (!last || exchange.outcome === 'complete' || exchange.outcome === 'failed' || !expectsAnswer(last)) return undefined
  if (isAnsweredAlike(exchange, last)) return undefined
  const name = next(exchange.type, last)
  if (name === undefined) return undefined
  const { message } = last
  const sent = firstSighting(message).time
  const gaps = gapsOf(message)
  const wait = nextGap(gaps, message.negotiation.version)
  return {
    name,
    from: message.side === course.initiator ? 'responder' : 'initiator',
    at: sent + (gaps[0] ?? longestAnswer(course)),
    ...(wait === undefined ? {} : { until: lastTime(message) + wait }),
  }
}

/** Each request of IKEv2 has an answer here, the last one in the bytes of an earlier answer: a responder that asks for a group again says the same. */
function isAnsweredAlike({ starter, messages }: Course['exchanges'][number], { message }: NamedMessage): boolean {
  if (message.negotiation.version !== 2) return false
  const sendings = (isAsked: boolean) =>
    messages.filter(one => (one.message.side === starter) === isAsked).flatMap(one => one.message.transmissions)
  const answers = sendings(false)
  const asked = firstSighting(message).time
  return answers.length >= sendings(true).length && answers.some(one => one.sightings[0]!.time > asked)
}

function next(type: string, { name, position }: NamedMessage): string | undefined {
  if (name.endsWith(' request')) return `${type} response`
  const letters = /^([A-Z]{2})\d+$/.exec(name)?.[1]
  return letters && `${letters}${position + 1}`
}

/** Of answered messages of this negotiation; one second where there are none. */
function longestAnswer(course: Course): Seconds {
  const before = known.get(course)
  if (before !== undefined) return before
  let longest = 0
  for (const { messages } of course.exchanges) {
    messages.forEach(({ message }, i) => {
      const before = messages[i - 1]?.message
      if (before && before.side !== message.side) longest = Math.max(longest, firstSighting(message).time - firstSighting(before).time)
    })
  }
  const longestOrUsual = longest > 0 ? longest : 1
  known.set(course, longestOrUsual)
  return longestOrUsual
}

/** Worked out once, not for each exchange that waits. */
const known = new WeakMap<Course, Seconds>()

const IN_ROUNDS: ReadonlySet<number> = new Set([Exchanges.authipMain, Exchanges.authipQuick, Exchanges.authipExtended])
const LAST: Readonly<Record<number, number>> = { [Exchanges.base]: 4, [Exchanges.main]: 6, [Exchanges.aggressive]: 3 }
