import type { Course } from '../../negotiation/course.ts'
import { offerMatrix } from '../../negotiation/offerMatrix.ts'
import { offerOf } from '../../negotiation/proposals.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf, route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
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
  let known: Wishes | undefined
  return courses.flatMap(course => {
    const refusal = course.verdict.outcome === 'established' ? undefined : refusalIn(course, Refusals.proposal)
    if (!refusal) return []
    known ??= wishesOf(courses)
    return [found(course, refusal, known)]
  })
}

/** By host and version of IKE: the negotiation in which it first makes an offer itself, or chose one. */
type Wishes = ReadonlyMap<string, { readonly own?: Course; readonly took?: Course }>

function wishesOf(courses: readonly Course[]): Wishes {
  const all = new Map<string, { own?: Course; took?: Course }>()
  const at = (host: string, { negotiation }: Course) => {
    const key = `${host} ${negotiation.version}`
    const known = all.get(key) ?? {}
    all.set(key, known)
    return known
  }
  for (const course of courses) {
    const { offered, chosen } = course.proposals
    if (offered.length > 0) at(addressOf(course, course.initiator), course).own ??= course
    if (chosen) at(addressOf(course, opposite(course.initiator)), course).took ??= course
  }
  return all
}

function found(course: Course, refusal: NonNullable<ReturnType<typeof refusalIn>>, known: Wishes): Found {
  const { from, to } = route(refusal)
  const offer = course.negotiation.messages.find(m => m.side !== refusal.side)
  const differs = difference(course, from, known)
  return {
    severity: 'error',
    title: `${from} accepts none of the proposals of ${to}`,
    says: `${from} answered the offer of ${to} with ${refusalName(refusal)}. Most often the two policies have no combination of encryption, hash, authentication and group in common.${differs ? ` ${differs}` : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal, ', right after the offer')],
    evidence: evidence(offer ? [offer, refusal] : [refusal]),
    otherwise: [
      `${from} has no policy for the address ${to} at all, or none for IKEv${course.negotiation.version}: strongSwan and Libreswan say that with this notify as well.`,
    ],
    tryNext: [
      `Look whether ${from} has a policy for the address ${to}; then compare the offer in the first message with what it is configured to accept.`,
    ],
  }
}

/** Where the offer first differs from what the refusing host is known to want: from its own offer, or from what it chose,
 *  in another negotiation of this capture. */
function difference({ negotiation, proposals }: Course, refuser: string, wishes: Wishes): string | undefined {
  const { own, took } = wishes.get(`${refuser} ${negotiation.version}`) ?? {}
  const known = own ?? took
  if (!known) return undefined
  const wanted = own ? own.proposals.offered : [took!.proposals.chosen!]
  const { nearest } = offerMatrix(proposals.offered.map(offerOf), null, wanted.map(offerOf))
  if (!nearest) return undefined
  const { attribute, offered, wants } = nearest
  return `In ${idOf(known)} ${refuser} ${own ? 'itself offers' : 'chose'} ${wants} as ${attribute}, where this offer has ${offered}.`
}
