import type { Attribute, Proposal, Transform } from '../../dissectors/ike/facts.ts'
import type { Message, Negotiation } from '../model.ts'
import type { Offer } from '../report.ts'
import type { Exchange } from './exchange.ts'
import { Exchanges, isPhase1, NO_SPI, payloadOf } from './header.ts'
import { proposalsOfRekey } from './proposalsOfRekey.ts'

// What was offered and what was chosen, in the registry's own symbols. Only the first messages show it: everything that
// is agreed later is agreed under encryption, and read where keys open it (proposalsOfRekey.ts).

/** The proposals of the initiator and the one that the responder took. RFC 2409 §5, RFC 7296 §2.7. */
export interface Proposals {
  readonly offered: readonly Proposal[]
  readonly chosen: Proposal | null
  /** The messages that say so: the last offer, and the choice. */
  readonly offer?: Message
  readonly choice?: Message
}

/** Reads offer and choice of an IKE SA: from the messages that set it up, or from those of the IKE SA that it replaced. */
export function proposalsOf(negotiation: Negotiation, initiator: 0 | 1): Proposals {
  const own = proposalsIn(negotiation, initiator)
  return own.offer || own.choice ? own : (proposalsOfRekey(negotiation) ?? own)
}

/** Reads offer and choice from the messages that set up the IKE SA; a repeated offer (other group, cookie) replaces the first. */
function proposalsIn(negotiation: Negotiation, initiator: 0 | 1): Proposals {
  const withSa = negotiation.messages.filter(m => setsUp(m) && payloadOf(m.ike, 'sa'))
  const offer = withSa.findLast(m => m.side === initiator && (m.ike.responderSpi === NO_SPI || negotiation.version !== 2))
  const choice = withSa.findLast(m => m.side !== initiator)
  return {
    offered: (offer && payloadOf(offer.ike, 'sa')?.proposals) ?? [],
    chosen: (choice && payloadOf(choice.ike, 'sa')?.proposals[0]) ?? null,
    ...(offer ? { offer } : {}),
    ...(choice ? { choice } : {}),
  }
}

function setsUp({ ike }: Message): boolean {
  return !ike.encrypted && (isPhase1(ike.exchangeType) || ike.exchangeType === 34)
}

/** Offer and choice of an exchange after the first: of IPsec SAs, or of an IKE SA that replaces another. Undefined where neither can be read. */
export function proposalsOfExchange({ exchangeType, starter, messages }: Exchange): Omit<Proposals, 'offer' | 'choice'> | undefined {
  if (!LATER.has(exchangeType)) return undefined
  const said = messages.map(({ message }) => ({ side: message.side, proposals: payloadOf(message.ike, 'sa')?.proposals }))
  const offered = said.find(one => one.side === starter && one.proposals)?.proposals
  const chosen = said.findLast(one => one.side !== starter && one.proposals)?.proposals
  return offered || chosen ? { offered: offered ?? [], chosen: chosen?.[0] ?? null } : undefined
}

const LATER: ReadonlySet<number> = new Set([Exchanges.quick, Exchanges.ikeAuth, Exchanges.createChildSa])

/** A proposal for the report. */
export function offerOf(proposal: Proposal): Offer {
  return {
    number: proposal.number,
    protocol: PROTOCOLS[proposal.protocol] ?? String(proposal.protocol),
    transforms: proposal.transforms.map(t => ({
      ...(t.type === undefined ? {} : { type: t.type }),
      name: t.name ?? String(t.id),
      attributes: attributesOf(t),
    })),
  }
}

function attributesOf(transform: Transform): Record<string, string> {
  const all: Record<string, string> = {}
  for (const attribute of transform.attributes) {
    let name = attribute.name
    for (let i = 2; Object.hasOwn(all, name); i++) name = `${attribute.name} ${i}`
    all[name] = attribute.meaning ?? String(attribute.value)
  }
  return all
}

/** An attribute by its number. */
export function attributeOf(transform: Transform, type: number): Attribute | undefined {
  return transform.attributes.find(a => a.type === type)
}

/** RFC 2407 §4.4.1, RFC 7296 §3.3.1. */
const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ISAKMP', 2: 'AH', 3: 'ESP', 4: 'IPComp' }
