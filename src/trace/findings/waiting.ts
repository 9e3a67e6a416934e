import { firstSighting, gapsOf, lastTime, type Message, type Seconds, type Side } from '../model.ts'
import type { Course } from '../negotiation/course.ts'
import { expectsAnswer } from '../negotiation/due.ts'
import type { NamedMessage } from '../negotiation/exchange.ts'
import { Exchanges, payloadOf } from '../negotiation/header.ts'
import { dueWithin, nextGap } from '../negotiation/retransmissionPatterns.ts'
import { opposite } from '../negotiation/sides.ts'
import { stacksLike } from '../negotiation/stacksLike.ts'
import type { Found } from './finding.ts'

/** Messages that wait in vain: sent, and nothing new of the other side came after. Only the last thing that was said
 *  can wait; whatever was said before it was answered by what followed. */
export function waitsInVain(course: Course): NamedMessage | undefined {
  if (!known.has(course)) known.set(course, lastInVain(course))
  return known.get(course)
}

const known = new WeakMap<Course, NamedMessage | undefined>()

function lastInVain(course: Course): NamedMessage | undefined {
  const last = lastAsked(course)
  return last && !saidAfter(course, last.message) ? last : undefined
}

/** The last message that waits for an answer, and nothing new of the other side came after: copies of what it said before
 *  are no answer. libreswan repeats MM4 unasked until it has MM5. */
export function unheard(course: Course): NamedMessage | undefined {
  const last = lastAsked(course)
  const since = last && firstSighting(last.message).time
  const isNews = ({ side, transmissions }: Message) => side !== last!.message.side && transmissions[0]!.sightings[0]!.time >= since!
  return last && !course.negotiation.messages.some(isNews) ? last : undefined
}

function lastAsked(course: Course): NamedMessage | undefined {
  let last: NamedMessage | undefined
  for (const { messages } of course.exchanges) {
    const furthest = [0, 0]
    for (const { message, position } of messages) furthest[message.side] = Math.max(furthest[message.side]!, position)
    for (const named of messages) {
      const { message, position } = named
      // Whoever goes on in the exchange has had the answer, though this capture may not have it.
      if (!expectsAnswer(named) || furthest[message.side]! > position) continue
      if (!last || firstSighting(message).time >= firstSighting(last.message).time) last = named
    }
  }
  return last
}

/** The other side said something after a message was first sent. */
function saidAfter(course: Course, message: Message): boolean {
  const { time } = firstSighting(message)
  return course.negotiation.messages.some(m => m.side !== message.side && lastTime(m) >= time)
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
  /** With which whoever waited said that it ends the attempt. */
  readonly ended: Message | undefined
}

/** @param end time of the capture's last packet */
export function waitingOf(message: Message, end: Seconds): Waiting {
  const between = gapsOf(message)
  const next = nextGap(between, message.negotiation.version)
  const silence = end - lastTime(message)
  const ended = endedBy(message)
  return {
    gaps: between,
    like: stacksLike(message, between),
    silence,
    gaveUp: ended ? true : next === undefined ? undefined : silence > dueWithin(next),
    ended,
  }
}

/** Whoever waited deletes the IKE SA that never came to stand, behind the last copy; in the clear, for there are no keys. RFC 2408 §3.15. */
export function endedBy(message: Message): Message | undefined {
  const last = lastTime(message)
  return message.negotiation.messages.find(
    one => one.side === message.side && payloadOf(one.ike, 'delete')?.protocol === IKE && firstSighting(one).time >= last,
  )
}

/** The protocol of an IKE SA in a Delete payload. */
const IKE = 1

/** The capture ends so soon after a message was first sent that silence says little yet: some stacks ask again within half a
 *  second, and a busy peer takes longer to answer, one that was slow before as long again. One copy may always get lost, so two
 *  have to have waited. @param sent when each copy left @param side whose @param end time of the capture's last packet */
function hardlyWaited(course: Course, side: Side, sent: readonly Seconds[], end: Seconds): boolean {
  const slowest = paceOf(course, opposite(side))
  const [first, second] = sent
  return end - first! < Math.max(PATIENCE, slowest) || (sent.length === 2 && end - second! < Math.max(AGAIN, slowest))
}

/** What silence lets one say, and no more than a note where hardly anybody waited for the answer. */
export function asLongAsWaited(found: Found, course: Course, messages: readonly Message[], end: Seconds): Found {
  const sent = messages.flatMap(m => m.transmissions.map(t => t.sightings[0]!.time))
  if (!hardlyWaited(course, messages[0]!.side, sent, end)) return found
  return { ...found, severity: 'note', confidence: 'possible', otherwise: [TOO_SOON, ...found.otherwise] }
}

const TOO_SOON = 'The capture ends before the answer came.'

/** Seconds to wait for an answer of that side, from what its slowest one took so far. */
export function paceOf(course: Course, side: Side): Seconds {
  return Math.min(SLOWER * slowestAnswer(course, side), MOST_SLOW)
}

/** Seconds that the slowest answer of a side took after the first copy of its question; 0 where it gave none. */
export function slowestAnswer({ exchanges }: Course, side: Side): Seconds {
  let slowest = 0
  for (const { exchangeType, messages } of exchanges) {
    // In a transaction somebody may have had to type.
    if (exchangeType === Exchanges.transaction) continue
    for (let i = 1; i < messages.length; i++) {
      const [{ message: asked }, { message: answer }] = [messages[i - 1]!, messages[i]!]
      if (answer.side === side && asked.side !== side) slowest = Math.max(slowest, firstSighting(answer).time - firstSighting(asked).time)
    }
  }
  return slowest
}

const PATIENCE = 3
const AGAIN = 1
/** How much longer than its slowest answer so far a side may take, and from when on it is no matter of pace: somebody typed. */
const SLOWER = 1.5
const MOST_SLOW = 30
