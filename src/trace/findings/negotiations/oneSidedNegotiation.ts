import type { Course } from '../../negotiation/course.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { captureAt } from '../captureAt.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'
import { returned, returnedBy } from './returned.ts'

/** N12: one host negotiates, the other takes no part: every message of every attempt comes from one side. */
export const oneSidedNegotiation: Rule = { id: 'one-sided-negotiation', scenario: 'N12', rests: 'silence', find }

function find(scene: Scene): Found[] {
  const { courses } = scene
  const groups = new Map<string, Course[]>()
  const spoke = new Set<string>()
  for (const course of courses) {
    if (course.verdict.reason === 'no negotiation') continue
    const [from, to] = initiatorAndResponder(course)
    const key = `${from} ${to}`
    const { messages } = course.negotiation
    if (messages.some(m => m.side === course.initiator)) spoke.add(key)
    if (messages.some(m => m.side !== course.initiator)) spoke.add(`${to} ${from}`)
    const known = groups.get(key)
    if (known) known.push(course)
    else groups.set(key, [course])
  }
  return [...groups].flatMap(([key, tries]) => {
    const [from = '', to = ''] = key.split(' ')
    if (spoke.has(`${to} ${from}`)) return []
    const sendings = tries.reduce((sum, c) => sum + c.negotiation.messages.reduce((all, m) => all + m.transmissions.length, 0), 0)
    return sendings < 3 ? [] : [found(scene, from, to, tries, sendings)]
  })
}

function found(scene: Scene, from: string, to: string, tries: readonly Course[], sendings: number): Found {
  const lead = `${from} sent ${sendings} messages in ${tries.length === 1 ? idOf(tries[0]!) : listed(tries.map(idOf))}`
  const messages = tries.flatMap(c => c.negotiation.messages)
  const returns = returnedBy(scene, messages)
  const decided = returns ? returned(returns, to, 'they') : undefined
  return {
    severity: 'note',
    lead,
    about: { address: to, isTranslated: false },
    title: `All IKE messages come from ${from}`,
    says: `${lead}; not one of ${to} is in this capture. ${from} negotiates, ${to} takes no part as far as can be seen here.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(tries[0]!),
    because: ['Every message of every attempt has the same sender.', ...(decided?.because ?? [])],
    evidence: evidence(tries.slice(0, 12).flatMap(c => c.negotiation.messages)),
    otherwise: decided?.otherwise ?? [`The answers of ${to} take another way than past this capture.`],
    tryNext: decided?.tryNext ?? [captureAt(to, ` as well.`)],
  }
}
