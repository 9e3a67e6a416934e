import { firstSighting, lastTime, type Message, type Negotiation, type Side } from '../model.ts'
import { authenticationOf } from './authentication.ts'
import type { Exchange } from './exchange.ts'
import { Exchanges } from './header.ts'
import { proposalsOf } from './proposals.ts'

// XAUTH asks for a user's name and password in transactions that the responder begins: request and reply, then the status and its
// acknowledgement (draft-beaulieu-ike-xauth-02 §6). Whoever is let in goes on at once, with a mode config or a quick mode.

/** A log-in by XAUTH with which a negotiation ends. */
export interface LogIn {
  readonly messages: readonly Message[]
  /** An informational behind it, as for a delete. */
  readonly goodbye?: Message
}

/** Seconds after the log-in within which an informational belongs to it. */
const AT_ONCE = 3

/** The log-in behind which nothing is negotiated; undefined where there is none, or where it was not judged yet. */
export function lastLogIn(negotiation: Negotiation, exchanges: readonly Exchange[], initiator: Side): LogIn | undefined {
  if (exchanges.some(e => e.exchangeType === Exchanges.quick)) return undefined
  const asked = exchanges.filter(e => e.exchangeType === Exchanges.transaction)
  const [last] = asked.slice(-1)
  if (!last || asked.some(e => e.starter === initiator)) return undefined
  if (asked.length < 2 && !authenticationOf(negotiation, proposalsOf(negotiation, initiator))?.includes('XAUTH')) return undefined
  // strongSwan's clients acknowledge the bad news and then delete; libreswan's only delete.
  const answered = last.messages.some(m => m.message.side === initiator)
  const at = lastTime(last.messages.at(-1)!.message)
  const goodbye = negotiation.messages.find(
    m =>
      m.ike.exchangeType === Exchanges.informational &&
      firstSighting(m).time >= at &&
      firstSighting(m).time < at + AT_ONCE &&
      (answered || m.side === initiator),
  )
  // One transaction and nothing more: the password was not even judged yet.
  if (!goodbye && (!answered || asked.length < 2)) return undefined
  if (!answered && asked.length < 2) return undefined
  return { messages: asked.flatMap(e => e.messages.map(m => m.message)), ...(goodbye ? { goodbye } : {}) }
}
