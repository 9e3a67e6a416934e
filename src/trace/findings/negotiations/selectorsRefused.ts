import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isPhase1, payloadOf } from '../../negotiation/header.ts'
import { phase2, refusalOf } from '../../negotiation/phase2.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { howRead, Refusals, refusalName, refuses } from './refusal.ts'

/** N17: the two policies disagree on what traffic the SA may carry; said where it can be read. RFC 2407 §4.6.2, RFC 7296 §2.9. */
export const selectorsRefused: Rule = {
  id: 'selectors-refused',
  scenario: 'N17',
  heals: true,
  explains: ['child-sa-refused', 'rekey-failed', 'no-answer', 'identity-refused'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const refusal = course.notices.find(m => refuses(m, Refusals.selectors) && aboutTraffic(course, m))
    return refusal ? [found(course, refusal)] : []
  })
}

/** INVALID-ID-INFORMATION is about the peer's own identity in phase 1, and about the traffic when a quick mode has begun. */
function aboutTraffic(course: Course, { ike }: Message): boolean {
  if (ike.majorVersion === 2) return true
  return course.exchanges.some(e => e.exchangeType === Exchanges.quick) && !isPhase1(ike.exchangeType)
}

function found(course: Course, refusal: Message): Found {
  const { from, to } = route(refusal)
  const exchange = phase2(course).find(one => refusalOf(course, one) === refusal)
  const { time } = firstSighting(refusal)
  const asked =
    exchange?.messages.map(({ message }) => message).find(m => m.side !== refusal.side && wishes(m) !== undefined) ??
    course.negotiation.messages.findLast(m => m.side !== refusal.side && wishes(m) !== undefined && firstSighting(m).time <= time)
  const wish = asked && wishes(asked)
  return {
    severity: 'error',
    title: `${from} has no policy for the traffic that ${to} wants to protect`,
    says: `${from} answered with ${refusalName(refusal)}: the networks, protocols or ports that ${to} asks for${wish ? ` (${wish})` : ''} are not those that ${from} is configured for.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal)],
    evidence: evidence(asked ? [asked, refusal] : [refusal]),
    otherwise: [],
    tryNext: ['Compare the networks on both sides of the tunnel: what one end calls its own, the other has to call remote.'],
  }
}

/** The traffic that a message asks for, where it can be read. */
function wishes({ ike }: Message): string | undefined {
  const selectors = payloadOf(ike, 'ts')?.selectors.map(s => s.text)
  if (selectors?.length) return selectors.join(', ')
  const ids = ike.exchangeType === Exchanges.quick ? ike.payloads.flatMap(p => (p.kind === 'id' ? [p.text] : [])) : []
  return ids.length ? ids.join(' to ') : undefined
}
