import { firstSighting, lastTime, type Message, type Seconds } from '../../model.ts'
import { isAtReceiver } from '../../negotiation/arrival.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, firstInside, has, isAuth, isResponse, Payloads } from '../../negotiation/header.ts'
import { isBareNotify } from '../../negotiation/outcomeV2.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { UNSIGNED } from '../wording.ts'
import { atTheProof, refusedBeforeProof } from './beforeProof.ts'
import { howRead, Refusals, refusalName, refuses } from './refusal.ts'
import { shownChain } from './shownChain.ts'
import { unreadProof } from './unreadProof.ts'

/** N8: refused when the identities and proofs were exchanged. */
export const authenticationFailed: Rule = {
  id: 'authentication-failed',
  scenario: 'N8',
  heals: true,
  explains: [
    'no-answer',
    'resends-last-good-message',
    'answer-ignored',
    'one-sided-negotiation',
    'malformed-message',
    'identity-refused',
    'mode-refused',
  ],
  find,
}

function find({ courses, end }: Scene): Found[] {
  return courses.flatMap(course => {
    const { verdict } = course
    if (verdict.outcome === 'established') return []
    const said = verdict.outcome === 'failed' ? verdict.because.at(-1) : undefined
    if (said && refuses(said, Refusals.authentication)) return breaksOff(course, said) ? [] : [named(course, said)]
    if (said && verdict.reason === 'refused encrypted' && !said.ike.decrypted && atTheProof(course)) {
      if (inEap(course, said)) return []
      const next = saidNext(course, said)
      return [next ? perhapsOfChild(course, said, next) : encrypted(course, said, end)]
    }
    if (said && refuses(said, Refusals.form) && atTheProof(course) && byKey(course)) return [unreadable(course, [said], said)]
    const proof = unreadProof(course)
    return proof ? [unread(course, proof.message, proof.repeated)] : []
  })
}

function named(course: Course, said: Message): Found {
  const { from, to } = route(said)
  const framed = {
    ...frame(course, from, to),
    says: `${from} answered with ${refusalName(said)}.`,
    ...(atTheProof(course) ? {} : refusedBeforeProof(course, { from, to, how: refusalName(said), log: logOf(from) })),
  }
  const chain = shownChain(course, said)
  return {
    ...framed,
    confidence: 'certain',
    because: [howRead(said), ...(chain ? [chain.because] : [])],
    evidence: evidence([...new Set([...(chain ? [chain.message] : []), ...course.verdict.because])]),
    otherwise: said.ike.decrypted ? [] : [UNSIGNED],
    tryNext: [...framed.tryNext, ...(chain ? [chain.tryNext] : [])],
  }
}

function encrypted(course: Course, said: Message, end: Seconds): Found {
  const { from, to } = route(said)
  const early = maySayHello(course, said) && end - lastTime(said) < GOES_ON
  const small = isSmall(course, said)
  return {
    ...frame(course, from, to),
    severity: early ? 'warning' : 'error',
    says: `${from} answered the proof of identity of ${to} with a short encrypted message${hasProved(course, said) ? '' : ' instead of its own proof, and nothing was set up'}. At this place that is nearly always a refused ${proofOf(course, small).is}.`,
    tryNext: [logOf(from), proofOf(course, small).compare],
    confidence: early ? 'possible' : 'likely',
    because: [
      `The refusal is encrypted; its place and its ${said.ike.length} bytes tell.`,
      ...(small ? [`The ${said.side === course.initiator ? 'answer' : 'request'} of ${to} is too small to hold a certificate.`] : []),
    ],
    evidence: evidence(course.verdict.because),
    otherwise: [
      ...(early ? [`It says something else, for example that this is a first contact, and the capture ends before ${from} goes on.`] : []),
      course.negotiation.version === 2
        ? `The ${isResponse(said.ike) ? 'answer' : 'message'} refuses ${whatElse(course)}.`
        : 'What was said is encrypted: it may refuse something else.',
    ],
  }
}

/** It says so of what the responder told inside EAP, where its own proof was refused. */
function breaksOff(course: Course, said: Message): boolean {
  return said.side === course.initiator && inEap(course, said)
}

/** The initiator breaks off within EAP: it goes on with that only after it has accepted the responder's proof. RFC 7296 §2.16. */
function inEap({ verdict: { because } }: Course, said: Message): boolean {
  return because.some(m => m !== said && firstInside(m.ike) === Payloads.eap)
}

/** Behind the responder's bare notify the initiator sends one too. Told that its proof is refused it has nothing to say. */
function saidNext({ initiator, negotiation }: Course, said: Message): Message | undefined {
  if (!isResponse(said.ike)) return undefined
  const { time } = firstSighting(said)
  return negotiation.messages.find(m => {
    const isNext = m.side === initiator && m.ike.exchangeType === Exchanges.informationalV2 && firstSighting(m).time >= time
    return isNext && !isResponse(m.ike) && isBareNotify(m)
  })
}

/** RFC 7296 §1.2: a child SA that is refused leaves the responder's proof in the answer; some stacks leave that out, and the initiator misses it. */
function perhapsOfChild(course: Course, said: Message, next: Message): Found {
  const { from, to } = route(said)
  const what = whatElse(course)
  return {
    ...frame(course, from, to),
    title: `${from} refuses the IKE_AUTH of ${to}`,
    says: `${from} answered the proof of identity of ${to} with a short encrypted message instead of its own proof, and nothing was set up. ${to} then sent a notify of its own. Where its proof is refused it has nothing more to say: more likely the answer refuses ${what}, and ${to} misses the proof of ${from}.`,
    confidence: 'likely',
    because: [`The refusal is encrypted; its place and its ${said.ike.length} bytes tell, and the notify that follows it.`],
    evidence: evidence([next, ...course.verdict.because]),
    otherwise: [`${from} does not accept the key, the certificate or the identity of ${to}.`],
    tryNext: [logOf(from), 'Compare, at both ends, the ESP proposals and the networks on either side of the tunnel.'],
  }
}

/** Who refuses had sent its own proof before. RFC 2409 §5, RFC 7296 §1.2. */
function hasProved({ mode, initiator }: Course, said: Message): boolean {
  return (said.side === initiator) === (mode !== 'aggressive')
}

/** What is asked for beside the proof. RFC 7296 §1.2, RFC 9838 §2.3.1. */
function whatElse({ exchanges }: Course): string {
  const ofGroup = exchanges.some(e => e.exchangeType === Exchanges.gsaAuth)
  return ofGroup ? 'the group that was asked for' : 'the first child SA or its traffic selectors'
}

/** racoon tells of a first contact (INITIAL-CONTACT) in an informational right behind phase 1, and goes on a second later. */
const GOES_ON = 1.5

/** Behind a complete phase 1 with a pre-shared key, which both proofs have shown to be the same, it may be just that. */
function maySayHello(course: Course, said: Message): boolean {
  const { exchanges, negotiation } = course
  const isComplete = exchanges.some(e => e.messages.some(m => m.position === LAST_OF[e.exchangeType]))
  return isComplete && byKey(course) && negotiation.messages.at(-1) === said
}

const LAST_OF: Readonly<Record<number, number>> = { [Exchanges.main]: 6, [Exchanges.aggressive]: 3 }

function unreadable(course: Course, because: readonly Message[], said: Message): Found {
  const { from, to } = route(said)
  return {
    ...frame(course, from, to),
    title: keysDiffer(from, to),
    says: `${from} answered the encrypted proof of ${to} with ${refusalName(said)}. With a pre-shared key that means, nearly always, that the two ends have different keys: what was encrypted with one is nonsense under the other.`,
    confidence: 'likely',
    because: [howRead(said, ' and follows the first encrypted message')],
    evidence: evidence(because),
    otherwise: ['The message was damaged on its way.', `${to} sends something that ${from} does not understand.`],
  }
}

/** MM5 arrives and gets no proof in return: all that tells is the place. */
function unread(course: Course, proof: Message, repeated: Message | undefined): Found {
  const { from: to, to: from } = route(proof)
  const there = isAtReceiver(course, proof)
  return {
    ...frame(course, from, to),
    title: keysDiffer(from, to),
    severity: there ? 'error' : 'note',
    says: `${to} sent its proof of identity, the first message under the new keys, and ${from} ${repeated ? 'repeats the message before it' : 'says nothing to that'}, although it answered everything before. With a pre-shared key that is what a wrong key looks like: what was encrypted with one key is nonsense under the other.`,
    confidence: there ? 'likely' : 'possible',
    because: [
      'The messages before went both ways on the same ports, and this one is no larger.',
      ...(there ? [`The hop counts say that this was captured at ${from}: the proof did arrive.`] : []),
    ],
    evidence: evidence(repeated ? [proof, repeated] : [proof]),
    otherwise: there
      ? ['The identity is refused rather than the key.']
      : ['The proof is lost on its way.', `The answer of ${from} is lost on its way back.`],
  }
}

function frame(course: Course, from: string, to: string) {
  return {
    severity: 'error',
    title: `${from} does not accept ${byKey(course) && atTheProof(course) ? `the pre-shared key or the identity of ${to}` : `who ${to} says it is`}`,
    refuser: from,
    place: 'unknown',
    negotiation: idOf(course),
    tryNext: [logOf(from), proofOf(course, isSmall(course)).compare],
  } as const
}

function logOf(host: string): string {
  return `Read the log of ${host} for this moment: it names the reason.`
}

/** What was refused, as far as the method is known, and what to compare. */
function proofOf(course: Course, small: boolean): { readonly is: string; readonly compare: string } {
  if (byKey(course) || small) return BY_KEY
  return /signature/i.test(course.authentication ?? '') || sendsCertificates(course) ? BY_SIGNATURE : UNKNOWN
}

/** The responder of IKEv2 asks for a certificate, and proofs travel that are far larger than one by a key. RFC 7296 §3.7. */
function sendsCertificates({ negotiation }: Course): boolean {
  const asks = negotiation.messages.some(m => m.ike.exchangeType === Exchanges.ikeSaInit && isResponse(m.ike) && has(m.ike, 'cert'))
  return asks && negotiation.messages.some(m => isAuth(m.ike.exchangeType) && m.ike.length >= CERTIFICATE)
}

const CERTIFICATE = 900

const BY_KEY = {
  is: 'pre-shared key or identity',
  compare: 'Compare the pre-shared keys of both ends, and the identities that they belong to.',
}
const BY_SIGNATURE = {
  is: 'certificate or identity',
  compare: 'Compare the certificates, their dates and names, and the authorities that each side trusts.',
}
const UNKNOWN = {
  is: 'key, certificate or identity',
  compare: 'Compare the pre-shared keys, or the certificates and the authorities that each side trusts.',
}

function keysDiffer(from: string, to: string): string {
  return `The pre-shared keys of ${from} and ${to} seem to differ`
}

/** IKEv1's words and IKEv2's. */
function byKey({ authentication }: Course): boolean {
  return /^(pre-shared key|Shared Key)/.test(authentication ?? '')
}

/** IKEv2 names no method in the clear; but a proof with a certificate, or an RSA signature of 256 octets, is larger. */
function isSmall({ exchanges, initiator, negotiation, verdict }: Course, said?: Message): boolean {
  if (negotiation.version !== 2) return false
  if (said?.side === initiator) return verdict.because.some(m => m !== said && m.ike.length < WITH_CERTIFICATE)
  const asked = exchanges.filter(e => isAuth(e.exchangeType)).flatMap(e => e.messages.map(m => m.message))
  const requests = asked.filter(m => m.side === initiator && !isResponse(m.ike))
  return requests.length === 1 && requests[0]!.ike.length < WITH_CERTIFICATE
}

const WITH_CERTIFICATE = 300
