import { firstSighting, lastTime, type Side } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { deletesOf } from '../../negotiation/deletes.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Flow } from '../../protected/flow.ts'
import { addressOf } from '../addresses.ts'
import { flowsFrom } from '../espPairs.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { unansweredTail } from '../protected/protectedTraffic.ts'
import { later } from '../ranking.ts'
import { cameBack } from './cameBack.ts'
import { unansweredChecks } from './deadPeer.ts'
import { disowned } from './disowned.ts'
import { neverUsed } from './neverUsed.ts'

// Whoever lost its state says so when it gets a message under SPIs that it does not know, or it begins anew although the
// other side still believes in the old SA. Fresh negotiations are normal too: IKEv1 renews its IKE SA by a new main mode,
// IKEv2 may authenticate anew, and then whoever began it still knows the old SA: it says goodbye under it, or sends packets on
// it. One that was restarted does neither.

/** N21: the peer lost its state and comes back. RFC 7296 §2.4, RFC 2407 §4.6.3.3. */
export const peerRestarted: Rule = {
  id: 'peer-restarted',
  scenario: 'N21',
  explains: ['no-answer', 'one-sided-negotiation', 'lifetime', 'port-unreachable', 'dead-peer', 'esp-one-way'],
  find,
}

function find(scene: Scene): Found[] {
  return [
    ...disowned(scene),
    ...cameBack(scene),
    ...[...begunAnew(scene)].flatMap(([old, next]) => (triesAgain(old, next) ? [] : found(scene, old, next))),
  ]
}

const known = new WeakMap<Scene, ReadonlyMap<Course, Course>>()

/** Negotiations whose SA was alive when another one began from the start, each with that: none of them was replaced. */
export function begunAnew(scene: Scene): ReadonlyMap<Course, Course> {
  const before = known.get(scene)
  if (before) return before
  const told = new Set(cameBack(scene).map(one => one.negotiation))
  const all = new Map(scene.courses.filter(course => !told.has(idOf(course))).flatMap(course => begunAfter(scene, course)))
  known.set(scene, all)
  return all
}

function begunAfter(scene: Scene, old: Course): [Course, Course][] {
  if (old.verdict.outcome !== 'established') return []
  const next = later(old, scene).find(c => isFresh(c) && firstSighting(c.negotiation.messages[0]!).time > crossedUntil(old, c))
  if (!next || deletesOf(old, next.negotiation).some(d => d.of === 'ike')) return []
  const who = addressOf(next, next.initiator)
  const began = firstSighting(next.negotiation.messages[0]!).time
  const side = sideOf(old, who)
  if (side === undefined || saidGoodbye(old, side) || speaksOn(scene, old, side, began)) return []
  return [[old, next]]
}

/** Whoever begins anew had asked under the old SA and not come through: that is why. */
function triesAgain(old: Course, next: Course): boolean {
  const side = sideOf(old, addressOf(next, next.initiator))
  const isStuck = ({ outcome, messages }: Course['exchanges'][number]) =>
    outcome === 'failed' || (outcome !== 'complete' && messages.some(m => m.message.transmissions.length > 1))
  return unansweredChecks(old).some(m => m.side === side) || old.exchanges.some(e => e.starter === side && isStuck(e))
}

function found(scene: Scene, old: Course, next: Course): Found {
  const who = addressOf(next, next.initiator)
  const unheard =
    unansweredChecks(old).length > 0 ||
    old.exchanges.some(e => e.outcome === 'unanswered' && e.messages.some(m => m.message.transmissions.length > 1))
  const other = addressOf(next, opposite(next.initiator))
  const [first] = next.negotiation.messages
  const unused = neverUsed(scene, old, who)
  const silent = unansweredBefore(scene, old, { from: other, to: who }, firstSighting(first!).time)
  return {
    severity: 'note',
    title: `${who} and ${other} began anew while an SA between them was alive`,
    says: `${idOf(old)} was neither ended nor replaced when ${who} began ${idOf(next)} from the start, and ${who} does not use it any more: one of the two seems to have lost its state, as after a restart, or ${who} took ${other} for dead and gave the SA up.${unheard ? ' What was asked under the old SA had got no answer.' : ''}${silent.length ? ` The last ${silent.length} protected packets of ${other} before that had got no answer.` : ''}`,
    confidence: unheard || silent.length > 0 ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: idOf(old),
    because: [`${who} sends nothing under ${idOf(old)} after its new first message.`],
    evidence: [
      ...evidence(old.negotiation.messages.slice(-1)),
      ...packetsAsEvidence(silent.map(row => row + 1).slice(0, 6)),
      ...evidence([first!]),
    ],
    since: { trace: 0, packet: firstSighting(first!).packets[0]! },
    otherwise: [
      ...(unused ? [unused] : []),
      `The path between the two was dead for a time, and ${who}, which heard nothing more of ${other}, gave the SA up (dead peer detection).`,
      'A second tunnel between the same two hosts was set up.',
      'The old SA was ended by a delete that is not in this capture.',
    ],
    tryNext: [`Look whether ${who} or ${other} was restarted at this moment, and in the log of ${who} why it began anew.`],
  }
}

/** Rows of what was sent on the old SA, and had been answered up to then, when the peer began anew. */
function unansweredBefore({ flows, trace: { packets } }: Scene, course: Course, { from, to }: { from: string; to: string }, began: number) {
  const old = flows.filter(one => one.firstTime < began)
  const back = old.filter(one => one.source === to && one.destination === from)
  const tails = old
    .filter(one => one.source === from && one.destination === to)
    .map(flow => unansweredTail(packets, { flow, back, course }).filter(row => packets.time(row) < began))
  return tails.find(rows => rows.length >= UNANSWERED) ?? []
}

const UNANSWERED = 3

/** It was seen from its first message on, and came to stand. */
function isFresh({ negotiation, verdict }: Course): boolean {
  return !negotiation.joined && verdict.outcome === 'established'
}

/** When a new negotiation cannot be one that crossed the old one's beginning any more: seconds after it, or, for one that
 *  the same host begins, once the old one was used. */
function crossedUntil({ negotiation, initiator }: Course, next: Course): number {
  const began = firstSighting(negotiation.messages[0]!).time
  const again = addressesOf(negotiation, initiator).some(address => addressesOf(next.negotiation, next.initiator).includes(address))
  return began + (again ? 1 : 3)
}

/** The last word under the old SA is an encrypted informational of that side: in IKEv1 a delete looks like that. */
function saidGoodbye({ negotiation }: Course, side: Side): boolean {
  const last = negotiation.messages.at(-1)
  return last?.side === side && last.ike.exchangeType === Exchanges.informational && last.ike.encrypted
}

function sideOf({ negotiation }: Course, address: string): Side | undefined {
  const side = ([0, 1] as const).find(s => addressesOf(negotiation, s).includes(address))
  return side
}

/** A side says something under the old SA after a moment, by IKE or by packets on a flow that it used before. */
function speaksOn(scene: Scene, { negotiation }: Course, side: Side, time: number): boolean {
  if (negotiation.messages.some(m => m.side === side && lastTime(m) > time)) return true
  const goesOn = (flow: Flow) => flow.firstTime < time && flow.lastTime > time + 1
  return addressesOf(negotiation, side).some(address => flowsFrom(scene, address).some(goesOn))
}
