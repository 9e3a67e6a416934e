import type { Endpoint } from '../model.ts'
import { addressOctets, type NatHash } from './natHash.ts'

// Which address did a peer believe it had? Its hash cannot be turned back, but a host behind a NAT has one of few
// addresses: one that this trace shows elsewhere (inside the tunnel, in an identity, in another negotiation), or one of
// the private networks of RFC 1918 that homes, offices and virtual machines use. Those are tried, some hundred thousand
// at most, which takes part of a second; the rest of 10.0.0.0/8 is not.

/** What a search came to. */
export interface Search {
  readonly found?: Endpoint
  /** Addresses and ports tried. */
  readonly tried: number
  /** The usual private networks were among them. */
  readonly inNetworks?: boolean
}

/** Tries addresses that the trace shows. */
export function searchShown(hash: NatHash, shown: Iterable<string>, ports: readonly number[]): Search {
  let tried = 0
  for (const address of shown) {
    const octets = addressOctets(address)
    if (!octets) continue
    for (const port of ports) {
      tried++
      if (hash.fits(octets, port)) return { found: { address, port }, tried }
    }
  }
  return { tried }
}

/** Tries the neighbours of an IPv4 address, and the networks that hosts behind a NAT mostly have. */
export function searchNetworks(hash: NatHash, port: number, near: readonly number[]): Search {
  let tried = 0
  const [first = 0, second = 0, third = 0] = near
  for (const [a, b, c, end] of [[first, second, Math.max(0, third - 3), Math.min(255, third + 3)] as const, ...NETWORKS]) {
    const octets = [a, b, c, 0]
    for (let third = c; third <= end; third++) {
      octets[2] = third
      for (let host = 1; host < 255; host++) {
        octets[3] = host
        tried++
        if (hash.fits(octets, port)) return { found: { address: octets.join('.'), port }, tried }
      }
    }
  }
  return { tried }
}

/** Whether an address lies in one of the networks that are tried whatever else is known. */
export function isUsual(octets: ArrayLike<number>): boolean {
  return NETWORKS.some(([a, b, from, to]) => octets[0] === a && octets[1] === b && octets[2]! >= from && octets[2]! <= to)
}

/** First two octets, and the third from … to: the likely first. RFC 1918; RFC 6598; RFC 5737, which labs and books use. */
const NETWORKS: readonly (readonly [number, number, number, number])[] = [
  [192, 168, 0, 2],
  [10, 0, 0, 3],
  [172, 16, 0, 3],
  [10, 1, 0, 1],
  [10, 10, 0, 1],
  [10, 10, 10, 10],
  [192, 0, 2, 2],
  [198, 51, 100, 100],
  [203, 0, 113, 113],
  [192, 168, 3, 255],
  [10, 0, 4, 31],
  [172, 17, 0, 0],
  [172, 18, 0, 0],
  [172, 20, 0, 10],
  [172, 31, 0, 0],
  [100, 64, 0, 3],
]
