import type { Course } from '../course.ts'
import type { NamedMessage } from '../exchange.ts'
import { Exchanges, isPhase1, isResponse } from '../header.ts'
import { firstSighting, lastTime, type Message, type Seconds } from '../model.ts'
import { nextGap, patternsLike } from '../retransmissionPatterns.ts'

/** A message whose sender waits for an answer: all requests of IKEv2; in IKEv1 all but the last of an exchange and
 *  informationals, which nobody answers (RFC 2409 §5.7). */
export function expectsAnswer({ message: { ike }, position }: NamedMessage): boolean {
  if (ike.majorVersion === 2) return !isResponse(ike)
  if (ike.exchangeType === Exchanges.quick) return position < 3
  if (isPhase1(ike.exchangeType)) return position < (LAST[ike.exchangeType] ?? 0)
  return ike.exchangeType === Exchanges.transaction && position === 1
}

/** Messages that wait in vain: sent, and nothing new of the other side came after. Only the last thing that was said
 *  can wait; whatever was said before it was answered by what followed. */
export function waitsInVain(course: Course): NamedMessage | undefined {
  let last: NamedMessage | undefined
  for (const exchange of course.exchanges) {
    for (const named of exchange.messages) {
      if (expectsAnswer(named) && (!last || firstSighting(named.message).time >= firstSighting(last.message).time)) last = named
    }
  }
  return last && !saidAfter(course, last.message) ? last : undefined
}

/** The other side said something after a message was first sent. */
export function saidAfter(course: Course, message: Message): boolean {
  const { time } = firstSighting(message)
  return course.negotiation.messages.some(m => m.side !== message.side && lastTime(m) >= time)
}

/** Seconds between the sendings of a message. */
export function gaps(message: Message): number[] {
  const sent = message.transmissions.map(t => t.sightings[0]!.time)
  return sent.slice(1).map((time, i) => time - sent[i]!)
}

/** How a message that gets no answer was repeated: given up, or still being tried when the capture ends? */
export interface Waiting {
  readonly gaps: readonly Seconds[]
  /** Stacks known to repeat like this. */
  readonly like: readonly string[]
  /** Seconds of capture behind the last copy. */
  readonly silence: Seconds
  /** No copy came where one would have been due; undefined when that cannot be said. */
  readonly gaveUp: boolean | undefined
}

/** @param end time of the capture's last packet */
export function waitingOf(message: Message, end: Seconds): Waiting {
  const between = gaps(message)
  const next = nextGap(between)
  const silence = end - lastTime(message)
  return {
    gaps: between,
    like: patternsLike(between).map(p => p.stack),
    silence,
    gaveUp: next === undefined ? undefined : silence > next + Math.max(0.6, 0.2 * next),
  }
}

const LAST: Readonly<Record<number, number>> = { [Exchanges.base]: 4, [Exchanges.main]: 6, [Exchanges.aggressive]: 3 }
