import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isPhase1, payloadOf } from '../../negotiation/header.ts'
import { phase2, refusalOf } from '../../negotiation/phase2.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'
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
    const all = course.notices.filter(m => refuses(m, Refusals.selectors) && aboutTraffic(course, m))
    const [refusal] = all
    if (!refusal) return []
    // Copies of one request may each be refused anew.
    const ofRequests = new Set(phase2(course).map(one => refusalOf(course, one)))
    const alike = all.filter(one => ofRequests.has(one) && one.side === refusal.side && refusalName(one) === refusalName(refusal))
    return [found(course, refusal, ofRequests.has(refusal) ? alike : [refusal])]
  })
}

/** Requests that are cited. */
const MOST = 4

/** INVALID-ID-INFORMATION is about the peer's own identity in phase 1, and about the traffic when a quick mode has begun. */
function aboutTraffic(course: Course, { ike }: Message): boolean {
  if (ike.majorVersion === 2) return true
  return course.exchanges.some(e => e.exchangeType === Exchanges.quick) && !isPhase1(ike.exchangeType)
}

/** @param alike it, and those that the same host refused in the same words after it */
function found(course: Course, refusal: Message, alike: readonly Message[]): Found {
  const { from, to } = route(refusal)
  const asked = askedBefore(course, refusal)
  const wish = asked && wishes(asked)
  return {
    severity: 'error',
    title: `${from} has no policy for the traffic that ${to} wants to protect`,
    says: `${from} answered with ${refusalName(refusal)}: the networks, protocols or ports that ${to} asks for${wish ? ` (${wish})` : ''} are not those that ${from} is configured for.${again(alike)}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal)],
    evidence: evidence(alike.slice(0, MOST).flatMap(one => [askedBefore(course, one) ?? [], one].flat())),
    otherwise: [],
    tryNext: ['Compare the networks on both sides of the tunnel: what one end calls its own, the other has to call remote.'],
  }
}

/** ` Another request, 5.0 s later, was refused as well.` */
function again([first, ...more]: readonly Message[]): string {
  if (!first || more.length === 0) return ''
  const after = inWords(firstSighting(more.at(-1)!).time - firstSighting(first).time)
  return more.length === 1
    ? ` Another request, ${after} later, was refused as well.`
    : ` ${more.length} other requests within ${after} were refused as well.`
}

/** What a refusal answers. */
function askedBefore(course: Course, refusal: Message): Message | undefined {
  const exchange = phase2(course).find(one => refusalOf(course, one) === refusal)
  const { time } = firstSighting(refusal)
  const asks = (one: Message) => one.side !== refusal.side && wishes(one) !== undefined
  return (
    exchange?.messages.map(({ message }) => message).find(asks) ??
    course.negotiation.messages.findLast(one => asks(one) && firstSighting(one).time <= time)
  )
}

/** The traffic that a message asks for, where it can be read. */
function wishes({ ike }: Message): string | undefined {
  const selectors = payloadOf(ike, 'ts')?.selectors.map(s => s.text)
  if (selectors?.length) return selectors.join(', ')
  const ids = ike.exchangeType === Exchanges.quick ? ike.payloads.flatMap(p => (p.kind === 'id' ? [p.text] : [])) : []
  return ids.length ? ids.join(' to ') : undefined
}
