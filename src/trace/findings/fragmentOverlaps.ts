import type { Datagram } from '../../dissectors/network/reassembly.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from './finding.ts'
import { isProtected } from './lostFragments.ts'

/** F9: fragments that cover the same bytes with the same content. RFC 791 §3.2, RFC 5722. */
export const fragmentOverlap: Rule = {
  id: 'fragment-overlap',
  scenario: 'F9',
  find: scene => found(scene, d => d.overlaps.length > 0 && !isMismatch(d), overlap),
}

/** F9: fragments that contradict each other. */
export const fragmentMismatch: Rule = { id: 'fragment-mismatch', scenario: 'F9', find: scene => found(scene, isMismatch, mismatch) }

function isMismatch(d: Datagram): boolean {
  return d.conflicting || d.faults.length > 0
}

function found(scene: Scene, is: (d: Datagram) => boolean, text: (d: Datagram, count: number) => Words): Found[] {
  const all = scene.trace.datagrams.reassembly.datagrams.filter(is)
  const routes = new Map<string, Datagram[]>()
  for (const d of all) {
    const route = `${d.source} ${d.destination}`
    const known = routes.get(route)
    if (known) known.push(d)
    else routes.set(route, [d])
  }
  return [...routes.values()].map(group => ({
    ...text(group[0]!, group.length),
    severity: text === mismatch && group.some(d => d.conflicting && isProtected(d, scene)) ? 'warning' : 'note',
    place: 'unknown',
    negotiation: null,
    evidence: packetsAsEvidence([
      ...new Set(group.flatMap(d => d.overlaps.flatMap(o => [...o.packets])).concat(group.flatMap(lastPieces))),
    ]),
  }))
}

function lastPieces(d: Datagram): number[] {
  return d.overlaps.length ? [] : d.pieces.map(p => p.packet)
}

type Words = Pick<Found, 'title' | 'says' | 'confidence' | 'because' | 'otherwise' | 'tryNext'>

function overlap(d: Datagram, count: number): Words {
  const [first] = d.overlaps
  return {
    title: `Fragments from ${d.source} overlap`,
    says: `${count === 1 ? 'A fragmented packet has' : `${count} fragmented packets have`} pieces that cover the same bytes, with the same content. Many receivers throw such packets away; in IPv6 all must.`,
    confidence: 'certain',
    because: first ? [`Bytes ${first.start} to ${first.end - 1} come in packets ${first.packets[0]} and ${first.packets[1]}.`] : [],
    otherwise: ['A device on the path has cut one of two copies again.'],
    tryNext: [],
  }
}

function mismatch(d: Datagram, count: number): Words {
  const conflict = d.overlaps.find(o => o.conflicting)
  return {
    title: `Fragments from ${d.source} contradict each other`,
    says: `${count === 1 ? 'A fragmented packet has' : `${count} fragmented packets have`} pieces that cannot belong together. What the receiver makes of it depends on its system; here the bytes that came first are shown, and the other reading beside them.`,
    confidence: 'certain',
    because: conflict
      ? [`Packets ${conflict.packets[0]} and ${conflict.packets[1]} bring different bytes ${conflict.start} to ${conflict.end - 1}.`]
      : d.faults.slice(0, 3),
    otherwise: [
      'The identification was used again so soon that pieces of two packets got mixed.',
      'Somebody tries to get past a firewall.',
    ],
    tryNext: [`Look at the counters of failed reassembly at ${d.destination}.`],
  }
}
