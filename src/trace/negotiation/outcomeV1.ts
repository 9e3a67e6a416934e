import { firstSighting, type Message, type Negotiation, type Seconds, type Side } from '../model.ts'
import type { Exchange, NamedMessage } from './exchange.ts'
import { Exchanges, errorNotify, isHarmless, isPhase1 } from './header.ts'
import { type LogIn, lastLogIn } from './logIn.ts'
import { logInAnswer } from './logInAnswer.ts'
import type { Verdict } from './outcome.ts'
import { opposite } from './sides.ts'

// IKEv1. Nothing says "done", so the last message of phase 1 (MM6, AM3) is taken for it, and any quick mode or
// transaction in which both take part proves it. Three refusals can be told without keys:
//
//   in the clear      an error notify that nothing follows; anybody could have sent it, so what follows outweighs it
//   behind MM5, AM2   an encrypted informational instead of the last message: the peer that was to be convinced says
//                     something else. With a wrong pre-shared key each copy of MM5 gets one
//   behind the last   an encrypted informational of the side that received MM6 or AM3, at once, and then nothing more:
//                     whoever accepts goes on with a quick mode

/** Seconds within which an informational is an answer to the message before it. */
const AT_ONCE = 2

/** How an IKEv1 or AuthIP negotiation ended. @param exchanges all of it, in order */
export function outcomeV1(negotiation: Negotiation, exchanges: readonly Exchange[], initiator: Side): Verdict {
  const phase1 = exchanges.find(e => isPhase1(e.exchangeType))
  const logIn = lastLogIn(negotiation, exchanges, initiator)
  if (logIn) return afterLogIn(logIn)
  const used = exchanges.find(e => needsSa(e.exchangeType) && e.messages.some(m => m.message.side !== e.messages[0]!.message.side))
  if (used) return { outcome: 'established', confidence: 'certain', reason: 'used', because: used.messages.map(m => m.message) }
  const last = phase1 && lastOf(phase1)
  const started = exchanges.find(e => needsSa(e.exchangeType))
  const answers = negotiation.messages.filter(m => m.side !== initiator)
  if (phase1 && !started) {
    const refusal = refusalInPhase1(negotiation, phase1, last)
    if (refusal) return refusal
  }
  if (last) return { outcome: 'established', confidence: 'likely', reason: 'last message seen', because: [last.message] }
  if (started) {
    const because = started.messages.map(m => m.message)
    return { outcome: 'established', confidence: 'likely', reason: phase1 ? 'used' : 'joined under way', because }
  }
  if (!phase1) return withoutPhase1(negotiation)
  if (answers.length === 0) return { outcome: 'unanswered', confidence: 'certain', reason: 'no answer', because: [] }
  return { outcome: 'incomplete', confidence: 'certain', reason: 'stopped', because: phase1.messages.slice(-1).map(m => m.message) }
}

/** Nobody was let in, or the capture does not show it: it takes a delete right behind the log-in, or the status where
 *  keys show it, to say that it failed. */
function afterLogIn({ messages, goodbye }: LogIn): Verdict {
  const said = messages.map(logInAnswer).findLast(one => one !== undefined)
  if (said === 'refused') return { outcome: 'failed', confidence: 'certain', reason: 'log-in ended', because: messages }
  if (goodbye) return { outcome: 'failed', confidence: 'likely', reason: 'log-in ended', because: [...messages, goodbye] }
  return { outcome: 'incomplete', confidence: 'likely', reason: 'log-in ended', because: messages }
}

/** Quick Mode, New Group Mode and Transaction work under a phase 1 only. RFC 2409 §5.5. */
function needsSa(exchangeType: number): boolean {
  return NEED_SA.has(exchangeType)
}

const NEED_SA: ReadonlySet<number> = new Set([
  Exchanges.quick,
  Exchanges.newGroup,
  Exchanges.transaction,
  Exchanges.authipQuick,
  Exchanges.authipExtended,
])

/** Phase 1's last message: MM6, AM3, BM4; of AuthIP the responder's first encrypted one, for GSS takes as many rounds as it likes. */
function lastOf(phase1: Exchange): NamedMessage | undefined {
  if (phase1.exchangeType === Exchanges.authipMain)
    return phase1.messages.find(({ message }) => message.side !== phase1.starter && message.ike.encrypted)
  const least = LAST[phase1.exchangeType]
  return least === undefined ? undefined : phase1.messages.findLast(m => m.position >= least)
}

const LAST: Readonly<Record<number, number>> = {
  [Exchanges.main]: 6,
  [Exchanges.aggressive]: 3,
  [Exchanges.base]: 4,
  [Exchanges.authenticationOnly]: 3,
}

function refusalInPhase1(negotiation: Negotiation, phase1: Exchange, last: NamedMessage | undefined): Verdict | undefined {
  const before = (last ?? phase1.messages.at(-1))!.message
  const reader = opposite(before.side)
  const clear = negotiation.messages.findLast(m => errorNotify(m.ike))
  if (clear && (!last || (clear.side === reader && follows(clear, before, AT_ONCE))) && goesNowhere(clear, phase1)) {
    return { outcome: 'failed', confidence: 'certain', reason: 'refused in the clear', because: [clear] }
  }
  const informational = negotiation.messages.filter(
    m => m.ike.exchangeType === Exchanges.informational && m.ike.encrypted && !isHarmless(m.ike) && !m.outrun,
  )
  const position = phase1.messages.at(-1)!.position
  if (!last && position < EXPECTS_LAST[phase1.exchangeType]!) return undefined
  const refuses = informational.find(m => m.side === reader && (!last || follows(m, before, AT_ONCE)))
  if (!refuses) return undefined
  const repeated = informational.filter(m => m.side === refuses.side)
  if (!last && saysMoreThanNo(phase1, before, repeated))
    return { outcome: 'established', confidence: 'possible', reason: 'used', because: [before, ...repeated] }
  const confidence = refuses.ike.decrypted ? 'certain' : 'likely'
  return { outcome: 'failed', confidence, reason: 'refused encrypted', because: [before, ...repeated] }
}

/** Place of the message that the last one of phase 1 answers. */
const EXPECTS_LAST: Readonly<Record<number, number>> = {
  [Exchanges.main]: 5,
  [Exchanges.aggressive]: 2,
  [Exchanges.base]: 3,
  [Exchanges.authenticationOnly]: 2,
}

/**
 * What comes behind MM5 is no refusal of it but what is said under an SA that stands, and MM6 is what the capture lacks. A refusal comes at once, one
 * for each copy of MM5; here others of other lengths follow without a question, and the first took longer than any answer before.
 */
function saysMoreThanNo({ messages }: Exchange, proof: Message, told: readonly Message[]): boolean {
  const lengths = new Set(told.map(({ ike }) => ike.length))
  if (told.some(({ ike }) => ike.decrypted) || lengths.size < 2 || told.length <= proof.transmissions.length) return false
  const at = messages.map(({ message }) => firstSighting(message).time)
  const slowest = Math.max(...at.slice(1).map((time, i) => time - at[i]!))
  return firstSighting(told[0]!).time - firstSighting(proof).time > Math.max(slowest, LATE)
}

/** Seconds after which nobody refuses a proof that he could read. */
const LATE = 1

/** Nobody says anything new in phase 1 behind the refusal; copies of what was said do not count. */
function goesNowhere(refusal: Message, phase1: Exchange): boolean {
  const at = firstSighting(refusal).time
  return !phase1.messages.some(m => firstSighting(m.message).time > at)
}

function follows(message: Message, before: Message, within: Seconds): boolean {
  const apart = firstSighting(message).time - firstSighting(before).time
  return apart >= 0 && apart <= within
}

/** Only informationals: encrypted ones of both sides need an SA that both have. */
function withoutPhase1(negotiation: Negotiation): Verdict {
  const encrypted = negotiation.messages.filter(m => m.ike.encrypted)
  const both = encrypted.some(m => m.side !== encrypted[0]!.side)
  if (encrypted.length > 0) {
    return { outcome: 'established', confidence: both ? 'likely' : 'possible', reason: 'joined under way', because: encrypted.slice(0, 2) }
  }
  const refusal = negotiation.messages.find(m => errorNotify(m.ike))
  if (refusal) return { outcome: 'failed', confidence: 'likely', reason: 'refused in the clear', because: [refusal] }
  return { outcome: 'incomplete', confidence: 'certain', reason: 'stopped', because: negotiation.messages.slice(0, 1) }
}
