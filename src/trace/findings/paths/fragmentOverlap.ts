import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import type { Rule } from '../finding.ts'
import { isMismatch, onRoutes, type Words } from './fragmentOverlaps.ts'

/** F9: fragments that cover the same bytes with the same content. RFC 791 §3.2, RFC 5722. */
export const fragmentOverlap: Rule = {
  id: 'fragment-overlap',
  scenario: 'F9',
  find: scene =>
    onRoutes(
      scene,
      d => d.overlaps.length > 0 && !isMismatch(d),
      group => overlap(group[0]!, group.length),
    ),
}

function overlap(d: Datagram, count: number): Words {
  const [first] = d.overlaps
  return {
    severity: 'note',
    title: `Fragments from ${d.source} overlap`,
    says: `${count === 1 ? 'A fragmented packet has' : `${count} fragmented packets have`} pieces that cover the same bytes, with the same content. Many receivers throw such packets away; in IPv6 all must.`,
    confidence: 'certain',
    because: first ? [`Bytes ${first.start} to ${first.end - 1} come in packets ${first.packets[0]} and ${first.packets[1]}.`] : [],
    otherwise: ['A device on the path has cut one of two copies again.'],
    tryNext: [],
  }
}
