import type { Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, payloadOf } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { atTheProof } from './beforeProof.ts'
import { howRead, Refusals, refusalIn, refusalName } from './refusal.ts'

/** N18: the peer is not who the policy expects. Identities are readable in aggressive mode only, RFC 2409 §5.4. */
export const identityRefused: Rule = {
  id: 'identity-refused',
  scenario: 'N18',
  heals: true,
  explains: ['no-answer', 'answer-ignored'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    if (course.verdict.outcome === 'established') return []
    const refusal = refusalIn(course, Refusals.identity)
    if (refusal) return [found(course, refusal, true)]
    const other = refusalIn(course, Refusals.authentication)
    return other && identityOf(course, other) !== undefined ? [found(course, other, false)] : []
  })
}

/** The identity that the refused side sent in the clear. */
function identityOf({ negotiation, exchanges }: Course, refusal: Message): string | undefined {
  if (!exchanges.some(e => e.exchangeType === Exchanges.aggressive)) return undefined
  const said = negotiation.messages.filter(m => m.side !== refusal.side)
  return said.map(m => payloadOf(m.ike, 'id')?.text).find(text => text !== undefined)
}

function found(course: Course, refusal: Message, named: boolean): Found {
  const { from, to } = route(refusal)
  const identity = identityOf(course, refusal)
  const asked = course.negotiation.messages.filter(m => m.side !== refusal.side).slice(0, 1)
  return {
    severity: named ? 'error' : 'note',
    title: `${from} does not expect ${identity ? `"${identity}"` : `the identity of ${to}`}`,
    says: `${to} calls itself ${identity ? `"${identity}"` : 'something that is not readable here'}, and ${from} answered with ${refusalName(refusal)}: ${named ? 'it has no policy for that identity' : 'the identity may be the reason'}.`,
    confidence: named ? 'certain' : 'possible',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(refusal, ', right after the message with the identity')],
    evidence: evidence([...asked, refusal]),
    otherwise: named
      ? []
      : [`Not the identity is refused: ${atTheProof(course) ? 'the key or the certificate' : 'the kind of exchange or the address'}.`],
    tryNext: [`Compare the identity that ${to} sends with the one that ${from} is configured to expect.`],
  }
}
