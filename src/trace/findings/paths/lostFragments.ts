import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import { firstSighting, isComplete, type Message } from '../../model.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { errorsOf, isOurs } from '../addresses.ts'
import { filteredDatagrams } from '../capture/captureFilter.ts'
import { type Unseen, unseenMessages } from '../capture/unseenMessages.ts'
import { courseBetween } from '../espPairs.ts'
import { idOf, type Scene } from '../finding.ts'

// Fragmented packets of IKE and IPsec that lack pieces, by direction; what the capture itself left out is not among them.

/** A direction in which pieces are missing, with its fragmented datagrams. */
export interface Route {
  readonly source: string
  readonly destination: string
  /** Lack pieces. */
  readonly holed: readonly Datagram[]
  /** Came whole. */
  readonly whole: readonly Datagram[]
  /** The negotiation of which a holed one is a message, or that of its hosts. */
  readonly negotiation: string | null
  /** What lacked pieces came through later, or no more of it than packets get lost now and then. */
  readonly recovered: boolean
}

/** Directions told one by one; what a scan leaves behind is no story. */
const MOST = 100
/** Seconds that later pieces may take; and within which they mostly come. */
const LATE = 1
const EARLY = 0.1
/** Packets with which a capture begins. */
const FIRST_FEW = 64

const known = new WeakMap<Scene, readonly Route[]>()

/** Directions in which pieces are missing. */
export function lossyRoutes(scene: Scene): readonly Route[] {
  const before = known.get(scene)
  if (before) return before
  const routes = find(scene)
  known.set(scene, routes)
  return routes
}

function find(scene: Scene): Route[] {
  const filtered = new Set(filteredDatagrams(scene))
  const unseen = new Map<string, Unseen[]>()
  for (const one of scene.courses.flatMap(unseenMessages)) {
    const route = unseen.get(routeOf(one)) ?? []
    if (route.length < MOST) unseen.set(routeOf(one), [...route, one])
  }
  const groups = new Map<string, { holed: Datagram[]; whole: Datagram[] }>()
  for (const d of scene.trace.datagrams.reassembly.datagrams) {
    if (filtered.has(d) || !isProtected(d, scene)) continue
    const key = routeOf(d)
    const group = groups.get(key) ?? { holed: [], whole: [] }
    groups.set(key, group)
    if (d.complete) group.whole.push(d)
    else if (scene.end - (d.pieces[0]?.time ?? 0) > LATE && !mayBeOlder(d, scene) && !isUnseen(d, unseen.get(routeOf(d))))
      group.holed.push(d)
  }
  const lossy = [...groups.values()].filter(({ holed }) => holed.length > 0)
  return lossy.slice(0, MOST).flatMap(({ holed, whole }) => {
    const [first] = holed
    if (!first) return []
    const { source, destination } = first
    return [{ source, destination, holed, whole, ...fateOf(scene, first, holed, whole) }]
  })
}

/** Its first fragment may have come by just before the capture began: a later one is the first packet this way. */
function mayBeOlder({ pieces, source, destination }: Datagram, { trace: { packets } }: Scene): boolean {
  const [first] = pieces
  if (!first || first.packet > FIRST_FEW || pieces.some(piece => piece.start === 0 || piece.time > EARLY)) return false
  const { flows } = packets
  for (let row = first.packet - 2; row >= 0; row--) {
    const flow = packets.flow(row)
    if (flows.source(flow) === source && flows.destination(flow) === destination) return false
  }
  return true
}

/** What is left of a message that was answered: it arrived whole. */
function isUnseen({ pieces }: Datagram, unseen: readonly Unseen[] = []): boolean {
  if (pieces.some(piece => piece.start === 0)) return false
  return unseen.some(one => pieces.every(({ time }) => time >= one.from && time <= one.until))
}

function routeOf({ source, destination }: { readonly source: string; readonly destination: string }): string {
  return `${source} ${destination}`
}

/** ESP, AH, or UDP of IKE: by the ports in its first fragment, or, when that one is missing, by its two hosts. */
export function isProtected(d: Datagram, scene: Scene): boolean {
  if (d.protocol === 50 || d.protocol === 51) return true
  if (d.protocol !== 17) return false
  const start = d.prefix()
  if (start && start.length >= 4) return [0, 2].some(at => IKE_PORTS.has((start[at]! << 8) | start[at + 1]!))
  return courseBetween(scene, d) !== undefined
}

const IKE_PORTS: ReadonlySet<number> = new Set([500, 4500])

/** Whether the loss mattered: a message that never came whole, or protected packets of which most lack pieces. */
function fateOf(scene: Scene, first: Datagram, holed: readonly Datagram[], whole: readonly Datagram[]) {
  const packets = new Set(holed.flatMap(d => d.pieces.map(p => p.packet)))
  const carries = (numbers: readonly number[]) => numbers.some(p => packets.has(p))
  for (const course of scene.courses) {
    const messages = course.negotiation.messages.filter(m => m.transmissions.some(t => t.sightings.some(s => carries(s.packets))))
    if (messages.length === 0) continue
    return { negotiation: idOf(course), recovered: messages.every(isComplete) }
  }
  const course = courseBetween(scene, first)
  return { negotiation: course ? idOf(course) : null, recovered: holed.length < whole.length }
}

/** Hosts that say they waited in vain for later fragments of IKE or IPsec, by whose packets they were. RFC 792, RFC 4443 §3.3. */
export function expiredReassemblies({ trace }: Scene): IcmpError[][] {
  const groups = new Map<string, IcmpError[]>()
  for (const error of errorsOf(trace.icmpErrors.all, ['11/1'], ['3/1'])) {
    if (!isOurs(error) || !error.quoted) continue
    const key = `${error.quoted.from} ${error.quoted.to}`
    groups.set(key, [...(groups.get(key) ?? []), error])
  }
  return [...groups.values()]
}

/** What the receiver missed once came through later: the message was answered, or most fragmented packets were not missed. */
export function cameThrough(scene: Scene, errors: readonly IcmpError[]): boolean {
  const about = errors.find(e => e.about)?.about?.message
  if (about) return saidAfterAll(scene, about)
  const { from, to } = errors[0]!.quoted!
  const sent = scene.trace.datagrams.reassembly.datagrams.filter(d => d.source === from && d.destination === to)
  return sent.length > 2 * errors.length
}

/** The other side has gone on after a message in the end: it said something new, or sent protected packets. Copies of
 *  what it had said before are the contrary. */
function saidAfterAll({ courses, flows }: Scene, message: Message): boolean {
  const course = courses.find(c => c.negotiation === message.negotiation)
  if (!course) return false
  const { time, destination } = firstSighting(message)
  const isNew = course.negotiation.messages.some(m => m.side !== message.side && firstSighting(m).time > time)
  return isNew || flows.some(f => f.source === destination.address && f.lastTime > time)
}
