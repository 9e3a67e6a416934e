import type { Seconds } from '../../model.ts'
import { countWhile } from '../../packets/ascending.ts'
import type { Packets } from '../../packets/packets.ts'
import type { Flow } from '../../protected/flow.ts'
import type { IpsecSa } from '../../protected/securityAssociation.ts'
import { courseBetween, type FlowPair, rowsOf } from '../espPairs.ts'
import type { Scene } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'
import { unansweredTail } from './protectedTraffic.ts'

// Two clients behind one NAT are one address to their peer. In transport mode their SAs have the same selectors there, and what goes
// to that address takes the newest of them: what one client asks is answered to the other (RFC 3948 §5.2). Nothing of it has to be
// decrypted: behind each question a packet of its size leaves at once on the other client's SA, which has not asked.

/** Packets of a client that are answered on the SA of another. */
export interface Elsewhere {
  readonly pair: FlowPair
  /** Its packets, and what left behind each of them. */
  readonly rows: readonly number[]
  readonly answers: readonly number[]
  /** On which they left, and of which negotiation that is. */
  readonly other: Flow
  readonly slowest: Seconds
}

/** Packets without an answer of their own from which that is no accident. */
const UNANSWERED = 4
/** Seconds within which an answer leaves. */
const AT_ONCE = 0.1
/** What leaves on the other SA unasked, for each of them, at most. */
const UNASKED = 1.5

/** Flows that were answered on their own SA, and then on another client's. */
export function answersElsewhere(scene: Scene): Elsewhere[] {
  const { packets } = scene.trace
  const bySource = leavingFrom(scene)
  return scene.ipsecSas.flatMap(sa =>
    ([0, 1] as const).flatMap(way => {
      const [flow, back] = [sa.flows[way][0], sa.flows[1 - way]![0]]
      if (!flow || !back || sa.flows[way].length > 1 || back.lastTime >= flow.lastTime) return []
      const others = (bySource.get(flow.destination) ?? []).filter(next => isAnswering(scene, sa, next, flow))
      if (others.length === 0) return []
      const pair: FlowPair = { flow, back: [back], course: sa.child?.course ?? courseBetween(scene, flow) }
      const rows = unansweredTail(packets, pair)
      if (rows.length < UNANSWERED) return []
      return others.flatMap(({ other, asking }) => {
        const answers = rows.map(row => answerTo(packets, row, other, asking))
        const here = answers.filter(one => one !== undefined)
        if (here.length < rows.length || unasked(packets, rows[0]!, other, asking) > UNASKED * here.length) return []
        const slowest = Math.max(...here.map((row, i) => packets.time(row) - packets.time(rows[i]!)))
        return [{ pair, rows, answers: here, other, slowest }]
      })
    }),
  )
}

/** Most of these packets stand right behind one of their size that somebody else sent to their sender: they are answers, and nobody answers those. */
export function areAnswersToOthers({ trace: { packets } }: Scene, { source, destination }: Flow, rows: readonly number[]): boolean {
  const { flows } = packets
  const answers = rows.filter(row => {
    const before = packets.place(row) - 1
    if (before < 0) return false
    const asked = packets.at(before)
    const [flow, type] = [packets.flow(asked), packets.kind(asked)]
    if (packets.time(row) - packets.time(asked) > AT_ONCE || packets.ipLength(asked) !== packets.ipLength(row)) return false
    return type === packets.kind(row) && flows.source(flow) !== destination && flows.destination(flow) === source
  })
  return answers.length * 2 >= rows.length
}

/** What goes one way on an SA, and what comes the other way. */
interface Leaving {
  readonly sa: IpsecSa
  readonly other: Flow
  readonly asking: Flow | undefined
}

/** The first flow each way of every SA, by where it comes from. */
function leavingFrom({ ipsecSas }: Scene): ReadonlyMap<string, readonly Leaving[]> {
  const bySource = new Map<string, Leaving[]>()
  for (const sa of ipsecSas) {
    for (const way of [0, 1] as const) {
      const [other, asking] = [sa.flows[way][0], sa.flows[1 - way]![0]]
      if (!other) continue
      const same = bySource.get(other.source)
      if (same) same.push({ sa, other, asking })
      else bySource.set(other.source, [{ sa, other, asking }])
    }
  }
  return bySource
}

/** Whether a flow from where `flow` goes to is that of another client's SA. */
function isAnswering(scene: Scene, sa: IpsecSa, { sa: next, other }: Leaving, { source, lastTime }: Flow): boolean {
  if (next === sa || other.firstTime > lastTime) return false
  const [own, its] = [sa.child?.course, next.child?.course]
  // Outside of the NAT the two have one address, and only their ports tell them apart.
  return other.destination !== source || (own !== undefined && its !== undefined && own !== its && isOtherHost(scene, own, its))
}

/** The packet of its size that left right behind one, unless the other client had asked meanwhile. */
function answerTo(packets: Packets, row: number, other: Flow, asking: Flow | undefined): number | undefined {
  const next = behind(packets, rowsOf(packets, other), row)
  if (next === undefined || packets.time(next) - packets.time(row) > AT_ONCE) return undefined
  const asked = asking && behind(packets, rowsOf(packets, asking), row)
  const isItsOwn = asked !== undefined && packets.place(asked) < packets.place(next)
  return isItsOwn || packets.ipLength(next) !== packets.ipLength(row) ? undefined : next
}

/** How many packets have left on it since then that are no answers to its own client. */
function unasked(packets: Packets, since: number, other: Flow, asking: Flow | undefined): number {
  const left = (flow: Flow) => {
    const rows = rowsOf(packets, flow)
    return rows.length - countWhile(rows.length, i => packets.place(rows[i]!) <= packets.place(since))
  }
  return left(other) - (asking ? left(asking) : 0)
}

function behind(packets: Packets, rows: Uint32Array, row: number): number | undefined {
  return rows[countWhile(rows.length, i => packets.place(rows[i]!) <= packets.place(row))]
}
