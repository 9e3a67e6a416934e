import { firstSighting } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { courseNamed, keepSmall } from './letFragmentsPass.ts'
import { cameThrough, expiredReassemblies, lossyRoutes, type Route } from './lostFragments.ts'
import { missedParts, saidMissed } from './missedParts.ts'

/** F2: every later fragment is dropped on this path, while whole packets pass. RFC 791 §3.2. */
export const fragmentFiltered: Rule = {
  id: 'fragment-filtered',
  scenario: 'F2',
  rests: 'waiting',
  explains: [
    'fragments-lost',
    'no-answer',
    'resends-last-good-message',
    'udp-4500-blocked',
    'only-probed',
    'one-sided-negotiation',
    'answer-ignored',
  ],
  find,
}

/** Fragmented packets from which it is a pattern. */
const PATTERN = 2

function find(scene: Scene): Found[] {
  return [...here(scene), ...there(scene)]
}

/** Only first fragments come by here. */
function here(scene: Scene): Found[] {
  return lossyRoutes(scene).flatMap(route => {
    const { source, destination, holed, whole, negotiation } = route
    const firstOnly = holed.every(d => d.pieces.every(p => p.start === 0))
    const passed = wholePackets(scene, route)
    if (route.recovered || holed.length < PATTERN || whole.length > 0 || !firstOnly || passed.length === 0 || otherCameWhole(scene, route))
      return []
    const said = missedParts(scene, holed)
    return [
      {
        severity: 'error' as const,
        title: `Every later fragment from ${source} is dropped`,
        says: `Each of ${holed.length} fragmented packets from ${source} to ${destination} comes by here with its first fragment alone, while packets that fit into one pass. Something on the path drops fragments that have no ports: a packet filter, mostly.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        ...(said.all ? { attested: true as const } : {}),
        negotiation,
        because: [
          `The first fragments are up to ${Math.max(...holed.flatMap(d => d.pieces.map(p => p.end)))} bytes long and pass; of the later ones not one does.`,
          `${passed.length === 1 ? 'One whole packet' : `${passed.length} whole packets`} of the negotiation came the same way.`,
          ...saidMissed(said, destination),
        ],
        evidence: [
          ...packetsAsEvidence(holed.flatMap(d => d.pieces.map(p => p.packet))),
          ...packetsAsEvidence(said.errors.map(e => e.packet)),
        ],
        otherwise: [
          ...(said.all ? [] : ['A capture filter on ports keeps first fragments only.']),
          'A smaller link on the path loses them.',
        ],
        tryNext: advice(source, destination, courseNamed(scene, negotiation)),
      },
    ]
  })
}

/** Fragments of something else, such as large pings, came whole the same way. */
function otherCameWhole({ trace }: Scene, { source, destination }: Route): boolean {
  const { datagrams } = trace.datagrams.reassembly
  return datagrams.some(d => d.source === source && d.destination === destination && d.complete && d.pieces.length > 1)
}

function wholePackets({ courses }: Scene, { source, destination }: Route): number[] {
  return courses.flatMap(c =>
    c.negotiation.messages
      .map(firstSighting)
      .filter(s => s.source.address === source && s.destination.address === destination && s.carriage === 'packet')
      .map(s => s.packets[0]!),
  )
}

/** Each fragmented packet that left here long enough ago was missed by its receiver. */
function there(scene: Scene): Found[] {
  return expiredReassemblies(scene).flatMap(errors => {
    const { from, to } = errors[0]!.quoted!
    if (cameThrough(scene, errors) || lossyRoutes(scene).some(r => r.source === from && r.destination === to)) return []
    const missed = new Set(errors.map(e => e.quoted!.identification))
    const sent = scene.trace.datagrams.reassembly.datagrams.filter(d => d.source === from && d.destination === to)
    const due = sent.filter(d => (d.pieces[0]?.time ?? 0) < scene.end - REASSEMBLY)
    if (missed.size < PATTERN || due.length < PATTERN || !due.every(d => missed.has(d.identification))) return []
    const about = errors.find(e => e.about)?.about?.message
    return [
      {
        severity: 'error' as const,
        title: `${to} gets no later fragment from ${from}`,
        says: `${from} sent ${sent.length} packets in fragments; of every one that is old enough ${to} said with ICMP that only the first fragment came. Packets that fit into one pass. Something on the path drops fragments that have no ports: a packet filter, mostly.`,
        confidence: 'likely' as const,
        place: 'unknown' as const,
        attested: true as const,
        negotiation: about ? idOf(about) : null,
        because: [`${quotedOf(missed.size, sent.length)} quoted in an ICMP "fragment reassembly time exceeded".`],
        evidence: packetsAsEvidence(errors.map(e => e.packet)),
        otherwise: [`${to} itself drops later fragments before it reassembles.`],
        tryNext: advice(from, to, about && courseNamed(scene, idOf(about))),
      },
    ]
  })
}

/** The latest may be too young for anybody to have given up on it. There are several always. */
function quotedOf(missed: number, sent: number): string {
  return missed >= sent ? `Each of the ${sent} packets in fragments is` : `Of the ${sent} packets in fragments ${missed} are`
}

function advice(from: string, to: string, course: Course | undefined): string[] {
  return [`Let IP fragments pass between ${from} and ${to}: filters that look at ports have to allow fragments as such.`, keepSmall(course)]
}

/** Seconds after which hosts give up reassembling: 30 in Linux, 60 in most others. RFC 1122 §3.3.2. */
const REASSEMBLY = 65
