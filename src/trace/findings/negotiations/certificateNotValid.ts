import { firstSighting, type Message } from '../../model.ts'
import { isAcceptedBefore, type Shown, type ShownIn, shownBefore } from '../../negotiation/certificates.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'
import { UNSIGNED } from '../wording.ts'
import { Refusals, type Refused, refusalName, refuses } from './refusal.ts'

// A refusal names no reason, and a certificate says of itself from when to when it is valid (RFC 5280 §4.1.2.5). Whoever checks it goes by
// its own clock, which no capture shows: the capture's is the only one there is, and it may be wrong itself.

/** N8: refused, and the certificate that was shown had run out or was not valid yet when it was captured. */
export const certificateNotValid: Rule = {
  id: 'certificate-not-valid',
  scenario: 'N8',
  heals: true,
  explains: [
    'authentication-failed',
    'identity-refused',
    'refused-otherwise',
    'malformed-message',
    'no-answer',
    'resends-last-good-message',
    'answer-ignored',
  ],
  find,
}

function find({ courses, about }: Scene): Found[] {
  const { start, clock } = about
  if (start === null) return []
  const zero = Number(start) / 1e9
  return courses.flatMap(course => {
    const refusal = refusalOfProof(course)
    const shown = refusal && shownBefore(course, opposite(refusal.side), refusal)
    if (!shown || isAcceptedBefore(course, shown, refusal)) return []
    const now = zero + firstSighting(shown.message).time
    if (now < CLOCKS_WERE_SET) return []
    const wrong = shown.certificates.flatMap(one => outside(one, now, clock === 'local' ? ZONES : 0) ?? [])
    return wrong.slice(0, 1).map(one => found(course, refusal, shown, one))
  })
}

/** IKE is younger: the clock of such a capture was never set. RFC 2409. */
const CLOCKS_WERE_SET = Date.parse('1998-01-01T00:00:00Z') / 1000
/** Seconds that a local clock may be away from UTC, in which certificates count. */
const ZONES = 14 * 3600

/** The message that ends a negotiation where proofs are judged: a notify that says so, or an encrypted one that cannot be read. */
function refusalOfProof({ verdict }: Course): Message | undefined {
  const said = verdict.outcome === 'failed' ? verdict.because.at(-1) : undefined
  if (!said) return undefined
  const sealed = verdict.reason === 'refused encrypted' && !said.ike.decrypted
  return sealed || refuses(said, Refusals.authentication) || refuses(said, OF_CERTIFICATES) ? said : undefined
}

/** What IKEv1 stacks say beside that: INVALID-KEY-INFORMATION, INVALID-ID-INFORMATION, INVALID-CERTIFICATE. RFC 2408 §3.14.1. */
const OF_CERTIFICATES: Refused = { v1: [17, 18, 20], v2: [], windows: [] }

interface Outside {
  readonly certificate: Shown
  readonly isOver: boolean
  /** Seconds from the end of its time, or to its beginning. */
  readonly by: number
}

function outside(certificate: Shown, now: number, margin: number): Outside | undefined {
  const over = now - Date.parse(certificate.notAfter) / 1000
  if (over > margin) return { certificate, isOver: true, by: over }
  const early = Date.parse(certificate.notBefore) / 1000 - now
  return early > margin ? { certificate, isOver: false, by: early } : undefined
}

function found(course: Course, refusal: Message, shown: ShownIn, { certificate, isOver, by }: Outside): Found {
  const { from, to } = route(refusal)
  const isOwn = certificate === shown.certificates[0]
  const when = isOver ? `was valid until ${moment(certificate.notAfter)}` : `is valid only from ${moment(certificate.notBefore)}`
  const away = isOver ? `it had run out ${long(by)} before` : `that was ${long(by)} ahead`
  return {
    severity: isOwn ? 'error' : 'note',
    title: `${isOwn ? 'The certificate' : "An authority's certificate"} of ${to} ${isOver ? 'has expired' : 'is not valid yet'}`,
    says: `${from} refused ${to} (${refusal.ike.decrypted || !refusal.ike.encrypted ? refusalName(refusal) : 'in a message that cannot be read'}). The certificate that ${to} had shown${isOwn ? '' : ' beside its own'}, ${certificate.subject}, ${when}: by the clock of this capture ${away}.`,
    confidence: isOwn ? 'likely' : 'possible',
    refuser: from,
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `${shown.message.ike.decrypted ? 'The keys that were given open the message with the certificate' : 'The certificate stands in the clear'}: it is valid from ${moment(certificate.notBefore)} to ${moment(certificate.notAfter)}.`,
    ],
    evidence: evidence([shown.message, refusal]),
    otherwise: [
      `The clock of the capturing host is wrong. What counts is the clock of ${from}.`,
      ...(isOwn ? [] : [`${from} has another certificate of this authority, or trusts another chain.`]),
      `${from} refuses for another reason, which the refusal does not name: the authority, the name or the signature.`,
      ...(refusal.ike.encrypted ? [] : [UNSIGNED]),
    ],
    tryNext: [`Read the log of ${from} for this moment: it names the reason.`, ...remedy(from, to, isOwn, isOver)],
  }
}

function remedy(from: string, to: string, isOwn: boolean, isOver: boolean): string[] {
  const clock = `Look whether the clock of ${from} is right.`
  if (!isOwn) return [`Give ${to} the current certificate of that authority.`, clock]
  return isOver ? [`Renew the certificate of ${to}.`, clock] : [clock, `Look at the clock of whoever issued the certificate of ${to}.`]
}

/** As a person writes a time of a certificate: `2025-01-01 00:00:00 UTC`. */
function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Days and years, where hours say nothing any more. */
function long(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  if (days < 2) return inWords(seconds)
  return days < 1000 ? `${days} days` : `${Math.floor(days / 365.25)} years`
}
