import { firstSighting, lastTime, type Message, type Negotiation, type Seconds, type Side } from '../model.ts'
import { countWhile } from '../packets/ascending.ts'
import type { Course } from './course.ts'
import type { Exchange } from './exchange.ts'
import { Exchanges, firstInside, Payloads, payloadOf } from './header.ts'
import { type InformationalSizes, informationalSizes } from './informationalSizes.ts'
import { opposite } from './sides.ts'

// Which messages end an SA. A delete is nearly always encrypted, so most are told by where they stand:
//
//   IKEv2   the type of the first payload is readable: a request that begins with Delete. The answer to the delete of a
//           child holds a Delete too, that of the IKE SA's is empty; so is the child's where both delete it at once
//           (RFC 7296 §1.4.1), and then the IKE SA goes on
//   IKEv1   an informational that nobody answers (RFC 2408 §3.15). Its length tells an IPsec SA's delete, where hash and
//           cipher are known; the ISAKMP SA's is as long as a question whether the peer lives (RFC 3706), so it counts as a
//           delete only right behind that of an IPsec SA, or when a newer IKE SA has taken over

/** A message that ended one SA, or several; in IKEv2 whoever sends it may use them until it is answered or given up. */
export interface Delete {
  readonly message: Message
  readonly by: Side
  readonly time: Seconds
  /** When its last copy was sent. */
  readonly lastTime: Seconds
  readonly packet: number
  readonly of: 'ike' | 'ipsec'
  /** SPIs that could be read: those on which `by` received, 8 hex digits. */
  readonly spis: readonly string[]
  readonly confidence: 'certain' | 'likely' | 'possible'
  /** What it was told from, in words. */
  readonly because: string
}

/** The deletes of a negotiation in order. `next`: a negotiation of the same hosts that came to stand later. */
export function deletesOf(course: Course, next?: Negotiation): Delete[] {
  if (course.verdict.outcome !== 'established') return []
  const found = course.negotiation.version === 2 ? inV2(course) : inV1(course, next)
  const place = new Map(course.negotiation.messages.map((message, i) => [message, i]))
  return found.sort((a, b) => place.get(a.message)! - place.get(b.message)!)
}

function inV2({ exchanges }: Course): Delete[] {
  const last = exchanges.findLast(({ messages }) => isPair(messages))
  const lastAsked = last ? firstSighting(last.messages[0]!.message).time : 0
  return exchanges.flatMap(({ exchangeType, messages, outcome }) => {
    const request = messages[0]!.message
    if (exchangeType !== Exchanges.informationalV2) return []
    const read = readDelete(request)
    if (read) return [read]
    if (firstInside(request.ike) !== Payloads.delete) return []
    const answer = messages.find(m => m.message.side !== request.side)?.message
    // Of a capture of one direction: nobody asks more under an IKE SA that he has deleted.
    if (!answer && outcome === 'complete') return [made(request, 'ipsec', 'likely', ASKED_ON)]
    const inside = answer && firstInside(answer.ike)
    if (answer && inside !== Payloads.delete && lastAsked > firstSighting(answer).time) return [made(request, 'ipsec', 'likely', GOES_ON)]
    const of = inside === Payloads.delete ? 'ipsec' : 'ike'
    return [
      made(
        request,
        of,
        answer ? 'certain' : 'possible',
        answer ? (of === 'ipsec' ? ANSWERED_WITH_DELETE : ANSWERED_WITHOUT) : FIRST_PAYLOAD,
      ),
    ]
  })
}

/** Asked and answered. */
function isPair(messages: Exchange['messages']): boolean {
  return messages.some(m => m.message.side !== messages[0]!.message.side)
}

const GOES_ON = 'its first payload is a Delete, and more was asked and answered under the IKE SA behind the answer'
const ASKED_ON = 'its first payload is a Delete, and more was asked under the IKE SA behind it'
const ANSWERED_WITH_DELETE = 'its first payload is a Delete, and so is that of the answer, as for an IPsec SA'
const ANSWERED_WITHOUT = 'its first payload is a Delete, and the answer has none, as for an IKE SA'
const FIRST_PAYLOAD = 'its first payload is a Delete; without the answer, of what is a guess'

function inV1(course: Course, next: Negotiation | undefined): Delete[] {
  const { negotiation } = course
  const told = negotiation.messages.filter(m => m.ike.exchangeType === Exchanges.informational)
  if (told.length === 0) return []
  const answers = answersIn(told)
  const sizes = informationalSizes(course.proposals.chosen, isWindows(course))
  const found: Delete[] = []
  for (const [i, message] of told.entries()) {
    const read = readDelete(message)
    if (read) found.push(read)
    if (read || !message.ike.encrypted || message.ike.decrypted || isAnswered(message, answers)) continue
    const before = told[i - 1]
    const after = told[i + 1]
    const pair = (other: Message | undefined) => other?.side === message.side && apart(message, other) <= TOGETHER
    const behind = pair(before) && found.at(-1)?.message === before && found.at(-1)?.of === 'ipsec'
    const alone = pair(after) !== true
    const one =
      (sizes && bySize(message, sizes, { behind: behind === true && alone, last: alone, next })) ??
      byPlace(message, !alone, behind === true, negotiation)
    if (one) found.push(one)
  }
  return found
}

/** Its deletes carry a nonce, so that they can be acknowledged. [MS-IKEE] §3.1.5. */
function isWindows({ stacks }: Course): boolean {
  return [stacks.initiator, stacks.responder].some(stack => stack?.startsWith('Windows'))
}

/** `behind` a delete of an IPsec SA; the `last` of a row; `next`, the IKE SA that took over. */
interface Position {
  readonly behind: boolean
  readonly last: boolean
  readonly next: Negotiation | undefined
}

function bySize(message: Message, sizes: InformationalSizes, { behind, last, next }: Position): Delete | undefined {
  const { length } = message.ike
  const ofIke = sizes.ofIkeSa.has(length)
  if (ofIke && behind) return made(message, 'ike', 'likely', 'its length, and that it comes right behind the delete of an IPsec SA')
  if (sizes.ofIpsecSa.has(length))
    return made(message, 'ipsec', ofIke && last ? 'possible' : 'likely', 'its length, and that nobody answers it')
  const superseded = next && firstSighting(next.messages[0]!).time <= firstSighting(message).time
  return ofIke && superseded ? made(message, 'ike', 'likely', 'its length, and that a newer IKE SA has taken over') : undefined
}

/** Where the length says nothing: two informationals of one side close together, and nothing new behind them. */
function byPlace(message: Message, before: boolean, behind: boolean, negotiation: Negotiation): Delete | undefined {
  const last = negotiation.messages.at(-1)!
  if (lastTime(last) - firstSighting(message).time > TOGETHER) return undefined
  if (behind) return made(message, 'ike', 'possible', 'it is the second of two informationals at the end')
  return before ? made(message, 'ipsec', 'possible', 'it is the first of two informationals at the end') : undefined
}

/** Times of encrypted messages in order, by side and length: what answers is as long as what it answers. */
function answersIn(told: readonly Message[]): ReadonlyMap<string, Float64Array> {
  const times = new Map<string, number[]>()
  for (const message of told) {
    if (!message.ike.encrypted) continue
    const key = `${message.side} ${message.ike.length}`
    const known = times.get(key)
    if (known) known.push(firstSighting(message).time)
    else times.set(key, [firstSighting(message).time])
  }
  return new Map([...times].map(([key, all]) => [key, Float64Array.from(all).sort()]))
}

/** The other side says something of the same length within seconds: liveness is asked and answered so, RFC 3706 §5.2. */
function isAnswered(message: Message, answers: ReadonlyMap<string, Float64Array>): boolean {
  const times = answers.get(`${opposite(message.side)} ${message.ike.length}`)
  if (!times) return false
  const from = firstSighting(message).time - ANSWER
  const next = times[countWhile(times.length, at => times[at]! < from)]
  return next !== undefined && next <= from + 2 * ANSWER
}

function apart(one: Message, other: Message): Seconds {
  return Math.abs(firstSighting(one).time - firstSighting(other).time)
}

function readDelete(message: Message): Delete | undefined {
  const payload = payloadOf(message.ike, 'delete')
  if (!payload) return undefined
  const of = payload.protocol === 1 ? 'ike' : 'ipsec'
  return made(
    message,
    of,
    message.ike.encrypted ? 'certain' : 'likely',
    'its Delete payload can be read',
    of === 'ipsec' ? payload.spis : [],
  )
}

function made(message: Message, of: Delete['of'], confidence: Delete['confidence'], because: string, spis: readonly string[] = []): Delete {
  const { time, packets } = firstSighting(message)
  return { message, by: message.side, time, lastTime: lastTime(message), packet: packets[0]!, of, spis, confidence, because }
}

/** Seconds between the deletes of the IPsec SA and of the IKE SA, and until liveness is answered. */
const TOGETHER = 1
const ANSWER = 2
