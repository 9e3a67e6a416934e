import type { Side } from '../model.ts'
import { addressesOf } from '../negotiation/child.ts'
import type { Course } from '../negotiation/course.ts'
import type { NamedMessage } from '../negotiation/exchange.ts'
import { Exchanges, has, isPhase1, takesTurns } from '../negotiation/header.ts'
import { opposite } from '../negotiation/sides.ts'
import type { Packets } from '../packets/packets.ts'
import { type Routes, routesOf } from '../packets/routes.ts'

// A mirror port that copies one direction only, a filter, or another way back: a capture may hold all that one host says to
// another and nothing of what that one answers. It looks like silence. But IKE takes turns (RFC 2409 §5, RFC 7296 §2.1): whoever
// goes on to its next message was answered meanwhile, while the capture ran.

/** A direction between two hosts that a capture does not take, although packets went that way. */
export interface UnseenDirection {
  readonly from: string
  readonly to: string
  /** What shows it, of the first negotiation that does: a message of the other side, and those that it went on to. */
  readonly course: Course
  readonly messages: readonly NamedMessage[]
  /** Messages that were sent unseen, in all negotiations of the two: each shows by what it was answered with. */
  readonly count: number
}

/** All of a trace, by `${from} ${to}`. */
export function unseenDirections(packets: Packets, courses: readonly Course[]): ReadonlyMap<string, UnseenDirection> {
  const unseen = new Map<string, UnseenDirection>()
  let taken: ReadonlySet<string> | undefined
  for (const course of courses) {
    const speaker = onlySpeaker(course)
    const messages = speaker === undefined ? [] : goesOn(course, speaker)
    if (speaker === undefined || messages.length < 2) continue
    taken ??= directionsOf(packets)
    const [from, to] = [addressesOf(course.negotiation, opposite(speaker)), addressesOf(course.negotiation, speaker)]
    const ways = from.flatMap(one => to.map(other => [one, other] as const))
    if (ways.some(([one, other]) => taken!.has(`${one} ${other}`))) continue
    for (const [one, other] of ways) {
      const key = `${one} ${other}`
      const before = unseen.get(key) ?? { from: one, to: other, course, messages, count: 0 }
      unseen.set(key, { ...before, count: before.count + messages.length - 1 })
    }
  }
  return unseen
}

/** The side that sent every message. */
function onlySpeaker({ negotiation: { messages } }: Course): Side | undefined {
  const side = messages[0]?.side
  return messages.every(message => message.side === side) ? side : undefined
}

/** Messages of a side, each of which but the first it sends only when the other has said something since the one before. */
function goesOn(course: Course, side: Side): NamedMessage[] {
  const { exchanges, negotiation } = course
  const longest = (runs: readonly NamedMessage[][]) => runs.reduce((a, b) => (b.length > a.length ? b : a), [])
  if (negotiation.version === 2) {
    const runs = [true, false].map(asks => exchanges.filter(e => (e.starter === side) === asks).flatMap(e => e.messages.slice(0, 1)))
    return longest(runs.map(run => eachOnce(run, ({ message }) => message.ike.messageId)))
  }
  const runs = exchanges
    .filter(({ exchangeType }) => takesTurns(exchangeType))
    .map(e => e.messages.filter(({ message }) => !has(message.ike, 'fragment')))
  const run = longest(runs.map(one => eachOnce(one, ({ position }) => position)))
  const [later] = run.length < 2 ? beyondPhase1(course, side) : []
  return later ? [...run, later] : run
}

/** What a side says under a phase 1 of which the other had to say the last message. */
function beyondPhase1({ exchanges, initiator }: Course, side: Side): NamedMessage[] {
  const phase1 = exchanges.find(({ exchangeType }) => isPhase1(exchangeType))
  const isLast = phase1 && LAST_BY_INITIATOR.has(phase1.exchangeType) ? side === initiator : side !== initiator
  if (!phase1 || isLast) return []
  return exchanges.filter(({ exchangeType }) => takesTurns(exchangeType) && !isPhase1(exchangeType)).flatMap(e => e.messages.slice(0, 1))
}

/** Of three messages, the last is the initiator's. RFC 2409 §5.4. */
const LAST_BY_INITIATOR: ReadonlySet<number> = new Set([Exchanges.aggressive, Exchanges.authenticationOnly])

function eachOnce(run: readonly NamedMessage[], by: (one: NamedMessage) => number): NamedMessage[] {
  const met = new Set<number>()
  return run.filter(one => met.size < met.add(by(one)).size)
}

const directions = new WeakMap<Routes, ReadonlySet<string>>()

/** Each direction in which a trace has packets, as `${from} ${to}`; worked out once. */
export function directionsOf({ flows }: Packets): ReadonlySet<string> {
  const routes = routesOf(flows)
  const known = directions.get(routes) ?? new Set(Array.from({ length: routes.length }, (_, route) => routes.name(route)))
  directions.set(routes, known)
  return known
}
