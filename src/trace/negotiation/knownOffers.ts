import type { Exchange, Negotiation, Offer } from '../report.ts'

// A refusal does not say what would have been accepted. What a host wants can be seen elsewhere: where it makes an offer
// itself, or where it chose. Both may have been said under another policy, so each comes with where it was said.

/** What a host is known to want, and from where. */
export interface KnownOffer {
  /** Its own offer, or what it chose of another one. */
  readonly how: 'offers' | 'chose'
  readonly offers: readonly Offer[]
  /** Where it did, and with whom. */
  readonly negotiation: string
  readonly with: string
}

/** Whose wish is looked for. */
export interface Wish {
  readonly host: string
  /** Said to it rather than to others. */
  readonly peer: string
  readonly version: 1 | 2
  /** Of the IKE SA, or of IPsec SAs. */
  readonly of: 'ike' | 'ipsec'
}

/** An offer that was made, and what became of it. */
interface Made {
  readonly from: string
  readonly to: string
  readonly negotiation: string
  readonly offered: readonly Offer[]
  readonly chosen: Offer | null
}

/** Negotiations in which IPsec SAs are looked for; each is gone through exchange by exchange. */
const MOST = 256

/** What a host is known to want: what it offers itself before what it chose, said to the same peer before said to others. */
export function knownOffer(negotiations: readonly Negotiation[], { host, peer, version, of }: Wish): KnownOffer | undefined {
  const about = negotiations.filter(
    n => n.version === version && n.mode !== 'authip' && [n.initiator.address, n.responder.address].includes(host),
  )
  const made = of === 'ike' ? about.map(ofIke) : about.slice(0, MOST).flatMap(ofIpsec)
  const own = made.filter(one => one.from === host && one.offered.length > 0)
  const took = made.filter(one => one.to === host && one.chosen)
  const offer = own.find(one => one.to === peer) ?? own[0]
  if (offer) return { how: 'offers', offers: offer.offered, negotiation: offer.negotiation, with: offer.to }
  const choice = took.find(one => one.from === peer) ?? took[0]
  return choice && { how: 'chose', offers: [choice.chosen!], negotiation: choice.negotiation, with: choice.from }
}

/** Protocol of the proposals for an IKE SA. RFC 2407 §4.4.1, RFC 7296 §3.3.1. */
export const IKE_SA = 'ISAKMP'

function ofIke({ id, initiator, responder, proposals }: Negotiation): Made {
  return { from: initiator.address, to: responder.address, negotiation: id, ...proposals }
}

function ofIpsec(negotiation: Negotiation): Made[] {
  return negotiation.exchanges.flatMap(exchange => {
    const { proposals } = exchange
    const isIpsec = [...(proposals?.offered ?? []), proposals?.chosen].some(one => one && one.protocol !== IKE_SA)
    return proposals && isIpsec ? [{ ...between(negotiation, exchange), negotiation: negotiation.id, ...proposals }] : []
  })
}

/** Addresses of who began an exchange and who answered. */
export function between({ initiator, responder }: Negotiation, { messages }: Exchange): { readonly from: string; readonly to: string } {
  const begun = messages[0]?.from ?? 'initiator'
  const isAnswer = messages[0]?.name.endsWith(' response') ?? false
  const byInitiator = (begun === 'initiator') !== isAnswer
  return byInitiator ? { from: initiator.address, to: responder.address } : { from: responder.address, to: initiator.address }
}
