import type { Found } from '../../findings/finding.ts'
import { tooBig } from '../../findings/paths/tooBig.ts'
import { routeOf } from '../rewrites.ts'
import { cited, endName, other, type PairForm, type PairScene, ways } from '../scene.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'

/** Large packets lost, and smaller ones that arrived, from which size is the reason. */
const LOST = 3
const ARRIVED = 3
/** Bytes that every path has to carry (RFC 8200 §5, less what IPsec adds); below, size is no reason. */
const LARGE = 1000

/** F6: everything above a size is lost, everything below arrives, and no router says so: the size is known. */
export const pmtuBlackHole: PairForm = (pair, alone) => {
  const holes = protectedWays(pair).filter(way => isBlackHole(pair, way))
  if (holes.length === 0) return []
  const size = Math.min(...holes.map(way => way.smallestLost))
  const arrived = Math.max(...holes.map(way => way.largestArrived))
  const found: Found = {
    severity: 'error',
    title: `Protected packets of ${size} bytes and more never arrive`,
    says: `${holes.map(way => `All ${way.lost.length} packets of ${way.smallestLost} bytes and more that left ${endName(pair, way.sender)} are missing at ${endName(pair, other(way.sender))}; all of ${way.largestArrived} bytes and less arrived`).join('. ')}. A link on the path is too small for them, and no ICMP message about it came back.`,
    confidence: 'certain',
    place: ways(new Set(holes.map(way => way.sender))),
    negotiation: alone[0]?.negotiation ?? null,
    because: [
      `Largest packet that arrived: ${arrived} bytes. Smallest that did not: ${size} bytes.`,
      'No ICMP message names a smaller MTU.',
    ],
    evidence: holes.flatMap(way => cited(way.sender, way.lost)),
    otherwise: [],
    tryNext: holes
      .slice(0, 1)
      .map(way => `Let ${tooBig(sourceOf(pair, way))} pass on the path, or lower the MTU or the TCP MSS of the tunnel.`),
  }
  return [found]
}

function sourceOf({ lineup }: PairScene, { sender, lost }: ProtectedWay): string {
  return routeOf(lineup.rows[sender], lost[0]!).source.address
}

/** Losses and arrivals of one way lie on two sides of a size, and no router said why. */
export function isBlackHole({ scenes }: PairScene, { lost, arrived, smallestLost, largestArrived, sender }: ProtectedWay): boolean {
  if (lost.length < LOST || arrived < ARRIVED || smallestLost <= largestArrived || smallestLost < LARGE) return false
  return !scenes[sender].trace.icmpErrors.all.some(e => e.mtu !== undefined)
}
