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
      return [
        {
          severity: 'note' as const,
          title: `${sent[0]!.address} moved to ${moves[0]!.address}`,
          says: `One peer of ${addressOf(course, opposite(side))} went on with the same SPIs from another address: ${[sent[0]!, ...moves].map(e => e.address).join(', then ')}.`,
          confidence: 'certain' as const,
          place: 'unknown' as const,
          negotiation: idOf(course),
          because: ['The SPIs stay the same.'],
          evidence: packetsAsEvidence([sent[0]!.packet, ...moves.map(e => e.packet)]),
          otherwise:
            course.vantage === (side === course.initiator ? 'initiator' : 'responder')
              ? []
              : ['A NAT on the path gave the peer another address.'],
          tryNext: [],
          inBrief: `${sent[0]!.address} moved to ${moves[0]!.address}`,
        },
      ]
    }),
  )
}
