import { firstSighting, type Message, type Seconds } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { firstInside, isAuth, isResponse, Payloads } from '../../negotiation/header.ts'
import type { IkeLife } from '../../protected/lifetime.ts'
import { initiatorAndResponder } from '../addresses.ts'
import { coursesBetween } from '../espPairs.ts'
import { evidence, type Found, idOf, inWords, type Rule, type Scene } from '../finding.ts'

// An initiator that does not accept what the answer to IKE_AUTH holds has no answer of its own to say so in. Some send a notify
// (outcomeV2.ts); others, iOS among them, just delete the IKE SA that they asked for a moment before. Whoever takes a
// connection down again on purpose leaves time, or packets, between the two.

/** N8: the initiator ends the IKE SA as soon as it has the answer. RFC 7296 §1.4.1, §2.21.2. */
export const endedAtOnce: Rule = {
  id: 'refused-otherwise',
  scenario: 'N8',
  heals: true,
  find: scene => scene.lives.ike.flatMap(life => ended(scene, life)),
}

/** Seconds behind the answer within which hardly anybody ends on purpose what he has just asked for. */
const AT_ONCE: Seconds = 0.3
/** Octets that an answer with a certificate has at least. */
const WITH_CERTIFICATE = 600

function ended(scene: Scene, life: IkeLife): Found[] {
  const { course, deletedBy } = life
  const { negotiation, initiator } = course
  if (negotiation.version !== 2 || negotiation.joined || rekeyedFrom(negotiation)) return []
  if (deletedBy?.by !== initiator || deletedBy.confidence === 'possible') return []
  const before = negotiation.messages[negotiation.messages.indexOf(deletedBy.message) - 1]
  const answer = before && before.side !== initiator && accepts(before) ? before : undefined
  const apart = answer && deletedBy.time - firstSighting(answer).time
  if (apart === undefined || apart > AT_ONCE || isUsed(scene, course) || isSecond(scene, life)) return []
  return [found(life, answer!, apart)]
}

/** An answer to IKE_AUTH that begins as one that accepts: with the identity, or after EAP with the proof. */
function accepts({ ike }: Message): boolean {
  const inside = firstInside(ike)
  return isAuth(ike.exchangeType) && isResponse(ike) && (inside === Payloads.idr || inside === Payloads.auth)
}

/** Protected packets went between the two. */
function isUsed({ flows }: Scene, course: Course): boolean {
  const [one, other] = course.negotiation.endpoints.map(seen => new Set(seen.map(e => e.address)))
  return flows.some(
    ({ source, destination }) => (one!.has(source) && other!.has(destination)) || (other!.has(source) && one!.has(destination)),
  )
}

/** The two had another IKE SA at that moment: one of them is too many. */
function isSecond(scene: Scene, { course, deletedBy }: IkeLife): boolean {
  const [source, destination] = initiatorAndResponder(course)
  const ofBoth = coursesBetween(scene, { source, destination })
  const ended = deletedBy!.time
  return scene.lives.ike.some(
    one => one.course !== course && one.since <= ended && (one.deletedBy?.time ?? ended) >= ended && ofBoth.includes(one.course),
  )
}

function found({ course, deletedBy }: IkeLife, answer: Message, apart: Seconds): Found {
  const [from, to] = initiatorAndResponder(course)
  const certified = firstInside(answer.ike) === Payloads.idr && answer.ike.length >= WITH_CERTIFICATE
  return {
    severity: 'warning',
    title: `${from} ended the IKE SA as soon as it had the answer to IKE_AUTH`,
    says: `${from} asked for the SA, and deleted it ${inWords(apart)} after ${to} had answered, the next that it sent; not one protected packet went between the two. Most likely ${from} did not accept something in that answer: ${certified ? 'the certificate' : 'the proof'} or the identity of ${to}, the address or the networks that it was given, or another setting. What it holds is encrypted.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    under: ['child-sa-refused', 'selectors-refused', 'proposal-mismatch'],
    because: [`The delete is told by this: ${deletedBy!.because}.`],
    evidence: evidence([answer, deletedBy!.message]),
    otherwise: [
      `A person or a script at ${from} took the connection down again at this very moment.`,
      `${from} could not put the SA to use: its own system refused it.`,
    ],
    tryNext: [
      `Read the log of ${from} for this moment: it names the reason.`,
      certified
        ? `Hold the certificate of ${to} against what ${from} demands: the authority that it trusts, the name that it asks for, the dates.`
        : `Hold what ${from} demands against what ${to} is set to give: identity, addresses, networks.`,
    ],
  }
}
