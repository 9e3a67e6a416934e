import type { Datagram } from '../../../dissectors/network/reassembly.ts'
import { Kind } from '../../../dissectors/sort.ts'
import { arrived } from '../../negotiation/arrival.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

// K1. "udp port 500" keeps first fragments and drops all others, because only the first has ports. A trace taken so looks
// as if the network had lost them. It is told by what the file says of its filter, by first fragments alone in both
// directions, or by messages that were answered although "most of them never came".

/** K1: the capture left out packets that were on the wire. */
export const captureFilter: Rule = { id: 'capture-filter', scenario: 'K1', find }

function find(scene: Scene): Found[] {
  const stated = statedFilter(scene)
  const holes = filteredDatagrams(scene)
  if (stated.length === 0 && holes.length === 0) return []
  const lost = holes.length > 0
  return [
    {
      severity: 'note',
      title: lost ? 'The capture left out later fragments' : 'The capture was taken with a filter',
      says: `${stated.length ? `The file says that it was captured with the filter ${stated.map(f => `"${f}"`).join(', ')}: what does not match was on the wire and is not here.` : 'Of fragmented packets only the first fragments are in this file, and they were received all the same.'}${lost ? ' A filter on ports drops all later fragments, because only the first has ports. That is no fault of the network.' : ''}`,
      confidence: stated.length > 0 ? 'certain' : 'likely',
      place: 'unknown',
      negotiation: null,
      because: [
        ...(stated.length ? ['The file names its filter.'] : []),
        ...(lost
          ? [
              `${holes.length === 1 ? 'One fragmented packet lacks' : `${holes.length} fragmented packets lack`} all fragments but the first.`,
            ]
          : []),
      ],
      evidence: packetsAsEvidence(holes.length ? holes.flatMap(d => d.pieces.map(p => p.packet)) : [1]),
      otherwise: stated.length ? [] : ['The capturing machine, or a device before it, drops later fragments in both directions.'],
      tryNext: lost ? [`Capture again without a filter, or with "${FILTER}": the last part is later fragments.`] : [],
      inBrief: lost ? 'the capture left out later fragments' : 'the capture was taken with a filter',
    },
  ]
}

/** Keeps all that tells the story, errors of routers and what stands before a NAT too, which a filter on the two hosts drops. */
const FILTER = 'udp port 500 or udp port 4500 or esp or ah or icmp or ip[6:2] & 0x1fff != 0'

const known = new WeakMap<Scene, readonly Datagram[]>()

/** Datagrams of which the capture alone lacks fragments. */
export function filteredDatagrams(scene: Scene): readonly Datagram[] {
  const before = known.get(scene)
  if (before) return before
  const found = judge(scene)
  known.set(scene, found)
  return found
}

function judge(scene: Scene): readonly Datagram[] {
  const { datagrams } = scene.trace.datagrams.reassembly
  const holes = datagrams.filter(d => !d.complete)
  if (holes.length === 0) return []
  const firstOnly = holes.filter(d => d.pieces.every(p => p.start === 0))
  if (onPorts(scene) || bothWays(scene, datagrams, firstOnly)) return firstOnly
  const answered = answeredPackets(scene)
  return holes.filter(d => d.pieces.some(p => answered.has(p.packet)))
}

/** The filter asks for ports and not for fragments. */
function onPorts(scene: Scene): boolean {
  return statedFilter(scene).some(f => /\bport(range)?\b/.test(f) && !/frag|ip\[6|\bproto/.test(f))
}

function statedFilter({ about }: Scene): readonly string[] {
  return (about.filters ?? []).slice(0, 3)
}

/** First fragments and never a later one, both ways, in a file that holds nothing without ports. */
function bothWays({ trace: { packets } }: Scene, all: readonly Datagram[], firstOnly: readonly Datagram[]): boolean {
  if (firstOnly.length < all.length) return false
  const withoutPorts = [Kind.arp, Kind.ping, Kind.esp, Kind.ah, Kind.icmpError].some(kind => (packets.counts[kind] ?? 0) > 0)
  const routes = new Set(all.map(d => `${d.source} ${d.destination}`))
  return !withoutPorts && all.some(d => routes.has(`${d.destination} ${d.source}`))
}

/** Packets of messages that arrived, told by their answers, although the capture does not have all of them. */
function answeredPackets({ courses }: Scene): ReadonlySet<number> {
  const all = new Set<number>()
  for (const course of courses) {
    for (const exchange of course.exchanges) {
      for (const named of exchange.messages) {
        named.message.transmissions.forEach(({ sightings: [first] }, i) => {
          if (!first || first.complete || !arrived(course, exchange, named, i, null)) return
          for (const packet of first.packets) all.add(packet)
        })
      }
    }
  }
  return all
}
