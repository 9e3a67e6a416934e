import { isAuthIp } from '../../dissectors/ike/encryptedBody.ts'
import type { Negotiation, Side } from '../model.ts'
import type { Mode } from '../report.ts'
import { type Vantage, vantageOf } from './arrival.ts'
import { authenticationOf } from './authentication.ts'
import { type Exchange, exchangesOf } from './exchange.ts'
import { type ExchangeOutcome, exchangeOutcome } from './exchangeOutcome.ts'
import { type Glance, glanceAt } from './glance.ts'
import { Exchanges } from './header.ts'
import { outcomeOf, type Verdict } from './outcome.ts'
import { type Proposals, proposalsOf } from './proposals.ts'
import { type Beginner, beginner, opposite } from './sides.ts'
import { stackOf } from './stack.ts'

/** What a negotiation's messages amount to: the course it took. */
export interface Course extends Glance {
  readonly negotiation: Negotiation
  readonly mode: Mode
  readonly initiator: Side
  readonly initiatorIsSure: Beginner['confidence']
  readonly exchanges: readonly (Exchange & { readonly outcome: ExchangeOutcome })[]
  readonly verdict: Verdict
  /** Where it was captured. */
  readonly vantage: Vantage
  readonly proposals: Proposals
  /** In words; null when nothing readable says it. */
  readonly authentication: string | null
  readonly stacks: { readonly initiator?: string; readonly responder?: string }
}

const known = new WeakMap<Negotiation, { revision: number; course: Course }>()

/** Works the course out, once for each state of the negotiation. */
export function courseOf(negotiation: Negotiation): Course {
  const last = known.get(negotiation)
  if (last?.revision === negotiation.revision) return last.course
  const { side: initiator, confidence } = beginner(negotiation)
  const exchanges = exchangesOf(negotiation, initiator)
  const verdict = outcomeOf(negotiation, exchanges, initiator)
  const proposals = proposalsOf(negotiation, initiator)
  const [a, b] = [stackOf(negotiation, initiator), stackOf(negotiation, opposite(initiator))]
  const course: Course = {
    negotiation,
    mode: modeOf(negotiation, exchanges),
    initiator,
    initiatorIsSure: confidence,
    exchanges: exchanges.map(e => ({ outcome: exchangeOutcome(e, negotiation, verdict), ...e })),
    verdict,
    ...glanceAt(negotiation),
    vantage: vantageOf(negotiation, initiator),
    proposals,
    authentication: authenticationOf(negotiation, proposals),
    stacks: { ...(a ? { initiator: a } : {}), ...(b ? { responder: b } : {}) },
  }
  known.set(negotiation, { revision: negotiation.revision, course })
  return course
}

/** The mode of an IKEv1 negotiation that was under way is not known; main mode is what it mostly was. */
function modeOf(negotiation: Negotiation, exchanges: readonly Exchange[]): Mode {
  if (negotiation.version === 2) return 'ikev2'
  for (const { exchangeType } of exchanges) {
    if (isAuthIp(exchangeType)) return 'authip'
    if (exchangeType === Exchanges.aggressive) return 'aggressive'
    if (exchangeType === Exchanges.base) return 'base'
    if (exchangeType === Exchanges.main) return 'main'
  }
  return 'main'
}
