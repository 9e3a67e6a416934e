import type { Message, Negotiation, Side } from '../model.ts'
import type { Exchange } from './exchange.ts'
import { isLoneNotice } from './loneNotice.ts'
import { isNotHeard } from './notHeard.ts'
import { outcomeV1 } from './outcomeV1.ts'
import { outcomeV2 } from './outcomeV2.ts'

// How a negotiation ended, as far as the messages show it. What is encrypted cannot be read, so each verdict names what
// it rests on and how sure it is:
//
//   established  the IKE SA stands. Certain when something follows that only works with it, likely when its last message
//                was seen and nothing contradicts
//   failed       refused. Certain for an error in the clear at the end; inferred from place and size when encrypted
//   unanswered   the other side never said anything
//   incomplete   it was answered, then stopped; or the capture does not hold enough to say

/** What an outcome rests on. */
export type Reason =
  | 'used'
  | 'last message seen'
  | 'joined under way'
  | 'refused in the clear'
  | 'refused encrypted'
  | 'log-in ended'
  | 'no answer'
  | 'stopped'
  | 'no negotiation'

/** How a negotiation ended, how sure that is, and what it rests on. */
export interface Verdict {
  readonly outcome: 'established' | 'failed' | 'unanswered' | 'incomplete'
  readonly confidence: 'certain' | 'likely' | 'possible'
  readonly reason: Reason
  /** The messages that show it. */
  readonly because: readonly Message[]
}

/** How a negotiation ended. */
export function outcomeOf(negotiation: Negotiation, exchanges: readonly Exchange[], initiator: Side): Verdict {
  if (isLoneNotice(negotiation))
    return { outcome: 'incomplete', confidence: 'certain', reason: 'no negotiation', because: negotiation.messages.slice(0, 1) }
  const verdict = negotiation.version === 2 ? outcomeV2(negotiation, exchanges) : outcomeV1(negotiation, exchanges, initiator)
  const { reason, because } = verdict
  if (reason !== 'last message seen' || negotiation.carries || !because.every(one => isNotHeard(one, exchanges))) return verdict
  // One end believes that it stands, and the other one does not have the last message.
  return { outcome: 'incomplete', confidence: 'certain', reason: 'stopped', because }
}
