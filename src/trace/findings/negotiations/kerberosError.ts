import { errorText } from '../../../dissectors/application/kerberos/names.ts'
import type { Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { payloadOf } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** N9: the GSS token of one side carries a Kerberos error instead of a proof. RFC 1964 §1.1, RFC 4120 §5.9.1. */
export const kerberosError: Rule = {
  id: 'kerberos-error',
  scenario: 'N9',
  heals: true,
  explains: ['authentication-failed', 'no-answer', 'answer-ignored', 'resends-last-good-message', 'malformed-message'],
  find,
}

const KRB_ERROR = 30
/** KRB_AP_ERR_SKEW, KRB_AP_ERR_MODIFIED. RFC 4120 §7.5.9. */
const SKEW = 37
const MODIFIED = 41

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    if (!course.hasToken) return []
    const said = course.negotiation.messages.find(m => payloadOf(m.ike, 'gss')?.kerberos?.messageType === KRB_ERROR)
    return said ? [found(course, said)] : []
  })
}

function found(course: Course, said: Message): Found {
  const { from, to } = route(said)
  const told = payloadOf(said.ike, 'gss')?.kerberos
  const code = told?.errorCode
  const text = code === undefined ? 'an error whose code cannot be read' : (errorText(code) ?? `error ${code}`)
  const service = told?.service ? ` The ticket was for ${told.service}${told.realm ? ` in ${told.realm}` : ''}.` : ''
  const stands = course.verdict.outcome === 'established'
  const asked = course.negotiation.messages.slice(0, course.negotiation.messages.indexOf(said)).findLast(m => m.side !== said.side)
  return {
    severity: stands ? 'note' : 'error',
    title: `${from} refuses the Kerberos ticket of ${to}`,
    says: `${from} put a Kerberos error where its proof belongs: ${text}.${service}${stands ? ' The negotiation succeeded all the same, by another way or a second try.' : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The KRB-ERROR stands readable in the GSS token.'],
    evidence: evidence(asked ? [asked, said] : [said]),
    otherwise: [],
    tryNext: [
      code === SKEW
        ? `Compare the clocks of ${from}, ${to} and the domain controller: Kerberos allows five minutes.`
        : code === MODIFIED
          ? `The password of the computer account of ${from} and the one that the domain controller has may differ: reset the secure channel, look for a second account of the same name.`
          : `Look for this error in the system log of ${from} and of the domain controller.`,
    ],
  }
}
