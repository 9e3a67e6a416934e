import { firstSighting, type Message } from '../../model.ts'
import { isTooShort, leastAnswer } from '../../negotiation/authAnswer.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, firstInside, has, Payloads, payloadOf, readableError } from '../../negotiation/header.ts'
import { phase2, refusalOf, saysRekeys, succeededAfter } from '../../negotiation/phase2.ts'
import { putOff } from '../../negotiation/putOff.ts'
import { algorithmsOf } from '../../protected/securityAssociationReport.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'
import { listed } from '../wording.ts'
import { alreadyReplaced } from './alreadyReplaced.ts'
import { adviceOf } from './notifyAdvice.ts'
import { howRead, Refusals, refusalName, refuses } from './refusal.ts'

// The IKE SA stands, and what should carry the traffic under it is refused inside the encryption. Three things show it
// without keys: an informational in place of QM2, a bare notify in answer to CREATE_CHILD_SA, and an IKE_AUTH answer that is
// too short for an SA and two traffic selectors.

/** N27: the quick mode or child SA is refused; what about it, cannot be read. */
export const childSaRefused: Rule = {
  id: 'child-sa-refused',
  scenario: 'N27',
  heals: true,
  explains: ['no-answer', 'resends-last-good-message', 'answer-ignored', 'esp-one-way'],
  find,
}

function find(scene: Scene): Found[] {
  const established = scene.courses.filter(c => c.verdict.outcome === 'established')
  return established.flatMap(course => [...withIkeAuth(course), ...later(scene, course)].slice(0, 1))
}

function later(scene: Scene, course: Course): Found[] {
  const all = phase2(course).flatMap(exchange => {
    const refusal = succeededAfter(course, exchange) ? undefined : refusalOf(course, exchange)
    // What refuses in the clear says why, and other rules tell that.
    if (!refusal?.ike.encrypted || putOff(course, exchange) || alreadyReplaced(scene, course, exchange)) return []
    return [{ exchange, asked: exchange.messages[0]!.message, refusal }]
  })
  const [first] = all
  if (!first) return []
  const { exchange, asked, refusal } = first
  const quick = exchange.exchangeType === Exchanges.quick
  if (quick && refusal.side === exchange.starter && !exchange.isUnsure) return [givenUp(course, exchange.messages.at(-1)!.message, refusal)]
  const because = quick
    ? `An encrypted informational of ${refusal.ike.length} bytes stands where the next quick mode message belongs.`
    : `The encrypted answer has ${refusal.ike.length} bytes and begins with a notify: too short for an SA.`
  if (exchange.isUnsure) return [ofEither(course, asked, refusal, because)]
  const refused = found(course, asked, refusal, `the ${quick ? 'quick mode' : 'CREATE_CHILD_SA'} of`, because)
  const told = saysRekeys(exchange) === false && !refusal.ike.decrypted ? asFurther(refused) : refused
  const alike = all.filter(one => one.asked.side === asked.side && isAlike(one.refusal, refusal))
  return [alike.length > 1 ? { ...told, ...again(told, alike) } : told]
}

/** Refused in the same words, as far as they can be read. */
function isAlike({ ike }: Message, { ike: first }: Message): boolean {
  return ike.decrypted === first.decrypted && (!ike.decrypted || refusalName({ ike }) === refusalName({ ike: first }))
}

/** Asked for several times, for the same traffic or other. */
function again({ says }: Found, alike: readonly { readonly asked: Message; readonly refusal: Message }[]): Partial<Found> {
  const [first, ...more] = alike.map(one => firstSighting(one.asked).time)
  const after = inWords(more.at(-1)! - first!)
  const others =
    more.length === 1
      ? `Another request, ${after} later, was refused as well.`
      : `${more.length} other requests within ${after} were refused as well.`
  return { says: `${says} ${others}`, evidence: evidence(alike.slice(0, MOST).flatMap(one => [one.asked, one.refusal])) }
}

/** Requests that are cited. */
const MOST = 4

/** The capture may have begun within the quick mode: that the two agree on no SA is all that shows. */
function ofEither(course: Course, asked: Message, refusal: Message, because: string): Found {
  const [from, to] = [route(refusal).from, route(refusal).to]
  return {
    ...found(course, asked, refusal, 'the quick mode with', because),
    title: `${from} refused the quick mode with ${to}`,
    says: `The IKE SA stands, and the quick mode of the two under it came to nothing: an encrypted informational of ${from} took the place of its next message. The capture may have begun within it, so who asked cannot be told.`,
    otherwise: [`${from} began the quick mode and gave it up.`, 'The informational is about something else.'],
  }
}

/** Whoever began the quick mode has its answer and does not finish it: nobody asked for an SA there. */
function givenUp(course: Course, answer: Message, notice: Message): Found {
  const { from, to } = route(notice)
  return {
    severity: 'error',
    title: `${from} does not finish the quick mode that it began`,
    says: `The IKE SA stands, ${from} asked for an SA for the traffic, and ${to} answered. The third message never came from ${from}, but an encrypted informational: it seems that ${from} gave up what it had asked for itself.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [`An encrypted informational of ${notice.ike.length} bytes came, and no third message of the quick mode.`],
    evidence: evidence([answer, notice]),
    otherwise: [
      `${from} does not accept what ${to} answered.`,
      `${from} could not set up the SA at its own host.`,
      'The informational is about something else.',
    ],
    tryNext: [`Read the log of ${from} for this moment: it names the reason.`],
  }
}

/** Hardly a rekey of a child SA, by the order of its payloads; a rekey of the IKE SA begins with the offer as well. */
function asFurther(refused: Found): Found {
  return {
    ...refused,
    because: [
      ...refused.because,
      'The request begins with an offer, as one does that asks for a further SA or a new IKE SA, and seldom a rekey of a child SA.',
    ],
    otherwise: [
      ...refused.otherwise,
      'It was a rekey, of the IKE SA or, with hosts that do not put the notify REKEY_SA first, of a child SA: then the traffic stops when the old SA ends.',
    ],
  }
}

function withIkeAuth(course: Course): Found[] {
  const least = leastAnswer(course)
  const auth = course.exchanges.filter(e => e.exchangeType === Exchanges.ikeAuth).at(-1)
  const request = auth?.messages.find(m => m.message.side === auth.starter)?.message
  const answer = auth?.messages.findLast(m => m.message.side !== auth.starter)?.message
  if (request && answer?.ike.decrypted) {
    const read = has(answer.ike, 'auth') && !has(answer.ike, 'sa') && readableError(answer.ike) !== undefined
    return read ? [found(course, request, answer, 'the child SA in the IKE_AUTH of', '')] : []
  }
  if (!least || !request || !answer || firstInside(answer.ike) === Payloads.notify || !isTooShort(course, answer)) return []
  // A request as short asks for no child SA, RFC 6023.
  if (request.ike.length < least) return []
  const because = `With what was agreed an IKE_AUTH answer that sets up a child SA has at least ${least} bytes; this one has ${answer.ike.length}.`
  const refused = found(course, request, answer, 'the child SA in the IKE_AUTH of', because)
  const made = phase2(course).some(e => e.outcome === 'complete')
  return [made ? { ...refused, severity: 'note', says: `${refused.says} A later CREATE_CHILD_SA made one.` } : refused]
}

function found(course: Course, asked: Message, refusal: Message, what: string, because: string): Found {
  const { from, to } = route(refusal)
  const read = refusal.ike.decrypted === true
  // RFC 7296 §1.2: the child SA of IKE_AUTH is made without a group of its own; whether the groups fit shows at its first rekey.
  const hasGroup = asked.ike.exchangeType !== Exchanges.ikeAuth
  const selectors = 'the traffic selectors (which addresses, protocols and ports)'
  const reason = read
    ? `The answer is ${refusalName(refusal)}.`
    : `The reason is inside the encryption: most often ${hasGroup ? `the proposals, ${selectors} or the Diffie-Hellman group for new keys` : `the proposals or ${selectors}`} do not fit.`
  return {
    severity: 'error',
    title: `${from} refuses the SA for the traffic that ${to} asks for`,
    says: `The IKE SA stands, but ${from} refused ${what} ${to}: it made no SA for the traffic. ${reason}`,
    confidence: read ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [read ? howRead(refusal) : because, ...offered(asked, refusal)],
    evidence: evidence([asked, refusal]),
    otherwise: read
      ? []
      : [
          'The proposal for ESP or AH has nothing in common.',
          course.negotiation.version === 2
            ? 'The traffic selectors do not fit.'
            : 'The traffic selectors, or the identities of the quick mode, do not fit.',
          ...(hasGroup
            ? []
            : [
                `${to} asks for an address of its own, and ${from} has none to give (INTERNAL_ADDRESS_FAILURE), or asks for none, and ${from} wants that (FAILED_CP_REQUIRED).`,
              ]),
          ...(hasGroup ? [`${from} wants a group for new keys (PFS) where ${to} has none, or another one.`] : []),
        ],
    tryNext: [`Read the log of ${from} for this moment: it names the reason.`, ...toCompare(refusal, hasGroup)],
  }
}

/** The offer that was refused, where keys show it. */
function offered({ ike }: Message, refusal: Message): string[] {
  const proposals = (refuses(refusal, Refusals.proposal) && payloadOf(ike, 'sa')?.proposals) || []
  return proposals.length > 0 ? [`What was offered: ${listed(proposals.map(one => algorithmsOf(one).join(' ')))}.`] : []
}

/** What to look at, as far as the refusal leaves it open. */
function toCompare(refusal: Message, hasGroup: boolean): string[] {
  if (refusal.ike.decrypted && refuses(refusal, Refusals.proposal))
    return [`Compare, at both ends, the ESP proposals${hasGroup ? ' and PFS groups' : ''}.`]
  const advice = refusal.ike.decrypted ? adviceOf(refusal) : undefined
  if (advice) return [advice]
  if (refusal.ike.decrypted && !refuses(refusal, Refusals.selectors)) return []
  return [`Compare, at both ends, the ESP proposals${hasGroup ? ', PFS groups' : ''} and the networks on either side of the tunnel.`]
}
