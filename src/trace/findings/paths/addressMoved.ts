import { type Side, type Sighting, sightings } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import { addressOf } from '../addresses.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** A6: a peer goes on from another address under the same SPIs. RFC 4555. */
export const addressMoved: Rule = { id: 'address-moved', scenario: 'A6', find }

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course =>
    ([0, 1] as const).flatMap(side => {
      const sent = course.negotiation.endpoints[side].filter(e => e.sent)
      const moves = sent.filter((e, i) => i > 0 && !sent.slice(0, i).some(before => before.address === e.address))
      if (moves.length === 0) return []
      const first = sent[0]!.address
      const back = cameBack(course, side, first)
      const moved = `${first} moved to ${moves[0]!.address}${back ? ' and back' : ''}`
      return [
        {
          severity: 'note' as const,
          title: moved,
          says: `One peer of ${addressOf(course, opposite(side))} went on with the same SPIs from another address: ${[sent[0]!, ...moves].map(e => e.address).join(', then ')}${back ? `, then ${first} again` : ''}.`,
          confidence: 'certain' as const,
          place: 'unknown' as const,
          negotiation: idOf(course),
          because: ['The SPIs stay the same.'],
          evidence: packetsAsEvidence([sent[0]!.packet, ...moves.map(e => e.packet), ...(back ? [back.packets[0]!] : [])]),
          otherwise:
            course.vantage === (side === course.initiator ? 'initiator' : 'responder')
              ? []
              : ['A NAT on the path gave the peer another address.'],
          tryNext: [],
          inBrief: moved,
        },
      ]
    }),
  )
}

/** What it sent first when it was at its first address again, and stayed there. */
function cameBack({ negotiation }: Course, side: Side, address: string): Sighting | undefined {
  const all = negotiation.messages.flatMap(m => (m.side === side ? sightings(m) : [])).sort((a, b) => a.time - b.time)
  return all[all.findLastIndex(one => one.source.address !== address) + 1]
}
