import type { Course } from '../../negotiation/course.ts'
import { Exchanges, isAuth, isPhase1 } from '../../negotiation/header.ts'
import type { Found } from '../finding.ts'
import { listed } from '../wording.ts'

// AUTHENTICATION-FAILED where nobody had proved anything yet: no key and no certificate can be wrong there. Whoever says it has found
// no connection for what the first messages told, and only aggressive mode tells an identity so early (RFC 2409 §5.4).

/** The negotiation came as far as identities and proofs. */
export function atTheProof({ exchanges }: Course): boolean {
  return exchanges.some(
    e =>
      isAuth(e.exchangeType) ||
      (isPhase1(e.exchangeType) && e.messages.some(m => m.position >= (e.exchangeType === Exchanges.main ? 5 : 2))),
  )
}

/** @param how the refusal reads @param log the advice to read the log of who refused */
export function refusedBeforeProof(
  course: Course,
  { from, to, how, log }: { readonly from: string; readonly to: string; readonly how: string; readonly log: string },
): Pick<Found, 'title' | 'says' | 'tryNext'> {
  const sent = sentEarly(course)
  return {
    title: `${from} refuses ${to} before any proof of identity was sent`,
    says: `${from} answered with ${how} where neither side had proved a key or a certificate yet: most likely it knows no connection that fits ${listed(sent, sent.length, 'or')}. Which of them it is, the capture cannot tell.`,
    tryNext: [log, `Compare ${listed(sent)} with what the connections of ${from} allow.`],
  }
}

/** What had been told when it was refused. */
function sentEarly({ mode, negotiation }: Course): readonly string[] {
  const kind = negotiation.version === 2 ? 'the version of IKE' : `the kind of exchange${mode === 'aggressive' ? ' (aggressive mode)' : ''}`
  return [kind, 'the address', ...(mode === 'aggressive' ? ['the identity'] : [])]
}
