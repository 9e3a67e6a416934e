import type { Endpoint, Negotiation } from '../model.ts'
import { addressOctets, type NatHash } from './natHash.ts'
import { type Search, searchNetworks, searchShown } from './natSearch.ts'

// All searches of one report together stay within a budget, so that a trace with thousands of clients behind NATs costs
// no more than a second; and what was searched once is not searched again when the next report is asked for.

/** Addresses on the wire for which the usual networks are searched, once each: whoever is there again is looked for among those found. */
const MOST_DEEP = 4
/** Addresses of the trace that are tried, and hashes made for that in all. */
const MOST_SHOWN = 1000
const BUDGET = 200_000

/** What usual networks were searched for, by hash, port and where its peer is: both ends hold the same hashes, and files are opened again. */
const networks = new Map<string, Search>()
const MOST_REMEMBERED = 256

const shownBefore = new WeakMap<Negotiation, Map<string, Search>>()

/** The searches of one report. */
export class Searches {
  private readonly known = new Set<string>()
  private readonly deep = new Set<string>()
  private readonly shown: () => Iterable<string>
  private asked = false
  private left = BUDGET

  /** @param shown addresses that the trace shows, asked for when the first search begins */
  constructor(shown: () => Iterable<string>) {
    this.shown = shown
  }

  /** Addresses that a negotiation names in the clear: identities and NAT-OA. */
  learn({ messages }: Negotiation): void {
    for (const { ike } of messages) {
      for (const p of ike.payloads) {
        if (p.kind === 'natoa') this.add(p.address)
        else if (p.kind === 'id') this.add(p.text)
      }
    }
  }

  /** The address and port that a hash was made from. @param at where the peer is as seen here */
  find(negotiation: Negotiation, hash: NatHash, at: Endpoint): Search {
    this.ask()
    const ports = at.port === 4500 ? [4500, 500] : [500, 4500]
    const near =
      this.left > 0 ? once(shownBefore, negotiation, `${hash.text} ${this.known.size}`, () => searchShown(hash, this.known, ports)) : NONE
    this.left -= near.tried
    if (near.found || this.deep.size >= MOST_DEEP || this.deep.has(at.address) || at.address.includes(':')) return near
    this.deep.add(at.address)
    const far = inNetworks(hash, ports[0]!, at.address)
    if (far.found) this.add(far.found.address)
    return { ...far, tried: near.tried + far.tried, inNetworks: true }
  }

  private ask(): void {
    if (this.asked) return
    this.asked = true
    for (const address of this.shown()) this.add(address)
  }

  private add(address: string): void {
    if (this.known.size < MOST_SHOWN && /^[0-9a-f.:]+$/.test(address)) this.known.add(address)
  }
}

const NONE: Search = { tried: 0 }

function inNetworks(hash: NatHash, port: number, address: string): Search {
  const key = `${hash.text} ${port} ${address}`
  const before = networks.get(key)
  if (before) return before
  const result = searchNetworks(hash, port, addressOctets(address) ?? [])
  if (networks.size >= MOST_REMEMBERED) networks.delete(networks.keys().next().value!)
  networks.set(key, result)
  return result
}

function once(done: WeakMap<Negotiation, Map<string, Search>>, negotiation: Negotiation, key: string, search: () => Search): Search {
  const known = done.get(negotiation) ?? new Map<string, Search>()
  done.set(negotiation, known)
  const before = known.get(key)
  if (before) return before
  const result = search()
  known.set(key, result)
  return result
}
