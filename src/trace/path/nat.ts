import { hex } from '../../dissectors/text.ts'
import { type Endpoint, firstSighting, type Message, type Negotiation, type Side } from '../model.ts'
import { isFresh } from '../negotiation/arrival.ts'
import type { Course } from '../negotiation/course.ts'
import { Exchanges, NAT_DETECTION_DESTINATION_IP, NAT_DETECTION_SOURCE_IP } from '../negotiation/header.ts'
import { opposite } from '../negotiation/sides.ts'
import { NatHash } from './natHash.ts'
import { Searches } from './natSearches.ts'

// Who is translated, and where as seen from this capture. Each peer sends a hash of the address it sends from and one of
// the address it sends to (RFC 3947 §3.2, RFC 7296 §2.23), and the packet shows which addresses it has here:
//
//   what the peer says of itself does not fit here      it was translated before it came by
//   what the other says of it does not fit here         it is translated between here and the other
//
// A hash that fits nothing can also be made up: a peer that wants UDP encapsulation although nobody translates sends random
// octets (strongSwan's encap), or the right address with port 0 (libreswan's encapsulation=yes), or zeros. From a
// capture next to that peer this is told from a NAT, because its packets have passed no router yet; farther away only by
// finding what was hashed.

/** What one hash says of one peer. */
interface Claim {
  readonly message: Message
  /** What the packet says here. */
  readonly seen: Endpoint
  readonly hashes: readonly NatHash[]
}

/** Where a peer is translated, as seen from this capture; `unknown`: nothing tells. */
export type Translated = 'no' | 'before here' | 'beyond here' | 'both' | 'unknown'

/** One peer of a negotiation, as hashes tell of it. */
export interface NatSide {
  readonly seen: Endpoint
  readonly translated: Translated
  /** The hash is made up to make the other side encapsulate: how sure. */
  readonly forced?: 'certain' | 'likely' | 'possible'
  /** Where it believed to be, found by search. */
  readonly believed?: Endpoint
  /** Addresses tried, when none fits. */
  readonly tried?: number
  /** The usual private networks were among them. */
  readonly triedNetworks?: boolean
}

/** All that NAT detection tells of one negotiation. */
export interface Nat {
  readonly sides: readonly [NatSide, NatSide]
  /** Messages that brought the hashes. */
  readonly messages: readonly Message[]
  /** One of them fits some address, so it is known what they are made of; without it what does not fit tells little. */
  readonly checked: boolean
}

/** What NAT detection tells of each negotiation that has it. @param shown addresses that the trace shows */
export function natsOf(courses: readonly Course[], shown: () => Iterable<string>): ReadonlyMap<Negotiation, Nat> {
  const all = new Map<Negotiation, Nat>()
  const searches = new Searches(shown)
  for (const { negotiation } of courses) {
    const claims = claimsOf(negotiation)
    if (claims.length === 0) continue
    searches.learn(negotiation)
    const sides = [sideOf(0, claims, negotiation, searches), sideOf(1, claims, negotiation, searches)] as const
    const checked = sides.some(side => side.believed) || claims.some(c => c.hashes.some(h => h.is(c.seen)) || portIsZero(c))
    all.set(negotiation, { sides, messages: [...new Set(claims.map(c => c.message))], checked })
  }
  return all
}

function sideOf(side: Side, claims: readonly SidedClaim[], negotiation: Negotiation, searches: Searches): NatSide {
  const own = claims.findLast(c => c.by === side && c.about === side)
  const others = claims.findLast(c => c.by !== side && c.about === side)
  const seen = own?.seen ?? others?.seen ?? negotiation.endpoints[side][0] ?? { address: '', port: 0 }
  const fits = own?.hashes.some(h => h.is(own.seen))
  // Who sends its answers to another port than asked still hashes where the question came from.
  const isHere = (h: NatHash) => h.is(others!.seen) || (own !== undefined && h.is(own.seen))
  const fitsThere = others && (others.hashes.some(isHere) || portIsZero(others))
  if (own === undefined || fits) {
    const translated = fitsThere === false ? 'beyond here' : own || fitsThere ? 'no' : 'unknown'
    return { seen, translated }
  }
  const madeUp = own.hashes.every(h => h.isZero) || portIsZero(own)
  if (madeUp) return { seen, translated: fitsThere === false ? 'beyond here' : 'no', forced: 'certain' }
  const translated: Translated = fitsThere === false ? 'both' : 'before here'
  const { found, tried, inNetworks: triedNetworks = false } = searches.find(negotiation, own.hashes[0]!, own.seen)
  if (found) return { seen, translated, believed: found }
  // Captured next to it nothing can have translated it yet, whatever happens farther on.
  if (isFresh(own.message))
    return { seen, translated: fitsThere === false ? 'beyond here' : 'unknown', forced: 'likely', tried, triedNetworks }
  return { seen, translated, forced: 'possible', tried, triedNetworks }
}

function portIsZero({ hashes, seen: { address } }: Claim): boolean {
  return hashes.some(h => h.is({ address, port: 0 }))
}

interface SidedClaim extends Claim {
  readonly by: Side
  readonly about: Side
}

/** What each message says of the addresses it was sent from and to. */
function claimsOf(negotiation: Negotiation): SidedClaim[] {
  const claims: SidedClaim[] = []
  // Where nobody is translated, both peers send the same hashes.
  const known = new Map<string, NatHash | undefined>()
  for (const message of negotiation.messages) {
    const { ike, side } = message
    if (ike.encrypted || ike.bytes.length < ike.length) continue
    const said = ike.majorVersion === 2 ? inNotifies(message) : inPayloads(message)
    if (!said) continue
    const spis = ike.initiatorSpi + ike.responderSpi
    const made = (list: readonly string[]) =>
      list.flatMap(hash => {
        const key = spis + hash
        if (!known.has(key)) known.set(key, NatHash.of(spis, hash))
        return known.get(key) ?? []
      })
    const { source, destination } = firstSighting(message)
    const [from, to] = [made(said.from), made(said.to)]
    if (from.length > 0) claims.push({ message, by: side, about: side, seen: source, hashes: from })
    if (to.length > 0) claims.push({ message, by: side, about: opposite(side), seen: destination, hashes: to })
  }
  return claims
}

/** Hashes of the address that a message was sent to, and of those that it may come from. */
interface Said {
  readonly to: readonly string[]
  readonly from: readonly string[]
}

/** IKEv1: the first is the destination, all others are addresses that the packet may come from. RFC 3947 §3.2. */
function inPayloads({ ike: { payloads } }: Message): Said | undefined {
  if (!payloads.some(p => p.kind === 'natd')) return undefined
  const hashes = payloads.flatMap(p => (p.kind === 'natd' ? [p.hash] : []))
  return { to: hashes.slice(0, 1), from: hashes.slice(1, MOST_HASHES) }
}

function inNotifies({ ike }: Message): Said | undefined {
  if (ike.exchangeType !== Exchanges.ikeSaInit && ike.exchangeType !== Exchanges.sessionResume) return undefined
  const of = (type: number) =>
    ike.payloads.flatMap(p => (p.kind === 'notify' && p.notifyType === type ? [hex(p.data)] : [])).slice(0, MOST_HASHES)
  return { to: of(NAT_DETECTION_DESTINATION_IP), from: of(NAT_DETECTION_SOURCE_IP) }
}

/** Own addresses of one host that are compared; nothing real has more. */
const MOST_HASHES = 32
