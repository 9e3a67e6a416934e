import { type Message, type Side, type Sighting, sightings } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { isResponse } from '../../negotiation/header.ts'
import { isProbe } from '../../negotiation/probes.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Flow } from '../../protected/flow.ts'
import { addressOf } from '../addresses.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** A6: a peer goes on from another address under the same SPIs. RFC 4555. */
export const addressMoved: Rule = { id: 'address-moved', scenario: 'A6', find }

function find({ courses, flows }: Scene): Found[] {
  return courses.flatMap(course =>
    ([0, 1] as const).flatMap(side => {
      const sent = course.negotiation.endpoints[side].filter(e => e.sent)
      const moves = sent
        .filter((e, i) => i > 0 && !sent.slice(0, i).some(before => before.address === e.address))
        .filter(e => !isOfPeer(course, side, e.address) && !isCopied(course, side, e.address) && wentOnFrom(course, side, e.address, flows))
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
            course.vantage === (side === course.initiator ? 'initiator' : 'responder') || moves.some(e => isV6(e.address) !== isV6(first))
              ? []
              : ['A NAT on the path gave the peer another address.'],
          tryNext: [],
          inBrief: moved,
        },
      ]
    }),
  )
}

/** It sent more from there than a question whether that way is open, or had an answer to that question there. */
function wentOnFrom({ negotiation }: Course, side: Side, address: string, flows: readonly Flow[]): boolean {
  const peer = addressesOf(negotiation, opposite(side))
  if (flows.some(f => f.source === address && peer.includes(f.destination))) return true
  const own = negotiation.messages.filter(m => m.side === side && sightings(m).some(one => one.source.address === address))
  if (own.some(m => !isProbe(m))) return true
  const isAnswer = (m: Message) => m.side !== side && own.some(asked => asked.ike.messageId === m.ike.messageId && isResponse(m.ike))
  return negotiation.messages.some(m => isAnswer(m) && sightings(m).some(one => one.destination.address === address))
}

/** Nobody moves to where its peer is: a packet that was turned back or written anew stands there. */
function isOfPeer({ negotiation: { endpoints } }: Course, side: Side, address: string): boolean {
  return endpoints[opposite(side)].some(one => one.sent && one.address === address)
}

function isV6(address: string): boolean {
  return address.includes(':')
}

/** Whatever came from that address stands in this capture from another one as well: each packet before and behind a NAT. */
function isCopied({ negotiation }: Course, side: Side, address: string): boolean {
  const ofSide = negotiation.messages.filter(m => m.side === side).flatMap(m => m.transmissions)
  const from = ofSide.filter(t => t.sightings.some(one => one.source.address === address))
  return from.length > 0 && from.every(t => t.sightings.some(one => one.source.address !== address))
}

/** What it sent first when it was at its first address again, and stayed there. */
function cameBack({ negotiation }: Course, side: Side, address: string): Sighting | undefined {
  const all = negotiation.messages.flatMap(m => (m.side === side ? sightings(m) : [])).sort((a, b) => a.time - b.time)
  return all[all.findLastIndex(one => one.source.address !== address) + 1]
}
