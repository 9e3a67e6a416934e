import { addressOf } from '../findings/addresses.ts'
import { inWords, times } from '../findings/finding.ts'
import { unansweredChecks } from '../findings/negotiations/deadPeer.ts'
import { unanswered } from '../findings/unanswered.ts'
import { firstSighting, gapsOf, lastTime, type Message, type Seconds, type Side } from '../model.ts'
import type { UnseenDirection } from '../path/unseenDirections.ts'
import type { Flow } from '../protected/flow.ts'
import { addressesOf } from './child.ts'
import type { Course } from './course.ts'
import { Exchanges, isFirstMessage } from './header.ts'
import { dueWithin, nextGap } from './retransmissionPatterns.ts'
import { opposite } from './sides.ts'

// An SA can end without a word: who asks under it, repeats the question and gets no answer takes it for dead and forgets it and all
// that was made under it (RFC 7296 §2.1, §2.4; RFC 3706 §5.5). The other end may still have it. What shows it is that no further copy
// comes where one was due, or that the same host begins from the start with the same peer; and that it says nothing under the
// SA any more, by IKE or protected. So much only "seems": no packet says it.

/** An SA that one of its two ends gave up, and no Delete says so. */
export interface Abandoned {
  readonly course: Course
  readonly by: Side
  /** When it was known: a further copy was due and did not come, or the host began anew. */
  readonly time: Seconds
  /** Of the last question. */
  readonly packet: number
  readonly because: string
}

/** What an abandonment is told from, beside the negotiations. */
interface Around {
  readonly flows: readonly Flow[]
  readonly unseen: ReadonlyMap<string, UnseenDirection>
  /** Time of the last packet. */
  readonly end: Seconds
}

/** The negotiations whose IKE SA one end gave up, by course. */
export function abandonedIn(courses: readonly Course[], around: Around): ReadonlyMap<Course, Abandoned> {
  const all = new Map<Course, Abandoned>()
  for (const course of courses) {
    if (course.verdict.outcome !== 'established') continue
    const [one, other] = lastQuestions(course).flatMap(asked => abandoned(course, courses, asked, around) ?? [])
    if (one) all.set(course, other && other.time < one.time ? other : one)
  }
  return all
}

function abandoned(course: Course, courses: readonly Course[], asked: Question, { flows, unseen, end }: Around): Abandoned | undefined {
  const { message, sent, next } = asked
  const by = message.side
  const last = lastTime(message)
  const [own, peer] = [addressesOf(course.negotiation, by), addressesOf(course.negotiation, opposite(by))]
  if (peer.some(from => own.some(to => unseen.has(`${from} ${to}`)))) return undefined
  if (course.negotiation.messages.some(m => m !== message && m.side === by && lastTime(m) > last)) return undefined
  const anew = courses.find(one => begins(one, own, peer) && firstSighting(one.negotiation.messages[0]!).time > last)
  const began = anew && firstSighting(anew.negotiation.messages[0]!).time
  const isLiveness = message.ike.exchangeType === Exchanges.informationalV2
  const due = isLiveness && next !== undefined && end > last + dueWithin(next) ? last + dueWithin(next) : undefined
  if (due === undefined && began === undefined) return undefined
  const time = Math.min(due ?? Number.POSITIVE_INFINITY, began ?? Number.POSITIVE_INFINITY)
  const speaksOn = (f: Flow) =>
    own.includes(f.source) && peer.includes(f.destination) && f.firstTime <= last && f.lastTime > time + UNDER_WAY
  if (flows.some(speaksOn)) return undefined
  const host = addressOf(course, by)
  const then = began === undefined || began > time ? 'sent no further copy where one was due' : 'then began from the start'
  const because = `${host} asked ${times(sent)} in ${inWords(last - asked.first)}, got no answer and ${then}. Whoever gives up so forgets the SA without a Delete`
  return { course, by, time, packet: firstSighting(message).packets[0]!, because }
}

interface Question {
  readonly message: Message
  /** How often it was asked, since when, and after what time it would have been asked once more. */
  readonly sent: number
  readonly first: Seconds
  readonly next: Seconds | undefined
}

/** What each side asked last under an SA that stood, more than once, and got no answer to. */
function lastQuestions(course: Course): Question[] {
  if (course.negotiation.version !== 2) return lastOfRow(unansweredChecks(course))
  const all = unanswered(course).filter(({ message: { ike, transmissions } }) => LATER.has(ike.exchangeType) && transmissions.length > 1)
  return ([0, 1] as const).flatMap(side => {
    const message = all
      .map(one => one.message)
      .filter(one => one.side === side)
      .reduce<Message | undefined>((latest, one) => (latest && lastTime(latest) > lastTime(one) ? latest : one), undefined)
    if (!message) return []
    return [{ message, sent: message.transmissions.length, first: firstSighting(message).time, next: nextGap(gapsOf(message), 2) }]
  })
}

/** IKEv1 asks with a new message each time, and how many times is each stack's own matter: so only who begins anew shows that it gave up. */
function lastOfRow(row: readonly Message[]): Question[] {
  const message = row.at(-1)
  if (!message || row.length < MOST_LOST) return []
  return [{ message, sent: row.length, first: firstSighting(row[0]!).time, next: undefined }]
}

/** Questions of IKEv1 in a row, of which fewer can be lost by chance. */
const MOST_LOST = 3

/** What is said under an SA that stands. */
export const LATER: ReadonlySet<number> = new Set([Exchanges.informationalV2, Exchanges.createChildSa])

/** It is a negotiation from the start, from one of these addresses to one of those. */
function begins({ negotiation, initiator }: Course, own: readonly string[], peer: readonly string[]): boolean {
  if (negotiation.joined || !isFirstMessage(negotiation.messages[0]!.ike)) return false
  const [from, to] = [addressesOf(negotiation, initiator), addressesOf(negotiation, opposite(initiator))]
  return from.some(one => own.includes(one)) && to.some(one => peer.includes(one))
}

/** Seconds during which an SA that was given up still carries what was under way. */
const UNDER_WAY: Seconds = 2
