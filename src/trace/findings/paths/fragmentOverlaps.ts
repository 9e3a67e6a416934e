import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import { type Found, packetsAsEvidence, type Scene } from '../finding.ts'

/** Its pieces cannot belong together. */
export function isMismatch(d: Datagram): boolean {
  return d.conflicting || d.faults.length > 0
}

/** A finding for each route with such datagrams. */
export function onRoutes(scene: Scene, is: (d: Datagram) => boolean, text: (group: readonly Datagram[]) => Words): Found[] {
  const all = scene.trace.datagrams.reassembly.datagrams.filter(is)
  const routes = new Map<string, Datagram[]>()
  for (const d of all) {
    const route = `${d.source} ${d.destination}`
    const known = routes.get(route)
    if (known) known.push(d)
    else routes.set(route, [d])
  }
  return [...routes.values()].map(group => ({
    ...text(group),
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

/** What a rule says of such datagrams; where and by which packets is told by the datagrams. */
export type Words = Pick<Found, 'severity' | 'title' | 'says' | 'confidence' | 'because' | 'otherwise' | 'tryNext'>
