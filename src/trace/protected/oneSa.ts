import type { Negotiation, Side } from '../model.ts'
import { isGroup } from './shields.ts'

// Which flows under one SPI are one SA. ESP and AH never are. A receiver chooses its SPIs by itself (RFC 4301 §4.1), so what goes to one address is.
// What goes from one to two addresses is only where a negotiation shows that one peer moved between them (RFC 4555), or both, as from one
// version of IP to the other; or where one of them is a group, whose members were all given the same SPI.

interface Way {
  readonly kind: 'esp' | 'ah'
  readonly source: string
  readonly destination: string
}

/** Whether two flows under one SPI are one SA. */
export type IsOneSa = (one: Way, other: Way) => boolean

/** How to tell it in a trace with these negotiations. */
export function oneSa(negotiations: readonly Negotiation[]): IsOneSa {
  const moved = new Map<string, Set<Peer>>()
  const other = new Map<Peer, Peer>()
  for (const { endpoints } of negotiations) {
    for (const side of [0, 1] as const) {
      noteMoved(endpoints[side], moved)
      other.set(endpoints[side], endpoints[side === 0 ? 1 : 0])
    }
  }
  const between = (a: string, b: string) => {
    const peers = moved.get(b)
    return peers ? [...(moved.get(a) ?? [])].filter(peer => peers.has(peer)) : []
  }
  return (a, b) => {
    if (a.kind !== b.kind) return false
    if (a.destination === b.destination) return true
    if (a.source !== b.source) {
      const sources = new Set<Peer | undefined>(between(a.source, b.source))
      return sources.size > 0 && between(a.destination, b.destination).some(peer => sources.has(other.get(peer)))
    }
    if (isGroup(a.destination) || isGroup(b.destination)) return true
    return between(a.destination, b.destination).length > 0
  }
}

type Peer = Negotiation['endpoints'][Side]

function noteMoved(peer: Peer, moved: Map<string, Set<Peer>>): void {
  const addresses = new Set(peer.map(end => end.address))
  if (addresses.size > 1) for (const address of addresses) moved.set(address, (moved.get(address) ?? new Set()).add(peer))
}
