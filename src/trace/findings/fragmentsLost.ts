import type { Datagram } from '../../dissectors/network/reassembly.ts'
import type { IcmpError } from '../icmpErrors.ts'
import { errorsOf, isOurs } from './addresses.ts'
import { courseBetween } from './espPairs.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene, times } from './finding.ts'

/** F1: later fragments of a large message never arrive. RFC 791, RFC 792, RFC 8200 §4.5. */
export const fragmentsLost: Rule = {
  id: 'fragments-lost',
  scenario: 'F1',
  explains: ['no-answer', 'resends-last-good-message', 'udp-4500-blocked'],
  find,
}

function find(scene: Scene): Found[] {
  const { trace, about } = scene
  const holes = trace.datagrams.reassembly.datagrams.filter(
    d => !d.complete && scene.end - (d.pieces[0]?.time ?? 0) > 1 && isProtected(d, scene),
  )
  const expired = errorsOf(trace.icmpErrors.all, ['11/1'], ['3/1']).filter(isOurs)
  if (about.filters?.some(f => f.includes('port')) && expired.length === 0) return []
  return [...byRoute(holes).map(group => arrivedWithHoles(scene, group)), ...(holes.length ? [] : saidByPeer(expired))]
}

/** ESP, AH, or UDP of IKE: by the ports in its first fragment, or, when that one is missing, by its two hosts. */
function isProtected(d: Datagram, scene: Scene): boolean {
  if (d.protocol === 50 || d.protocol === 51) return true
  if (d.protocol !== 17) return false
  const start = d.prefix()
  if (start && start.length >= 4) return [0, 2].some(at => IKE_PORTS.has((start[at]! << 8) | start[at + 1]!))
  return courseBetween(scene, d) !== undefined
}

const IKE_PORTS: ReadonlySet<number> = new Set([500, 4500])

function byRoute(datagrams: readonly Datagram[]): Datagram[][] {
  const groups = new Map<string, Datagram[]>()
  for (const d of datagrams) {
    const key = `${d.source} ${d.destination}`
    groups.set(key, [...(groups.get(key) ?? []), d])
  }
  return [...groups.values()]
}

function arrivedWithHoles(scene: Scene, group: readonly Datagram[]): Found {
  const first = group[0]!
  const hole = first.missing[0]
  const firstOnly = group.every(d => d.pieces.every(p => p.start === 0))
  return {
    severity: 'error',
    title: `Fragments from ${first.source} are missing`,
    says: `${times(group.length)} a fragmented packet from ${first.source} to ${first.destination} is in this capture only in part${firstOnly ? ': the first fragment, never the rest' : ''}. What is not whole cannot be read by ${first.destination}.`,
    confidence: group.length > 1 ? 'likely' : 'possible',
    place: 'unknown',
    negotiation: negotiationOf(scene, group),
    because: [hole ? `Bytes ${hole[0]} to ${hole[1] - 1} of the datagram never came.` : 'The last fragment never came.'],
    evidence: packetsAsEvidence(group.flatMap(d => d.pieces.map(p => p.packet))),
    otherwise: [
      'A capture filter on ports keeps first fragments only, because later ones have no ports.',
      'The capturing machine dropped packets.',
    ],
    tryNext: [
      `Capture at ${first.source} as well, without a filter on ports: it shows whether all fragments leave.`,
      'Let IP fragments pass on the path, or let IKE fragment by itself.',
    ],
  }
}

function saidByPeer(errors: readonly IcmpError[]): Found[] {
  const [error] = errors
  if (!error?.quoted) return []
  const { about, quoted } = error
  return [
    {
      severity: 'error',
      title: `${quoted.to} never got the later fragments`,
      says: `${error.from} said ${times(errors.length)} with ICMP "fragment reassembly time exceeded" that it held the first fragment of a packet from ${quoted.from} and waited in vain for the rest.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: about ? `N${about.message.negotiation.number + 1}` : null,
      because: [`A host sends this message only when the first fragment came and others did not.`],
      evidence: packetsAsEvidence([...(about ? about.sighting.packets : []), ...errors.map(e => e.packet)]),
      otherwise: [`${error.from} itself drops later fragments before it reassembles.`],
      tryNext: [`Let IP fragments pass between ${quoted.from} and ${quoted.to}, or let IKE fragment by itself.`],
    },
  ]
}

/** The negotiation of which one of these datagrams is a message. */
function negotiationOf({ courses }: Scene, group: readonly Datagram[]): string | null {
  const packets = new Set(group.flatMap(d => d.pieces.map(p => p.packet)))
  const found = courses.find(c =>
    c.negotiation.messages.some(m => m.transmissions.some(t => t.sightings.some(s => s.packets.some(p => packets.has(p))))),
  )
  return found ? `N${found.negotiation.number + 1}` : null
}
