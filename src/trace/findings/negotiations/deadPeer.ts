import { firstSighting, lastTime, type Message, type Seconds, type Side, sightings } from '../../model.ts'
import { isAtReceiver } from '../../negotiation/arrival.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, firstInside } from '../../negotiation/header.ts'
import { informationalSizes } from '../../negotiation/informationalSizes.ts'
import type { Flow } from '../../protected/flow.ts'
import { route } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { coursesBetween, rowsOf } from '../espPairs.ts'
import { evidence, type Found, idOf, inWords, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { later } from '../ranking.ts'
import { unanswered } from '../unanswered.ts'
import { asLongAsWaited } from '../waiting.ts'
import { neverUsed } from './neverUsed.ts'
import { firstsOf, noHostBy, returned, returnedBy } from './returned.ts'

// IKEv2 asks with an empty INFORMATIONAL and repeats that very message; the type of what is inside, none, stays readable.
// IKEv1 asks with a new encrypted informational each time (R-U-THERE, RFC 3706 §5), and the answer has the same length as
// the question. A delete has no answer and may have that length too; so a row of questions has to be regular, or
// to have been answered before.

/** N20: liveness checks get no answer. RFC 7296 §2.4, RFC 3706 §5.4. */
export const deadPeer: Rule = {
  id: 'dead-peer',
  scenario: 'N20',
  rests: 'waiting',
  namesSender: true,
  heals: true,
  beyond: true,
  explains: ['no-answer', 'resends-last-good-message', 'one-sided-negotiation', 'esp-one-way', 'esp-blocked'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const checks = unansweredChecks(course)
    return checks.length && !isUnheard(scene, course, checks)
      ? [asLongAsWaited(found(scene, course, checks), course, checks, scene.end)]
      : []
  })
}

/** What the other side sends is not in the capture, and IKEv1 asks anew each time, answered or not. */
function isUnheard({ unseen }: Scene, { negotiation: { version } }: Course, [first]: readonly Message[]): boolean {
  const { from, to } = route(first!)
  return version === 1 && unseen.has(`${to} ${from}`)
}

/** Questions whether the peer lives that got no answer; empty when there are none. */
export function unansweredChecks(course: Course): Message[] {
  return course.negotiation.version === 2 ? emptyRequests(course) : rowOfChecks(course)
}

function found(scene: Scene, course: Course, checks: readonly Message[]): Found {
  const { side } = checks[0]!
  const { from, to } = route(checks[0]!)
  const own = addressesOf(course.negotiation, side)
  const began = firstSighting(checks[0]!).time
  const ended = lastTime(checks.at(-1)!)
  const span = ended - began
  const sent = checks.reduce((sum, m) => sum + m.transmissions.length, 0)
  const ofPeer = scene.flows.filter(f => f.source === to && own.includes(f.destination) && f.lastTime > began + 0.5)
  // What comes later, under new keys or when the path is whole again, is no sign of life of that time.
  const still = ofPeer.flatMap(flow => cameBetween(scene, flow, began + 0.5, ended + SOON) ?? [])
  const isBack = ofPeer.length > 0 || laterFrom(scene, course, { source: from, destination: to }).some(next => speaks(next, to))
  const isThere = isAtReceiver(course, checks[0]!)
  const v2 = course.negotiation.version === 2
  const untold = v2 ? untoldMove(course, checks) : undefined
  const unused = neverUsed(scene, course, to)
  const returns = returnedBy(scene, checks)
  const decided = returns && returned(returns, to, 'the questions', noHostBy(scene, firstsOf(checks)) !== undefined)
  return {
    severity: 'error',
    title: `Asked whether it is there, ${to} gives no answer any more`,
    says: `${from} asked ${times(sent)} in ${inWords(span)} whether ${to} is still alive, and this capture holds no answer. ${still.length ? `Protected packets of ${to} still arrive, so it is not gone: only IKE fails.` : returns?.by === to ? `What comes from ${to} instead are ICMP errors.` : isBack ? `Nothing else comes from ${to} meanwhile.` : `Nothing else comes from ${to} either after that.`}`,
    confidence: v2 ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      v2
        ? 'The request that is not answered is an empty INFORMATIONAL, which only asks for a sign of life.'
        : 'The messages that are not answered are encrypted informationals of one length at regular distances, as dead peer detection sends them.',
      ...(isThere ? [`The hop counts say that this was captured at ${to}: the questions did arrive there.`] : []),
      ...(untold ? [untold] : []),
      ...(decided?.because ?? []),
    ],
    evidence: [...evidence(checks), ...packetsAsEvidence(still)].slice(0, 12),
    otherwise: [
      ...(decided?.otherwise ?? [still.length ? onlyIke(to) : gone(to), isThere ? behind(to) : still.length ? IKE_LOST : ALL_LOST]),
      ...(unused && !decided ? [unused] : []),
      ...(untold && !decided ? [`${to} knows nothing of ${from} and drops what comes from there.`] : []),
      ...(v2 ? [] : ['The messages are something else: what they say is encrypted.']),
    ],
    tryNext: decided?.tryNext ?? [
      `Look whether ${to} is up and its IKE service runs, and read its log for this moment.`,
      ...(isThere ? [] : [captureAt(to, `: it shows whether the questions arrive.`)]),
    ],
  }
}

/** The last packet of a flow between two moments; of one in fragments, whose times are not at hand, the last one of all. */
function cameBetween({ trace: { packets } }: Scene, flow: Flow, from: Seconds, until: Seconds): number | undefined {
  const row = rowsOf(packets, flow).findLast(one => packets.time(one) <= until)
  if (row !== undefined && packets.time(row) > from) return row + 1
  return flow.fragmented > 0 && flow.firstTime <= until ? flow.lastPacket : undefined
}

function gone(host: string): string {
  return `${host} has stopped, was restarted, or has lost this SA.`
}

/** What it sends on the IPsec SAs still comes. */
function onlyIke(host: string): string {
  return `The IKE service of ${host} has stopped, or has lost this IKE SA.`
}

function behind(host: string): string {
  return `A firewall on ${host} takes the questions away behind the capture.`
}

const ALL_LOST = 'The path between the two is broken, in one direction or both.'
const IKE_LOST = 'The path does not let IKE pass any more, in one direction or both.'

/** Negotiations that the asker began next: from the address at which it began this one, or from that where it asks now. */
function laterFrom(scene: Scene, course: Course, route: { readonly source: string; readonly destination: string }): readonly Course[] {
  const since = course.negotiation.number
  return [...later(course, scene), ...coursesBetween(scene, route).filter(next => next.negotiation.number > since)]
}

/** It asks from a new address, and no message before says so to the peer. RFC 4555 §3.5. */
function untoldMove({ negotiation }: Course, checks: readonly Message[]): string | undefined {
  const { side } = checks[0]!
  const { from, to } = route(checks[0]!)
  const before = negotiation.messages.filter(m => m.side === side && !checks.includes(m))
  const made = before[0] && route(before[0]).from
  if (negotiation.joined || made === undefined || before.some(m => sightings(m).some(one => one.source.address === from))) return undefined
  return `The questions come from ${from}; the SA was made from ${made}, and no INFORMATIONAL before them can have told ${to} of the change (MOBIKE, UPDATE_SA_ADDRESSES).`
}

function speaks({ negotiation }: Course, address: string): boolean {
  return negotiation.endpoints.some(seen => seen.some(one => one.sent && one.address === address))
}

function emptyRequests(course: Course): Message[] {
  return unanswered(course)
    .map(n => n.message)
    .filter(m => m.ike.exchangeType === Exchanges.informationalV2 && firstInside(m.ike) === 0 && m.transmissions.length > 1)
}

/** The informationals at the end of one side that can be questions: nothing of IKE comes from the other side after. */
function rowOfChecks(course: Course): Message[] {
  if (course.verdict.outcome !== 'established') return []
  const { messages } = course.negotiation
  const side = messages.findLast(m => isCheck(m))?.side
  if (side === undefined) return []
  const heard = messages.findLast(m => m.side !== side)
  const answering = answersAmong(messages)
  const told = messages.filter(m => m.side === side && isCheck(m) && !answering.has(m))
  const late = withoutDeletes(told.filter(m => !heard || firstSighting(m).time > lastTime(heard)))
  for (const length of new Set(late.map(m => m.ike.length).reverse())) {
    const row = late.filter(m => m.ike.length === length)
    if (areQuestions(course, row, told)) return row
  }
  return []
}

/** Informationals that answer one of the other side: each takes the first of its length that waits, however both sides ask. */
function answersAmong(messages: readonly Message[]): ReadonlySet<Message> {
  const all = new Set<Message>()
  const waiting: Message[] = []
  for (const m of messages.filter(isCheck)) {
    const { time } = firstSighting(m)
    while (waiting.length > 0 && time - firstSighting(waiting[0]!).time >= SOON) waiting.shift()
    const at = waiting.findIndex(one => one.side !== m.side && one.ike.length === m.ike.length)
    if (at < 0) waiting.push(m)
    else {
      waiting.splice(at, 1)
      all.add(m)
    }
  }
  return all
}

/** Seconds within which a question is answered. */
const SOON = 2

/** Who gives up deletes the SAs, one right behind the other; that is the end of the row. */
function withoutDeletes(row: Message[]): Message[] {
  let end = row.length
  while (end > 1 && firstSighting(row[end - 1]!).time - firstSighting(row[end - 2]!).time < TOGETHER) end--
  return end === row.length ? row : row.slice(0, end - 1)
}

/** Seconds within which the SAs of a peer are deleted one after the other. */
const TOGETHER = 0.5

/** @param row of one length @param told all informationals of that side */
function areQuestions(course: Course, row: readonly Message[], told: readonly Message[]): boolean {
  const [first] = row
  if (!first || row.length < 2 || !apart(row)) return false
  const { length } = first.ike
  const sizes = informationalSizes(course.proposals.chosen, false)
  if (sizes?.ofIpsecSa.has(length) && !sizes.ofIkeSa.has(length)) return false
  const { messages } = course.negotiation
  const answeredBefore = told.some(m => m.ike.length === length && !row.includes(m) && answers(messages, m, first.side))
  // As long as a delete of the IKE SA, of which there can be one only: two are questions.
  const noDelete = sizes?.ofIkeSa.has(length) === true && !sizes.ofIpsecSa.has(length)
  return answeredBefore || noDelete || (row.length > 2 && isRegular(row))
}

function isCheck({ ike }: Message): boolean {
  return ike.exchangeType === Exchanges.informational && ike.encrypted
}

/** The other side sent an informational of the same length at once. */
function answers(messages: readonly Message[], question: Message, side: Side): boolean {
  const { time } = firstSighting(question)
  return messages.some(m => {
    const after = firstSighting(m).time - time
    return m.side !== side && isCheck(m) && m.ike.length === question.ike.length && after >= 0 && after < SOON
  })
}

function distances(row: readonly Message[]): number[] {
  return row.slice(1).map((m, i) => firstSighting(m).time - firstSighting(row[i]!).time)
}

function apart(row: readonly Message[]): boolean {
  return distances(row).every(gap => gap >= 1)
}

function isRegular(row: readonly Message[]): boolean {
  const gaps = distances(row)
  const most = Math.max(...gaps)
  return gaps.every(gap => gap > 0.7 * most)
}
