import type { Flow } from '../../protected/flow.ts'
import { courseBetween, type FlowPair, rowsOf } from '../espPairs.ts'
import type { Scene } from '../finding.ts'
import { unansweredTail } from './protectedTraffic.ts'

// One SA of several falls silent in one direction while the others of the same two hosts go on both ways. Which flows answer each other is worked
// out; so nothing is said where the answers can have gone over to another SA: where one was replaced or deleted, began only then, or carries more
// answers than it has packets to answer.

/** A flow whose answers came on one other flow and come no more. */
export interface BesideSisters {
  readonly pair: FlowPair
  /** Packets that stay without an answer. */
  readonly rows: readonly number[]
  /** Flows of the same way whose answers go on. */
  readonly sisters: readonly Flow[]
}

/** Flows with answers of their own up to then, in SAs that stand beside others. */
export function silentBesideSisters(scene: Scene): BesideSisters[] {
  const both = scene.ipsecSas.flatMap(sa => {
    const [[one, more], [other, most]] = sa.flows
    const life = scene.lives.ofSa.get(sa)
    return one && other && !more && !most && !life?.replacedBy && !life?.deletedBy && !life?.givenUp ? [{ one, other }] : []
  })
  const flows = both.flatMap(({ one, other }) => [
    { flow: one, back: other },
    { flow: other, back: one },
  ])
  return flows.flatMap(({ flow, back }) => {
    const pair = { flow, back: [back], course: courseBetween(scene, flow) }
    const sisters = flows.filter(one => one.flow !== flow && one.flow.source === flow.source && one.flow.destination === flow.destination)
    if (sisters.length === 0 || back.lastTime > flow.lastTime) return []
    const rows = unansweredTail(scene.trace.packets, pair)
    if (rows.length === 0 || !sisters.every(one => goesOn(scene, one, rows[0]!, back))) return []
    const backs = new Set([back, ...sisters.map(one => one.back)])
    const since = scene.trace.packets.time(rows[0]!)
    const isAnsweredElsewhere = scene.flows.some(
      one => one.source === flow.destination && one.destination === flow.source && one.lastTime >= since && !backs.has(one),
    )
    return isAnsweredElsewhere ? [] : [{ pair, rows, sisters: sisters.map(one => one.flow) }]
  })
}

/** Packets each way from which a sister goes on. */
const GOES_ON = 2

/** It was there before, and is answered since then, with no answers beyond its own. */
function goesOn({ trace: { packets } }: Scene, { flow, back }: { flow: Flow; back: Flow }, from: number, silent: Flow): boolean {
  const since = (one: Flow) => Array.from(rowsOf(packets, one)).filter(row => packets.place(row) >= packets.place(from)).length
  const [asked, answered] = [since(flow), since(back)]
  return back.firstTime < silent.lastTime && answered >= GOES_ON && asked >= GOES_ON && answered <= asked + 1
}
