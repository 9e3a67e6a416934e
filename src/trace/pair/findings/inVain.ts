import type { Found } from '../../findings/finding.ts'
import { inWords, times } from '../../findings/finding.ts'
import { astrayIn } from '../../findings/negotiations/astray.ts'
import { givenUpBefore } from '../../findings/negotiations/givenUp.ts'
import { lookAtRouter } from '../../findings/negotiations/returned.ts'
import { stuckIn } from '../../findings/negotiations/stuck.ts'
import { firstSighting, lastTime } from '../../model.ts'
import { chanceOf } from '../chance.ts'
import { Fate } from '../fate.ts'
import type { Joint } from '../joint.ts'
import { at, cited, endName, isEnd, isRelated, jointOf, other, type PairForm, type PairScene, sendingsOf } from '../scene.ts'
import { byExchange, type Exchanges, isCited, isUnanswered } from './byExchange.ts'
import { fullerFirst } from './fuller.ts'
import { eachOnce, joined } from './joined.ts'
import { FIND_LOSSY_PART, lookOnTheWay } from './lookOnTheWay.ts'
import { lostPieces } from './lostPieces.ts'
import { notAccepted } from './notAccepted.ts'
import { onlyAsked } from './onlyAsked.ts'
import { came, type Stuck, stuckOf } from './stuck.ts'
import { isUntold, notRunning, whyUntold } from './untold.ts'

// Rules about messages sent in vain. Alone a trace leaves three ways open: lost on its way, arrived and ignored, answered
// and the answer lost. Both traces leave one.

/** The same fault seen from both ends is one finding, with the place where it sits, and the message that went unanswered is named anew: from one end it looked like another one. */
export const noAnswer: PairForm = (pair, alone) =>
  perNegotiation(pair, alone).flatMap(group => byExchange(pair, group).flatMap(({ of, only }) => unansweredIn(pair, of, only)))

function unansweredIn(pair: PairScene, group: readonly Found[], only: Exchanges | undefined): readonly Found[] {
  const joint = jointOf(pair, group[0]!)
  const stuck = joint && stuckOf(pair, joint, only)
  if (joint && stuck && isAstray(pair, joint, stuck.sender)) return []
  if (joint && !stuck && group.every(one => isUnheard(pair, one))) return []
  const about = stuck ? group.filter(one => cites(pair, one, stuck)) : []
  const base = placed(pair, about.length > 0 ? about : group, only)
  const why = stuck && ignored(stuck) ? givenUpBefore(joint!.course, stuck.named.message) : undefined
  if (stuck && why) return [{ ...base, ...givenUp(pair, stuck, why) }]
  if (!stuck) return [base]
  return [
    {
      ...base,
      ...told(pair, stuck),
      ...(joint && ignored(stuck) ? notAccepted(pair, joint, stuck, base) : {}),
      ...(joint && onlyAsked(pair, joint, stuck)),
      ...(isUntold(pair, stuck) ? UNTOLD : isSure(stuck) ? {} : { confidence: 'likely' }),
    },
  ]
}

/** Answers left otherwise than they were asked for, as the capture at their sender says: that comes first. */
export function isAstray({ scenes, joints }: PairScene, joint: Joint, sender: 0 | 1): boolean {
  const course = scenes[sender].courses.find(one => joints.of.get(one.negotiation) === joint)
  const repeated = course && stuckIn(course)
  return repeated !== undefined && astrayIn(course!, repeated) !== undefined
}

/** Its capture does not have what the other end sends, and with the other capture nothing waits in vain. */
function isUnheard({ lineup }: PairScene, { evidence: [first] }: Found): boolean {
  return first !== undefined && lineup.blind[first.trace] && lineup.ends.near[first.trace].size > 0
}

/** Where it sits only the other capture could tell, if it had run. */
const UNTOLD = { place: 'unknown', confidence: 'possible' } as const

/** It speaks of the very message that was sent in vain. */
function cites(pair: PairScene, { evidence }: Found, { named }: Stuck): boolean {
  return isCited(pair, evidence, named)
}

/** It arrived, at a host that had given the IKE SA up. */
function givenUp(pair: PairScene, stuck: Stuck, why: string): Partial<Found> {
  const { because, ...words } = told(pair, stuck)
  return { ...words, because: [...because, why], under: ['dead-peer'] }
}

/** Only where what was sent on port 4500 did not arrive, not even a part of it, or its answers did not. */
export const udp4500Blocked: PairForm = (pair, alone) =>
  perNegotiation(pair, alone)
    .filter(group => !isThereInPart(pair, group[0]!))
    .map(group => placed(pair, group))
    .filter(({ place }) => place !== 'at-a' && place !== 'at-b')

function isThereInPart(pair: PairScene, found: Found): boolean {
  const joint = jointOf(pair, found)
  const stuck = joint && stuckOf(pair, joint)
  return stuck !== undefined && sendingsOf(pair, stuck.named.message).some(one => one.seen[other(stuck.sender)] !== undefined)
}

/** Findings of both traces on one negotiation, first the one that tells most; those on none stay by themselves. */
export function perNegotiation(pair: PairScene, alone: readonly Found[]): Found[][] {
  const groups = new Map<string, Found[]>()
  alone.forEach((found, i) => {
    const key = found.negotiation ?? `alone ${i}`
    groups.set(key, [...(groups.get(key) ?? []), found])
  })
  return [...groups.values()].map(group => fullerFirst(pair, group))
}

/** @param exchanges of the joint negotiation in which it got stuck; all of them without it */
export function placed(pair: PairScene, group: readonly Found[], exchanges?: Joint['course']['exchanges']): Found {
  const base = joined(group)
  const joint = jointOf(pair, base)
  const stuck = joint && stuckOf(pair, joint, exchanges)
  // What one end took for the end of it went on at the other.
  if (!stuck) return isRelated(pair) && joint && wentOn(joint, exchanges) ? { ...base, severity: 'note' } : base
  const sure = isSure(stuck)
  return {
    ...base,
    ...underLoss(pair, joint, stuck),
    ...(isUntold(pair, stuck) ? UNTOLD : { place: stuck.place, confidence: sure ? 'certain' : base.confidence }),
    says: `${base.says} ${sentence(pair, stuck, stuck.named.name)}`,
    otherwise: ignored(stuck) ? [behind(pair, stuck)] : sure ? [] : [late(pair, stuck)],
    tryNext: ignored(stuck) ? [look(pair, stuck)] : [between(pair, stuck)],
    evidence: eachOnce([...evidenceOf(pair, stuck), ...base.evidence]).slice(0, 12),
  }
}

/** The negotiation stands, and what is asked about was not left without an answer in it. */
function wentOn({ course }: Joint, exchanges: Exchanges = []): boolean {
  return course.verdict.outcome === 'established' && !exchanges.some(isUnanswered)
}

/** A lossy path comes first where it can have taken every copy; a negotiation that stands has lost no more than others. */
export function underLoss(pair: PairScene, joint: Joint, stuck: Stuck): Pick<Found, 'under'> {
  if (!chanceOf(pair, stuck)) return {}
  return { under: joint.course.verdict.outcome === 'established' ? ['esp-loss'] : ['ike-loss', 'esp-loss'] }
}

/** What was sent in vain, in words. */
export function told(pair: PairScene, stuck: Stuck): Pick<Found, 'title' | 'says' | 'because'> {
  const { named, sender, sent } = stuck
  const [from, to] = [endName(pair, sender, named.message.negotiation), endName(pair, other(sender), named.message.negotiation)]
  const span = inWords(lastTime(named.message) - firstSighting(named.message).time)
  const pieces = ignored(stuck) ? undefined : lostPieces(pair, named.message, sender)
  return {
    title: ignored(stuck)
      ? `${to} receives ${named.name} and does not answer`
      : isUntold(pair, stuck)
        ? `${named.name} from ${from} gets no answer, and is not in the capture at ${to}${whyUntold(pair, stuck)}`
        : `${named.name} from ${from} does not arrive ${pieces ? 'whole ' : ''}at ${to}${pieces ? `: it lacks ${pieces.lost}` : ''}`,
    says: `${from} sent ${named.name} ${times(sent)}${sent > 1 ? ` in ${span}` : ''}. ${sentence(pair, stuck)}`,
    because: [`Each sending was looked for in the other trace by its content and its IP identification.`],
  }
}

/** One that left while the other capture surely ran tells of the others. */
function isSure({ outside, sent }: Stuck): boolean {
  return outside < sent
}

/** It arrived, and its receiver did not answer. */
export function ignored({ place, sender }: Stuck): boolean {
  return place === at(other(sender))
}

/** @param it what was sent, where the sentence before is not about it */
function sentence(pair: PairScene, stuck: Stuck, it = 'It'): string {
  const { named, sender, sent, arrived, outside, isReturned } = stuck
  const to = endName(pair, other(sender), named.message.negotiation)
  if (ignored(stuck)) {
    const many = arrived === sent ? (sent === 1 ? it : sent === 2 ? 'Both copies' : `All ${sent} copies`) : `${arrived} of ${sent} copies`
    const back = isReturned ? 'ICMP errors were sent back instead of an answer' : `no answer was sent back for ${named.name}`
    return `${many} arrived at ${to}, as the capture there shows, and ${back}.`
  }
  const isInPart = sendingsOf(pair, named.message).some(one => one.seen[other(sender)] !== undefined)
  const which = `${sent === 1 ? `${it} is not` : `None of the ${sent} copies of ${named.name} is`}${isInPart ? ' whole' : ''}`
  const isEmpty = pair.scenes[other(sender)].trace.packets.length === 0
  const late = outside === 0 ? '' : isEmpty ? ', which holds no packet at all' : isRelated(pair) ? whyUntold(pair, stuck) : BY_FILES
  const end = isUntold(pair, stuck)
    ? ''
    : outside === sent
      ? ': it seems that nothing gets there'
      : late === '' || isEmpty
        ? ': lost on the way'
        : othersLost(sent - outside)
  const pieces = isInPart ? lostPieces(pair, named.message, sender) : undefined
  return `${which} in the capture at ${to}${late}${end}.${pieces ? ` ${pieces.says}` : ''}`
}

const BY_FILES = ", although it ran at that time by the files' clocks, which nothing else relates"

function othersLost(others: number): string {
  return others === 1 ? ', the other one was lost on the way' : `, the other ${others} were lost on the way`
}

function behind(pair: PairScene, { sender, named, isReturned }: Stuck): string {
  if (isReturned)
    return `A firewall on ${endName(pair, other(sender), named.message.negotiation)} rejects ${named.name} with these ICMP errors.`
  return `A firewall on ${endName(pair, other(sender), named.message.negotiation)} takes ${named.name} away behind the capture.`
}

function late(pair: PairScene, stuck: Stuck): string {
  const { sender, named } = stuck
  if (!isRelated(pair)) return 'The two captures are of different times or paths: no packet stands in both.'
  return `The capture at ${endName(pair, other(sender), named.message.negotiation)} ${notRunning(pair, stuck)}.`
}

function look(pair: PairScene, { sender, named, isReturned }: Stuck): string {
  if (isReturned)
    return `Look whether the IKE service of ${endName(pair, other(sender), named.message.negotiation)} runs, and at its firewall.`
  return `Read the log of ${endName(pair, other(sender), named.message.negotiation)} for this moment: it says why it did not answer.`
}

function between(pair: PairScene, stuck: Stuck): string {
  if (isUntold(pair, stuck)) return 'Capture at both ends at once, until both have given up.'
  const { sender, named } = stuck
  const { negotiation } = named.message
  const sendings = sendingsOf(pair, named.message).map(({ seen }) => seen[sender])
  const [from, to] = [endName(pair, sender, negotiation), endName(pair, other(sender), negotiation)]
  const router = lookAtRouter(pair.scenes[sender], sendings, to, address => isEnd(pair, address))
  if (router !== undefined) return router
  const pieces = lostPieces(pair, named.message, sender)
  if (!pieces) return chanceOf(pair, stuck) ? `${FIND_LOSSY_PART}.` : lookOnTheWay(pair, sender, negotiation)
  return `Look for what drops ${pieces.lost} on the way from ${from} to ${to}: ${pieces.mayBeSize ? 'packets of its size do not pass.' : 'it is not its size, as others that are as large arrive.'}`
}

/** Of each copy the first packet that is not there, of what arrived the first. */
function evidenceOf(pair: PairScene, { named, sender }: Stuck): Found['evidence'] {
  const all = sendingsOf(pair, named.message)
  const fates = pair.lineup.fates.of[sender]
  const left = all.flatMap(({ seen }) => {
    const rows = (seen[sender]?.packets ?? []).map(packet => packet - 1)
    return rows.find(row => fates[row] !== Fate.delivered) ?? rows.slice(0, 1)
  })
  const arrived = all
    .filter(came)
    .flatMap(one => one.seen[other(sender)]?.packets.slice(0, 1) ?? [])
    .map(packet => packet - 1)
  return [...cited(sender, left, 6), ...cited(other(sender), arrived, 4)]
}
