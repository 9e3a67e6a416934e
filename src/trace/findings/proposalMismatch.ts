import type { Course } from '../course.ts'
import { offerMatrix } from '../offerMatrix.ts'
import { offerOf } from '../proposals.ts'
import { addressOf, route } from './addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from './finding.ts'
import { howRead, Refusals, refusalIn, refusalName } from './refusal.ts'

/** N7: no common proposal, said in the clear. RFC 2408 §3.14.1, RFC 7296 §2.7. */
export const proposalMismatch: Rule = {
  id: 'proposal-mismatch',
  scenario: 'N7',
  heals: true,
  explains: ['no-answer', 'resends-last-good-message', 'answer-ignored'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const refusal = course.verdict.outcome === 'established' ? undefined : refusalIn(course, Refusals.proposal)
    return refusal ? [found(course, refusal, courses)] : []
  })
}

function found(course: Course, refusal: NonNullable<ReturnType<typeof refusalIn>>, courses: readonly Course[]): Found {
  const { from, to } = route(refusal)
  const offer = course.negotiation.messages.find(m => m.side !== refusal.side)
  const differs = difference(course, from, courses)
  return {
    severity: 'error',
    title: `${from} accepts none of the proposals of ${to}`,
    says: `${from} answered the offer of ${to} with ${refusalName(refusal)}: the two policies have no combination of encryption, hash, authentication and group in common.${differs ? ` ${differs}` : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal, ', right after the offer')],
    evidence: evidence(offer ? [offer, refusal] : [refusal]),
    otherwise: [
      `${from} has no policy for ${to} at all, or none for IKEv${course.negotiation.version}; some stacks say it with this notify.`,
    ],
    tryNext: [`Compare the offer in the first message with what ${from} is configured to accept.`],
  }
}

/** Where the offer first differs from what the refusing host is known to want: from its own offer, or from what it chose,
 *  in another negotiation of this capture. */
function difference({ negotiation, proposals }: Course, refuser: string, courses: readonly Course[]): string | undefined {
  const others = courses.filter(c => c.negotiation !== negotiation && c.negotiation.version === negotiation.version)
  const own = others.find(c => addressOf(c, c.initiator) === refuser && c.proposals.offered.length > 0)
  const took = others.find(
    c => addressOf(c, c.initiator) !== refuser && c.proposals.chosen && c.negotiation.endpoints.flat().some(e => e.address === refuser),
  )
  const known = own ?? took
  if (!known) return undefined
  const wanted = own ? own.proposals.offered : [took!.proposals.chosen!]
  const { nearest } = offerMatrix(proposals.offered.map(offerOf), null, wanted.map(offerOf))
  if (!nearest) return undefined
  const { attribute, offered, wants } = nearest
  return `In ${idOf(known)} ${refuser} ${own ? 'itself offers' : 'chose'} ${wants} as ${attribute}, where this offer has ${offered}.`
}
