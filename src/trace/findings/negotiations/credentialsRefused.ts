import { firstSighting, lastTime, type Message } from '../../model.ts'
import { sealedLength } from '../../negotiation/authAnswer.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, firstInside, isResponse, Payloads } from '../../negotiation/header.ts'
import { lastLogIn } from '../../negotiation/logIn.ts'
import { logInAnswer, logInUser } from '../../negotiation/logInAnswer.ts'
import { isBareNotify } from '../../negotiation/outcomeV2.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { slowestAnswer } from '../waiting.ts'

// A user's name and password are asked for inside the encryption: by XAUTH in transactions (logIn.ts), by EAP in more rounds of
// IKE_AUTH (RFC 7296 §2.16). Whoever is let in goes on at once: with a mode config or a quick mode, or with the IKE_AUTH
// that proves it. A Success and a Failure of EAP have four octets, any other EAP packet has more.

/** N23: XAUTH or EAP ends in failure. */
export const credentialsRefused: Rule = {
  id: 'credentials-refused',
  scenario: 'N23',
  heals: true,
  explains: ['authentication-failed', 'no-answer', 'answer-ignored', 'resends-last-good-message'],
  find,
}

/** Seconds of silence behind the last message before its being the last means much, and before it means anything. */
const SOON = 1
const AT_ONCE = 0.3

/** Nothing says more than that the capture ends here: who is let in would go on no sooner than these two answered each other before. */
function couldGoOn(course: Course, last: Message, end: number): boolean {
  return end - lastTime(last) <= Math.max(AT_ONCE, 2 * slowestAnswer(course, 0), 2 * slowestAnswer(course, 1))
}

function find({ courses, end }: Scene): Found[] {
  return courses.flatMap(course => {
    const told = course.negotiation.version === 2 ? eap(course, end) : xauth(course, end)
    return told ? [found(course, told)] : []
  })
}

interface Told {
  readonly messages: readonly Message[]
  readonly method: 'XAUTH' | 'EAP'
  /** What was most likely refused, and what the log-in is by. */
  readonly proof: string
  readonly because: string
  readonly confidence: Found['confidence']
}

function xauth(course: Course, end: number): Told | undefined {
  const { negotiation, exchanges, initiator } = course
  const logIn = lastLogIn(negotiation, exchanges, initiator)
  if (!logIn) return undefined
  const { messages, goodbye } = logIn
  const said = messages.map(logInAnswer).findLast(one => one !== undefined)
  if (said === 'let in') return undefined
  if (said === 'refused') return { messages, method: 'XAUTH', proof: PASSWORD, because: 'XAUTH-STATUS says FAIL.', confidence: 'certain' }
  if (!goodbye && couldGoOn(course, messages.at(-1)!, end)) return undefined
  const sure = goodbye !== undefined || end - lastTime(messages.at(-1)!) > SOON
  return {
    messages: [...messages, ...(goodbye ? [goodbye] : [])],
    method: 'XAUTH',
    proof: PASSWORD,
    because: `After the log-in no quick mode begins${goodbye ? ', and an informational follows at once, as for a delete' : ''}.`,
    confidence: sure ? 'likely' : 'possible',
  }
}

function eap(course: Course, end: number): Told | undefined {
  const rounds = course.exchanges.filter(e => e.exchangeType === Exchanges.ikeAuth).flatMap(e => e.messages.map(m => m.message))
  const answers = rounds.filter(m => isResponse(m.ike))
  const answer = answers.at(-1)
  if (!answer || !answers.some(m => firstInside(m.ike) === Payloads.eap)) return undefined
  const at = firstSighting(answer).time
  const said = logInAnswer(answer)
  if (said === 'let in') return undefined
  if (said === 'refused') return eapTold(rounds, [answer], 'The last IKE_AUTH answer holds an EAP Failure.', 'certain')
  if (firstInside(answer.ike) === Payloads.eap) {
    const after = rounds.some(m => firstSighting(m).time > at && !isResponse(m.ike))
    if (after) return undefined
    const refusal = course.negotiation.messages.find(
      m => m.ike.exchangeType === Exchanges.informationalV2 && m.side !== answer.side && firstSighting(m).time >= at && isBareNotify(m),
    )
    if (refusal) return eapTold(rounds, [answer, refusal], 'The initiator breaks off in the middle of EAP with a notify.', 'likely')
    if (!isShort(course, answer) || couldGoOn(course, answer, end)) return undefined
    return eapTold(
      rounds,
      [answer],
      'The last IKE_AUTH answer holds a short EAP packet, as a Failure is, and no further request follows.',
      end - at > SOON ? 'likely' : 'possible',
    )
  }
  // A bare notify while EAP is going on, not behind its Success.
  const before = answers.at(-2)
  if (!isBareNotify(answer) || !before || firstInside(before.ike) !== Payloads.eap || isShort(course, before)) return undefined
  return eapTold(rounds, [before, answer], 'A bare notify stands in the middle of EAP.', 'likely')
}

function eapTold(rounds: readonly Message[], messages: readonly Message[], because: string, confidence: Found['confidence']): Told {
  return { messages, method: 'EAP', proof: proofIn(rounds), because, confidence }
}

const PASSWORD = 'the user name or the password was'

/** What a log-in by EAP proves the user with: only within TLS are its messages as large as certificates make them. RFC 5216 §2.1. */
function proofIn(rounds: readonly Message[]): string {
  const large = rounds.filter(m => m.ike.length >= CERTIFICATES && hasEap(m))
  if (large.some(m => !isResponse(m.ike))) return "the user's certificate was"
  return large.length > 0 ? 'the password inside TLS, or a certificate, was' : PASSWORD
}

function hasEap({ ike }: Message): boolean {
  return firstInside(ike) === Payloads.eap
}

const CERTIFICATES = 700

/** As long as an EAP packet of four octets makes a message: Success or Failure. RFC 3748 §4.2. */
function isShort(course: Course, { ike }: Message): boolean {
  return ike.length <= (sealedLength(course, 4 + 4) ?? SHORTEST)
}

/** Under AES-CBC and HMAC-SHA2-256, where the algorithms were not seen. */
const SHORTEST = 80

function found(course: Course, { messages, method, proof, because, confidence }: Told): Found {
  const client = addressOf(course, course.initiator)
  const gateway = addressOf(course, opposite(course.initiator))
  const user = logInUser(messages)
  return {
    severity: confidence === 'possible' ? 'warning' : 'error',
    title: `${gateway} does not let the user of ${client} in`,
    says: `The two hosts got as far as the ${user === undefined ? "user's log-in" : `log-in of the user ${user}`} by ${method}, and there ${confidence === 'certain' ? `${gateway} refuses it` : `it ends: most likely ${proof} refused`}.`,
    confidence,
    place: 'unknown',
    negotiation: idOf(course),
    because: [because],
    evidence: evidence(messages),
    otherwise:
      confidence === 'certain'
        ? []
        : [
            'What was said is encrypted: the account may be locked, or the server that knows the users may not be reachable.',
            `${client} gave up by itself, for example because ${proof === PASSWORD ? 'nobody typed a password' : `it does not accept the certificate of ${gateway}`}.`,
          ],
    tryNext: [
      `${confidence === 'certain' ? 'No reason is given: a wrong password, a locked account, or a server that cannot be reached. ' : ''}Read the log of ${gateway}, and of the server that it asks about users (RADIUS), for this moment.`,
    ],
  }
}
