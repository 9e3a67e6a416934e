import { notifies } from '../../../dissectors/explained/notifies.ts'
import type { Notify } from '../../../dissectors/ike/facts.ts'
import { windowsError } from '../../../dissectors/ike/names/windowsErrors.ts'
import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, REDIRECT, readableError, turningAway } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'
import { UNSIGNED } from '../wording.ts'
import { adviceOf } from './notifyAdvice.ts'
import { howRead, Refusals, refusalName, refuses, windowsCode } from './refusal.ts'

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

/** Nothing failed: whoever asked is to go on elsewhere, and here it is seen whether it does. */
function turnedAway({ courses }: Scene, course: Course, said: Message, away: Notify): Found {
  const { from, to } = route(said)
  const gateway = away.notifyType === REDIRECT ? gatewayOf(away) : undefined
  const name = away.symbol ?? `notify ${away.notifyType}`
  const time = firstSighting(said).time
  const isNext = ({ negotiation }: Course) => {
    const { source, time: at } = firstSighting(negotiation.messages[0]!)
    return negotiation !== course.negotiation && at >= time && source.address === to
  }
  const next = courses.find(isNext)
  const goesOn = next ? `${to} did so in ${idOf(next)}.` : `This capture does not show that ${to} did so; it may do it past this capture.`
  return {
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    severity: next ? 'note' : 'warning',
    title: away.notifyType === REDIRECT ? `${from} sends ${to} to another gateway` : `${from} does not accept the ticket of ${to}`,
    says:
      away.notifyType === REDIRECT
        ? `${from} answered with ${name}: ${to} is to negotiate with ${gateway ?? 'another gateway'} instead. ${goesOn}`
        : `${from} answered with ${name}: ${to} wanted to take up an earlier IKE SA, and is to negotiate from the start. ${goesOn}`,
    because: ['The answer stands in the clear, and no SA was set up.'],
    evidence: evidence([...course.negotiation.messages.filter(m => m.side !== said.side).slice(0, 1), said]),
    otherwise: [UNSIGNED],
    tryNext:
      away.notifyType === REDIRECT
        ? [`Look whether ${to} can reach ${gateway ?? 'the gateway that it was sent to'}, and follows REDIRECT (RFC 5685).`]
        : [`Look whether the ticket had run out, and whether the keys for tickets of ${from} have changed (RFC 5723).`],
  }
}

/** Whom a REDIRECT names: type, length and an address or a name. RFC 5685 §9.2. */
function gatewayOf({ data }: Notify): string | undefined {
  const [type, length = 0] = data
  const identity = data.subarray(2, 2 + length)
  if (type === 1 && identity.length === 4) return identity.join('.')
  return type === 3 && length > 0 && identity.length === length ? String.fromCharCode(...identity) : undefined
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
