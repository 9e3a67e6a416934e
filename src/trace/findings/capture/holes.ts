import type { Packets } from '../../packets/packets.ts'
import type { Flow } from '../../protected/flow.ts'
import type { FlowColumns } from '../../protected/flowColumns.ts'
import { columnsOfFlow } from '../espPairs.ts'
import { type Found, inWords, packetsAsEvidence, type Scene } from '../finding.ts'

// A sequence number that is missing was lost before it came by the capture. What one host sends is lost on one side of the
// capture, what the other sends on the other side; that both lose all they send from the same moment on and until the same moment,
// and nothing else of the two is here meanwhile, no path does: the capture itself has a hole. RFC 4303 §2.2.

/** What a capture lost of what two hosts sent each other. */
export interface Hole {
  /** Places in the order of capture: of the last packet before it and the first behind it. */
  readonly before: number
  readonly after: number
  /** The flows that miss numbers there, nearly all that they miss at all, and how many: of either direction one at least. */
  readonly missing: ReadonlyMap<Flow, number>
}

const known = new WeakMap<Scene, readonly Hole[]>()

/** All of a trace. */
export function holesOf(scene: Scene): readonly Hole[] {
  const before = known.get(scene)
  if (before) return before
  const byRoute = new Map<string, Jump[]>()
  for (const flow of scene.flows) {
    const jump = jumpOf(scene, flow)
    if (!jump) continue
    const route = `${flow.source} ${flow.destination}`
    byRoute.set(route, [...(byRoute.get(route) ?? []).slice(-MOST), jump])
  }
  const holes = [...byRoute].flatMap(([route, jumps]) => {
    const back = route.split(' ').toReversed().join(' ')
    if (route > back) return []
    return jumps.flatMap(one => (byRoute.get(back) ?? []).flatMap(other => holeOf(scene, one, other) ?? []))
  })
  const all = inOne(holes)
  known.set(scene, all)
  return all
}

/** What many hosts miss at once is one hole. */
function inOne(holes: readonly Hole[]): Hole[] {
  const all: Hole[] = []
  for (const hole of holes.toSorted((a, b) => a.before - b.before)) {
    const last = all.at(-1)
    if (!last || hole.before >= last.after) all.push(hole)
    else {
      const missing = new Map([...last.missing, ...hole.missing])
      all[all.length - 1] = { before: Math.max(last.before, hole.before), after: Math.min(last.after, hole.after), missing }
    }
  }
  return all
}

/** K3: what both directions miss at once the capture lost. */
export function holes(scene: Scene): Found[] {
  const { packets } = scene.trace
  return holesOf(scene).map(({ before, after, missing }) => {
    const [last, next] = [packets.at(before), packets.at(after)]
    const [from, until] = [packets.time(last), packets.time(next)]
    const each = [...missing].map(([flow, count], i) => `${count} ${i === 0 ? 'protected packets ' : ''}from ${flow.source}`)
    const all = [...missing.values()].reduce((sum, count) => sum + count, 0)
    const lost = each.length > 2 ? `${all} protected packets on ${each.length} SPIs` : each.join(' and ')
    return {
      severity: 'note' as const,
      title: `The capture has a hole of ${inWords(until - from)}`,
      says: `${lost} are missing between packet ${last + 1} and packet ${next + 1}, and nothing else of their hosts is in this capture meanwhile.`,
      confidence: 'likely' as const,
      place: 'unknown' as const,
      negotiation: null,
      because: [
        'A path loses the packets of each host on another side of the capture; these are missing from the same moment on, and until the same.',
      ],
      evidence: packetsAsEvidence([last + 1, next + 1]),
      otherwise: ['Both directions were interrupted at once, each before it came by here.'],
      tryNext: ['Capture with a larger buffer (tcpdump -B), or only the hosts in question.'],
      inBrief: `the capture has a hole of ${inWords(until - from)}`,
    }
  })
}

/** The numbers that a flow misses, if nearly all of them are missing at one place. */
interface Jump {
  readonly flow: Flow
  readonly count: number
  readonly before: number
  readonly after: number
}

function jumpOf({ trace: { packets } }: Scene, flow: Flow): Jump | undefined {
  if (flow.missing < LEAST || flow.tcpEncapsulated || flow.restarts.length > 0 || flow.wraps > 0) return undefined
  const columns = columnsOfFlow(packets, flow)
  const jump = columns && widest(columns)
  if (!jump || jump.count > flow.missing || jump.count < flow.missing * NEARLY_ALL) return undefined
  return { flow, count: jump.count, before: packets.place(jump.before), after: packets.place(jump.after) }
}

function widest({ rows, sequences }: FlowColumns): Omit<Jump, 'flow'> | undefined {
  let jump: Omit<Jump, 'flow'> | undefined
  let top = 0
  for (let i = 1; i < sequences.length; i++) {
    const count = sequences[i]! - sequences[top]! - 1
    if (count > (jump?.count ?? 0)) jump = { count, before: rows[top]!, after: rows[i]! }
    if (count >= 0) top = i
  }
  return jump
}

/**
 * Where two flows of one pair of hosts jump at once: the longest time between them in which nothing of the two is here. What
 * other flows of the two show at its edges may take a little of it.
 */
function holeOf(scene: Scene, one: Jump, other: Jump): Hole | undefined {
  const [before, after] = [Math.max(one.before, other.before), Math.min(one.after, other.after)]
  if (before >= after || after - before > MOST_BETWEEN || one.count + other.count < SEVERAL) return undefined
  const { packets } = scene.trace
  const own = packets.flow(packets.at(one.before))
  let hole = { before, after: before }
  let last = before
  for (let at = before + 1; at <= after; at++) {
    const flow = packets.flow(packets.at(at))
    if (at < after && !packets.flows.sameEnds(flow, own) && !packets.flows.reversedEnds(flow, own)) continue
    if (span(packets, last, at) > span(packets, hole.before, hole.after)) hole = { before: last, after: at }
    last = at
  }
  if (!(span(packets, hole.before, hole.after) > span(packets, before, after) * NEARLY_ALL)) return undefined
  return { ...hole, missing: new Map([one, other].map(({ flow, count }) => [flow, count])) }
}

function span(packets: Packets, from: number, until: number): number {
  return packets.time(packets.at(until)) - packets.time(packets.at(from))
}

/** Missing numbers of each direction, and of both together. */
const LEAST = 2
const SEVERAL = 6
const NEARLY_ALL = 0.8
/** Jumps of one direction that are held against those of the other, and packets of others that are looked through. */
const MOST = 4
const MOST_BETWEEN = 4096
