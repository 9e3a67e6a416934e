import type { Course } from '../course.ts'
import { Exchanges, errorNotify, isPhase1 } from '../header.ts'
import { route } from './addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from './finding.ts'

/** N8: refused when the identities and proofs were exchanged. */
export const authenticationFailed: Rule = {
  id: 'authentication-failed',
  scenario: 'N8',
  heals: true,
  explains: ['no-answer', 'resends-last-good-message', 'answer-ignored', 'one-sided-negotiation', 'malformed-message'],
  find,
}

/** RFC 2408 §3.14.1 and RFC 7296 §3.10.1 share the number. */
const AUTHENTICATION_FAILED = 24

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const { verdict } = course
    if (verdict.outcome !== 'failed') return []
    const said = verdict.because.at(-1)
    if (!said) return []
    const inTheClear = errorNotify(said.ike)?.notifyType === AUTHENTICATION_FAILED
    if (!inTheClear && !(verdict.reason === 'refused encrypted' && atTheProof(course))) return []
    const { from, to } = route(said)
    return [
      {
        severity: 'error' as const,
        title: `${from} does not accept who ${to} says it is`,
        says: inTheClear
          ? `${from} answered with AUTHENTICATION-FAILED.`
          : `${from} answered the proof of identity of ${to} with a short encrypted message instead of its own proof, and nothing was set up. At this place that is nearly always a refused key, certificate or identity.`,
        confidence: inTheClear ? ('certain' as const) : ('likely' as const),
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: inTheClear
          ? ['The notify stands in the clear.']
          : [`The refusal is encrypted; its place and its ${said.ike.length} bytes tell.`],
        evidence: evidence(verdict.because),
        otherwise: inTheClear
          ? []
          : [
              'The identity or the certificate is refused rather than the key.',
              'The answer refuses the first child SA or its traffic selectors.',
            ],
        tryNext: [
          `Read the log of ${from} for this moment: it names the reason.`,
          'Compare the pre-shared keys, or the certificates and the authorities that each side trusts.',
        ],
      },
    ]
  })
}

/** The negotiation came as far as identities and proofs. */
function atTheProof({ exchanges }: Course): boolean {
  return exchanges.some(
    e =>
      e.exchangeType === Exchanges.ikeAuth ||
      (isPhase1(e.exchangeType) && e.messages.some(m => m.position >= (e.exchangeType === Exchanges.main ? 5 : 2))),
  )
}
