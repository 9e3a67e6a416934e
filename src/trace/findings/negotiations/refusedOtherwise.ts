import { notifies } from '../../../dissectors/explained/notifies.ts'
import { windowsError } from '../../../dissectors/ike/names/windowsErrors.ts'
import type { Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, readableError, turningAway } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { UNSIGNED } from '../wording.ts'
import { adviceOf } from './notifyAdvice.ts'
import { howRead, Refusals, refusalName, refuses, windowsCode } from './refusal.ts'
import { turnedAway } from './turnedAway.ts'

/** N8: refused for a reason that has no rule of its own, and that the refusal itself names: a right that is missing, no address to
 *  give, a phone provider's or Windows' own errors. RFC 7296 §3.10.1, 3GPP TS 24.302 §8.1.2, [MS-IKEE] 2.2.6. */
export const refusedOtherwise: Rule = {
  id: 'refused-otherwise',
  scenario: 'N8',
  heals: true,
  explains: ['no-answer', 'resends-last-good-message', 'answer-ignored', 'one-sided-negotiation'],
  find,
}

function find(scene: Scene): Found[] {
  return scene.courses.flatMap(course => {
    const { outcome, because } = course.verdict
    const said = outcome === 'failed' ? because.at(-1) : undefined
    const away = said && turningAway(said.ike)
    if (away) return [turnedAway(scene, course, said, away)]
    return [...(said && hasNoRule(said) ? [found(course, said)] : []), ...underway(course)]
  })
}

/** A number that nobody registered says nothing. */
function hasNoRule(said: Message): boolean {
  return readableError(said.ike)?.symbol !== undefined && !Object.values(Refusals).some(what => refuses(said, what))
}

/** Refused under an IKE SA that stands, as keys show: a change of addresses, for example. RFC 4555 §3.5, §3.9. */
function underway(course: Course): Found[] {
  if (course.verdict.outcome !== 'established') return []
  return course.exchanges.flatMap(({ exchangeType, messages, starter }) => {
    const [asked, answer] = [messages[0]?.message, messages.findLast(m => m.message.side !== starter)?.message]
    if (exchangeType !== Exchanges.informationalV2 || !asked || !answer?.ike.decrypted || !hasNoRule(answer)) return []
    const { from, to } = route(answer)
    const told = found(course, answer)
    const says = `${from} refused a request of ${to} under the IKE SA with ${refusalName(answer)}.${wordsOf(answer) ? ` ${wordsOf(answer)}` : ''}`
    return [{ ...told, severity: 'warning', says, evidence: evidence([asked, answer]) }]
  })
}

function found(course: Course, said: Message): Found {
  const { from, to } = route(said)
  const words = wordsOf(said)
  return {
    severity: 'error',
    title: `${from} refuses ${to}: ${refusalName(said)}`,
    says: `${from} ended the negotiation with ${refusalName(said)}.${words ? ` ${words}` : ''}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: [howRead(said)],
    evidence: evidence(course.verdict.because),
    otherwise: said.ike.decrypted ? [] : [UNSIGNED],
    tryNext: [...(adviceOf(said) ? [adviceOf(said)!] : []), `Read the log of ${from} for this moment: it says more than the number.`],
  }
}

/** What the refusal means, in a sentence. */
function wordsOf({ ike }: Message): string | undefined {
  const notify = readableError(ike)!
  const code = windowsCode(notify)
  const windows = code === undefined ? undefined : windowsError(code)
  if (windows) return `${windows}.`
  return notify.symbol !== undefined && Object.hasOwn(notifies, notify.symbol) ? notifies[notify.symbol]![0] : undefined
}
