import type { Seconds } from '../../model.ts'
import { addressesOf } from '../../negotiation/child.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { Packets } from '../../packets/packets.ts'
import type { Flow } from '../../protected/flow.ts'
import { hexSpi } from '../../protected/securityAssociation.ts'
import { type FlowPair, rowsOf } from '../espPairs.ts'
import type { Scene } from '../finding.ts'

/** `ESP c0ffee01`. */
export function nameOf({ kind, spi }: Pick<Flow, 'kind' | 'spi'>): string {
  return `${kind.toUpperCase()} ${hexSpi(spi)}`
}

/** What a filter on the path has to name. */
export function carriedAs({ kind, udpEncapsulated }: Pick<Flow, 'kind' | 'udpEncapsulated'>): string {
  return udpEncapsulated ? 'ESP in UDP 4500' : kind === 'ah' ? 'IP protocol 51 (AH)' : 'IP protocol 50 (ESP)'
}

/** Rows of a flow's whole packets after a moment. */
export function rowsAfter({ trace: { packets } }: Scene, flow: Flow, time: Seconds): number[] {
  return Array.from(rowsOf(packets, flow)).filter(row => packets.time(row) > time)
}

/** At which end of a flow the capture was taken, where hop counts tell. */
export function takenAt({ flow, course }: FlowPair): 'sender' | 'receiver' | 'unknown' {
  const vantage = course?.vantage
  if (vantage !== 'initiator' && vantage !== 'responder') return 'unknown'
  const near = vantage === 'initiator' ? course!.initiator : opposite(course!.initiator)
  if (addressesOf(course!.negotiation, near).includes(flow.source)) return 'sender'
  return addressesOf(course!.negotiation, near).includes(flow.destination) ? 'receiver' : 'unknown'
}

/** Whether the peer that a flow goes to said something in IKE after a moment. */
export function speaksIkeAfter({ flow, course }: FlowPair, time: Seconds): boolean {
  return course!.negotiation.messages.some(m =>
    m.transmissions.some(t => t.sightings.some(s => s.source.address === flow.destination && s.time > time)),
  )
}

/**
 * The packets at the end of a flow that stay without an answer, although packets of just that size were answered before.
 * A packet the other way answers the last one before it, and no more than that one. Empty where silence may be chance:
 * where packets of the size were often left without an answer before. What the capture ends too soon after for an answer is not counted.
 */
export function unansweredTail(packets: Packets, { flow, back }: FlowPair): number[] {
  const rows = Array.from(rowsOf(packets, flow).subarray(-MOST_ROWS))
  const around = back.filter(b => b.lastTime >= flow.firstTime)
  const answers = around.flatMap(b => Array.from(rowsOf(packets, b))).sort((a, b) => packets.place(a) - packets.place(b))
  const last = answers.at(-1)
  if (last === undefined) return []
  const tail = rows.filter(row => packets.place(row) > packets.place(last))
  if (tail.length === 0) return []
  const { sizes, slowest } = answeredSizes(packets, rows.slice(0, rows.length - tail.length), answers)
  const odds = new Map([...sizes].map(([size, { asked, answered }]) => [size, answered >= 2 ? (asked - answered + 0.5) / (asked + 1) : 1]))
  const end = packets.time(packets.length - 1)
  const same = tail.filter(row => (odds.get(packets.ipLength(row)) ?? 1) < 1 && packets.time(row) + slowest <= end)
  const chance = same.reduce((product, row) => product * odds.get(packets.ipLength(row))!, 1)
  return same.length * 2 >= tail.length && chance < BY_CHANCE ? same : []
}

/** By size: how many packets there were, and how many of them had an answer of their own; and how long such an answer took at most. */
function answeredSizes(
  packets: Packets,
  rows: readonly number[],
  answers: readonly number[],
): { readonly sizes: Map<number, { asked: number; answered: number }>; readonly slowest: Seconds } {
  const sizes = new Map<number, { asked: number; answered: number }>()
  let [at, slowest] = [0, 0]
  for (const [i, row] of rows.entries()) {
    const next = rows[i + 1]
    while (at < answers.length && packets.place(answers[at]!) < packets.place(row)) at++
    const answer = answers[at]
    const isOwn = answer !== undefined && (next === undefined || packets.place(answer) < packets.place(next))
    const known = sizes.get(packets.ipLength(row)) ?? { asked: 0, answered: 0 }
    known.asked++
    const took = isOwn ? packets.time(answer) - packets.time(row) : Number.POSITIVE_INFINITY
    if (took <= ANSWER) {
      known.answered++
      slowest = Math.max(slowest, took)
    }
    sizes.set(packets.ipLength(row), known)
  }
  return { sizes, slowest }
}

const MOST_ROWS = 20_000
/** Seconds within which an answer is one. */
const ANSWER = 2
const BY_CHANCE = 0.005
