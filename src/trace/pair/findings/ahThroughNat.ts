import { Kind } from '../../../dissectors/sort.ts'
import { courseBetween } from '../../findings/espPairs.ts'
import type { Found } from '../../findings/finding.ts'
import { USE_ESP } from '../../findings/paths/ahThroughNat.ts'
import { crossed, crossingOf } from '../crossing.ts'
import { Way } from '../ends.ts'
import { routeOf } from '../rewrites.ts'
import { NONE } from '../rows.ts'
import { endName, other, type PairForm, type PairScene, wayFrom } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** A4: one AH packet in both traces settles it: its addresses are those that were signed, or they are others. */
export const ahThroughNat: PairForm = (pair, alone) => {
  const [seen] = ([0, 1] as const).flatMap(sender => firstAcross(pair, sender) ?? [])
  if (alone.length === 0 && seen) return told(pair, unsuspected(pair, seen), seen)
  return perNegotiation(pair, alone).flatMap(group => (seen ? told(pair, joined(group), seen) : [joined(group)]))
}

/** Without NAT detection no end's negotiation shows it. */
function unsuspected(pair: PairScene, { sender, row }: { sender: 0 | 1; row: number }): Found {
  const { source, destination } = routeOf(pair.lineup.rows[sender], row)
  const course = courseBetween(pair.scenes[sender], { source: source.address, destination: destination.address })
  return {
    severity: 'error',
    title: '',
    says: '',
    confidence: 'certain',
    place: wayFrom(sender),
    negotiation: (course && pair.joints.of.get(course.negotiation)?.id) ?? null,
    because: [],
    evidence: [],
    otherwise: [],
    tryNext: [USE_ESP],
  }
}

/** The first AH packet from one end that arrived at the other, by its row. */
function firstAcross({ lineup }: PairScene, sender: 0 | 1): { sender: 0 | 1; row: number } | undefined {
  const { mate, packets } = lineup.rows[sender]
  for (const row of packets.rowsOfKind(Kind.ah))
    if (mate[row] !== NONE && lineup.ends.way[sender][packets.flow(row)] === Way.sentHere) return { sender, row }
  return undefined
}

function told(pair: PairScene, found: Found, { sender, row }: { sender: 0 | 1; row: number }): Found[] {
  const crossing = crossingOf(pair, sender, row + 1)
  if (!crossing) return []
  const [from, to] = [endName(pair, sender), endName(pair, other(sender))]
  return [
    {
      ...found,
      title: `AH from ${from} passes a NAT and cannot be verified`,
      says: `AH signs the addresses of the IP header, and they change on the way. ${crossed(crossing)} What ${to} checks is not what ${from} signed: every packet fails its check there.`,
      confidence: 'certain',
      place: wayFrom(sender),
      because: ['The same AH packet, by SPI and sequence number, stands in both traces with other addresses.'],
      evidence: [{ trace: sender, packet: crossing.packets[0] }, { trace: other(sender), packet: crossing.packets[1] }, ...found.evidence],
      otherwise: [],
    },
  ]
}
