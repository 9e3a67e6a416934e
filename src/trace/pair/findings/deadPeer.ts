import { type Found, inWords, times } from '../../findings/finding.ts'
import { unansweredChecks } from '../../findings/negotiations/deadPeer.ts'
import { firstsOf, lookAtRouter, returnedBy } from '../../findings/negotiations/returned.ts'
import { firstSighting, type Message, type Negotiation } from '../../model.ts'
import type { Joint } from '../joint.ts'
import { at, endName, isEnd, jointOf, other, type PairForm, type PairScene, passageOf, wayFrom } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'
import { lookOnTheWay } from './lookOnTheWay.ts'

/** N20: whether the questions arrived, whether they were answered, and whether the answers arrived. */
export const deadPeer: PairForm = (pair, alone) => perNegotiation(pair, alone).flatMap(group => told(pair, group) ?? [])

/** Undefined where the two traces together show no question that waits: one end took something else for one. */
function told(pair: PairScene, group: readonly Found[]): Found | undefined {
  const base = joined(group)
  const joint = jointOf(pair, base)
  const askers = joint ? ([0, 1] as const).flatMap(trace => askedAt(pair, joint, trace) ?? []) : []
  const [asked] = askers
  if (!joint || !asked) return base
  const { asker, questions, negotiation } = asked
  const there = count(questions, 'yes')
  const time = (index: number) => pair.lineup.rows[asker].packets.time(questions.at(index)!.row)
  const [from, to] = [endName(pair, asker, negotiation), endName(pair, other(asker), negotiation)]
  const all = questions.length
  const many = all === 1 ? 'The question' : all === 2 ? 'Both questions' : `All ${all} questions`
  const says = `${from} asked ${times(all)}${all > 1 ? ` in ${inWords(time(-1) - time(0))}` : ''} whether ${to} is still alive, and heard no answer.`
  const arrived = `${there === all ? many : `${there} of ${all} questions`} arrived at ${to}`
  if (there === 0) return { ...base, ...lostThere(pair, asked, base, says), ...lostBothWays(pair, askers, says) }
  const answers = answersTo(pair, joint, asked)
  if (answers.length > 0) return { ...base, ...lostBack(pair, asked, base, `${says} ${arrived}`, answers) }
  if (unansweredChecks(joint.course).length === 0) return undefined
  const isReturned = returned(pair, joint, other(asker))
  return {
    ...base,
    place: at(other(asker)),
    says: `${says} ${arrived}, as the capture there shows, and ${isReturned ? 'ICMP errors were sent back instead of an answer' : 'nothing was sent back'}.`,
    otherwise: [
      isReturned ? `A firewall on ${to} rejects them with these ICMP errors.` : `A firewall on ${to} takes them away behind the capture.`,
      ...unread(base),
    ],
    tryNext: [`Look whether the IKE service of ${to} runs, and read its log for this moment.`],
  }
}

function lostThere(pair: PairScene, { asker, questions, messages, negotiation }: Asked, base: Found, says: string): Partial<Found> {
  const to = endName(pair, other(asker), negotiation)
  const sure = count(questions, 'no') > 0
  const router = lookAtRouter(pair.scenes[asker], firstsOf(messages), to, address => isEnd(pair, address))
  return {
    place: wayFrom(asker),
    confidence: sure ? base.confidence : 'likely',
    says: `${says} Not one question is in the capture at ${to}${sure ? ': lost on the way' : ', which ends before: it seems that nothing gets there'}.`,
    otherwise: [...(sure ? [] : [`The capture at ${to} had been stopped before.`]), ...unread(base)],
    tryNext: [router ?? lookOnTheWay(pair, asker, negotiation)],
  }
}

/** The other end asks too, and its questions are lost as well: nothing passes in either direction. */
function lostBothWays(pair: PairScene, askers: readonly Asked[], says: string): Partial<Found> {
  if (askers.length < 2 || askers.some(({ questions }) => count(questions, 'yes') > 0 || count(questions, 'no') === 0)) return {}
  const [from, to] = [endName(pair, 0), endName(pair, 1)]
  return {
    place: 'both-ways',
    says: `${says} Not one question is in the capture at ${to}: lost on the way. ${to} asked as well, and none of its questions reached ${from}: nothing passes in either direction.`,
    tryNext: [`Look at what lies between ${from} and ${to}: the path is broken both ways.`],
  }
}

function lostBack(pair: PairScene, { asker, negotiation }: Asked, base: Found, says: string, answers: readonly Sent[]): Partial<Found> {
  const [from, to] = [endName(pair, asker, negotiation), endName(pair, other(asker), negotiation)]
  const gone = count(answers, 'no')
  const told = `${says} and were answered ${times(answers.length)}`
  const evidence = [...base.evidence, ...answers.map(({ row }) => ({ trace: other(asker), packet: row + 1 }))].slice(0, 16)
  if (gone === 0)
    return {
      severity: 'note',
      evidence,
      says: `${told}. ${count(answers, 'yes') > 0 ? 'Answers came.' : `The capture at ${from} ends before.`}`,
    }
  return {
    title: `${from} asks whether ${to} is there, and the answers are lost`,
    place: wayFrom(other(asker)),
    says: `${told}; ${gone === 1 ? 'an answer' : `${gone} answers`} left ${to} and ${gone === 1 ? 'is' : 'are'} not in the capture at ${from}: lost on the way.`,
    evidence,
    otherwise: unread(base),
    tryNext: [lookOnTheWay(pair, other(asker), negotiation)],
  }
}

interface Asked {
  readonly negotiation: Negotiation
  readonly asker: 0 | 1
  readonly messages: readonly Message[]
  readonly questions: readonly Sent[]
}

interface Sent {
  readonly row: number
  readonly arrived: 'yes' | 'no' | 'outside' | 'unknown'
}

/** Whoever is asked sends the questions back with ICMP errors. */
function returned(pair: PairScene, joint: Joint, asked: 0 | 1): boolean {
  const by = returnedBy(pair.scenes[asked], checksAt(pair, joint, asked))?.by
  return by !== undefined && pair.lineup.ends.near[asked].has(by)
}

/** The questions as they left one end. */
function askedAt(pair: PairScene, joint: Joint, trace: 0 | 1): Asked | undefined {
  const messages = checksAt(pair, joint, trace)
  const questions = messages.flatMap(message => sentBy(pair, trace, message))
  return questions.length ? { negotiation: joint.course.negotiation, asker: trace, messages, questions } : undefined
}

function checksAt(pair: PairScene, joint: Joint, trace: 0 | 1): readonly Message[] {
  const course = pair.scenes[trace].courses.find(one => one.negotiation === joint.parts[trace])
  return course ? unansweredChecks(course) : []
}

function sentBy(pair: PairScene, trace: 0 | 1, { transmissions }: Message): Sent[] {
  return transmissions.flatMap(({ sightings }) =>
    sightings.slice(0, 1).flatMap(({ packets: [packet] }) => {
      const passage = passageOf(pair, trace, packet!)
      return passage?.sender === trace ? [{ row: packet! - 1, arrived: passage.arrived }] : []
    }),
  )
}

/** IKEv2 answers under the number of the question; IKEv1 with an informational as long, behind it. RFC 7296 §2.2, RFC 3706 §5.2. */
function answersTo(pair: PairScene, joint: Joint, { asker, messages }: Asked): Sent[] {
  const answering = other(asker)
  const [question] = messages
  const part = joint.parts[answering]
  if (!question || !part) return []
  const numbers = new Set(messages.map(one => one.ike.messageId))
  const heard = part.messages.find(one => numbers.has(one.ike.messageId) && sentBy(pair, answering, one).length === 0)
  if (!heard) return []
  const since = firstSighting(heard).time
  return part.messages
    .filter(({ ike }) => ike.exchangeType === question.ike.exchangeType)
    .filter(({ ike }) => (part.version === 2 ? numbers.has(ike.messageId) : ike.encrypted && ike.length === question.ike.length))
    .filter(one => firstSighting(one).time >= since)
    .flatMap(one => sentBy(pair, answering, one))
}

function count(sent: readonly Sent[], arrived: Sent['arrived']): number {
  return sent.filter(one => one.arrived === arrived).length
}

/** What stays open because the questions are encrypted. */
function unread({ otherwise }: Found): string[] {
  return otherwise.filter(one => one.includes('encrypted'))
}
