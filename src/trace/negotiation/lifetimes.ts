import type { Attribute, Proposal } from '../../dissectors/ike/facts.ts'
import type { Message } from '../model.ts'
import type { Child } from './child.ts'
import type { Course } from './course.ts'
import { isPhase1 } from './header.ts'

// How long an IKEv1 SA may live: what the chosen transform says, and where the responder keeps it for less, its RESPONDER-LIFETIME. That
// notify comes in the clear with AM2, otherwise it takes keys to read it.

/** Of the IKE SA, by unit: `seconds`, `kilobytes`. Empty where none can be read. RFC 2409 appendix A, RFC 2407 §4.6.3.1. */
export function lifetimesOfIke({ negotiation, proposals, initiator }: Course): Record<string, number> {
  const told = negotiation.messages.filter(m => m.side !== initiator && isPhase1(m.ike.exchangeType))
  return { ...(proposals.chosen ? chosenIn(proposals.chosen, IKE) : {}), ...kept(told, IKE) }
}

/** Of a pair of IPsec SAs. RFC 2407 §4.5. */
export function lifetimesOfChild({ exchange, chosen }: Child): Record<string, number> {
  const told = exchange.messages.map(m => m.message).filter(m => m.side !== exchange.starter)
  return { ...(chosen ? chosenIn(chosen, IPSEC) : {}), ...kept(told, IPSEC) }
}

/** The attributes of a lifetime, type and duration, and of what. */
interface Lifetime {
  readonly type: number
  readonly duration: number
  readonly isOf: (protocol: number) => boolean
}
const IKE: Lifetime = { type: 11, duration: 12, isOf: protocol => protocol === 1 }
const IPSEC: Lifetime = { type: 1, duration: 2, isOf: protocol => protocol === 2 || protocol === 3 }

function chosenIn(proposal: Proposal, of: Lifetime): Record<string, number> {
  const all: Record<string, number> = {}
  for (const transform of proposal.transforms) if (transform.type === undefined) add(transform.attributes, of, all)
  return all
}

function kept(told: readonly Message[], of: Lifetime): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { ike } of told) {
    for (const payload of ike.payloads) {
      if (payload.kind === 'notify' && payload.attributes && of.isOf(payload.protocol)) add(payload.attributes, of, all)
    }
  }
  return all
}

/** They come in pairs: the type (1 seconds, 2 kilobytes), then the duration. RFC 2409 appendix A. */
function add(attributes: readonly Attribute[], of: Lifetime, into: Record<string, number>): void {
  let unit: string | undefined
  for (const { type, value } of attributes) {
    if (type === of.type) unit = value === 1 ? 'seconds' : value === 2 ? 'kilobytes' : undefined
    else if (type === of.duration && unit && typeof value === 'number') into[unit] ??= value
  }
}
