import type { Course } from '../course.ts'
import { errorNotify } from '../header.ts'
import { route } from './addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from './finding.ts'

/** N7: no common proposal, said in the clear. RFC 2408 §3.14.1, RFC 7296 §2.7. */
export const proposalMismatch: Rule = {
  id: 'proposal-mismatch',
  scenario: 'N7',
  heals: true,
  explains: ['no-answer', 'resends-last-good-message'],
  find,
}

const NO_PROPOSAL_CHOSEN = 14

function find({ courses }: Scene): Found[] {
  return courses.filter(c => c.verdict.outcome !== 'established').flatMap(course => refusals(course))
}

function refusals(course: Course): Found[] {
  const refusal = course.negotiation.messages.find(m => errorNotify(m.ike)?.notifyType === NO_PROPOSAL_CHOSEN)
  if (!refusal) return []
  const { from, to } = route(refusal)
  const offer = course.negotiation.messages.find(m => m.side !== refusal.side)
  return [
    {
      severity: 'error',
      title: `${from} accepts none of the proposals of ${to}`,
      says: `${from} answered the offer of ${to} with NO-PROPOSAL-CHOSEN: the two policies have no combination of encryption, hash, authentication and group in common.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: idOf(course),
      because: ['The notify stands in the clear, right after the offer.'],
      evidence: evidence(offer ? [offer, refusal] : [refusal]),
      otherwise: [`${from} has no policy for ${to} at all; some stacks say it with this notify.`],
      tryNext: [`Compare the offer in the first message with what ${from} is configured to accept.`],
    },
  ]
}
