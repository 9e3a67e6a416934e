import type { Seconds } from '../../model.ts'
import type { Flow } from '../../protected/flow.ts'
import { saOf } from '../../protected/flowOverhead.ts'
import { captureAt } from '../captureAt.ts'
import { type FlowPair, rowsOf } from '../espPairs.ts'
import type { Found, Scene } from '../finding.ts'
import { carriedAs, nameOf } from './protectedTraffic.ts'

// An SA takes the place of one that was used both ways, and of the new one only one direction is used. The last packets of the old
// one, just before, do not say that the new one is answered: what came that often until then does not come any more.

/** The two flows of the SA that was used both ways last, before a flow's own SA took its place. */
export interface BothWays {
  readonly flow: Flow
  readonly back: Flow
}

/** Answers from which their pace is known; packets and seconds without one from which silence is none of it, and how many times what it was before. */
const KNOWN = 3
const PACKETS = 5
const SECONDS = 1.5
const MORE = 3

/** The SA used both ways that a flow's own took the place of, where of that and of those between only this direction is used. */
export function untilReplaced({ ipsecSas, lives }: Scene, flow: Flow): BothWays | undefined {
  const sa = saOf(ipsecSas, flow)
  const isBack = (one: Flow) => one.source === flow.destination && one.destination === flow.source
  let life = sa && lives.ofSa.get(sa)
  for (let steps = 0; life && steps < MOST_STEPS; steps++) {
    const flows = life.sa.flows.flat()
    const along = flows.find(one => one.source === flow.source && one.destination === flow.destination)
    const back = flows.find(isBack)
    if (back && along === flow) return undefined
    if (back) return along && back.firstTime < flow.firstTime && back.lastTime >= along.lastTime - LATE ? { flow: along, back } : undefined
    life = life.replaces
  }
  return undefined
}

const MOST_STEPS = 100
const MOST_ROWS = 20_000
/** Seconds by which the last answer may be older than what it may answer: an SA that had fallen silent itself was not used both ways until then. */
const LATE = 2

/** What came the other way around a flow's first packet was the end of the replaced SA, and nothing comes since. */
export function isSilentSinceReplaced(scene: Scene, { flow }: FlowPair, around: readonly Flow[]): boolean {
  const { packets } = scene.trace
  const before = untilReplaced(scene, flow)
  if (!before || around.some(one => one !== before.back)) return false
  const answers = rowsOf(packets, before.back)
  const last = answers.at(-1)
  if (last === undefined || answers.length < KNOWN) return false
  const asked = [before.flow, flow]
    .flatMap(one => Array.from(rowsOf(packets, one).subarray(-MOST_ROWS)))
    .sort((a, b) => packets.place(a) - packets.place(b))
  const since = asked.filter(row => packets.place(row) > packets.place(last))
  if (since.length < PACKETS) return false
  const silence = packets.time(since.at(-1)!) - packets.time(last)
  const [run, gap] = longest(scene, asked, answers)
  return since.length >= MORE * run && silence >= Math.max(SECONDS, MORE * gap)
}

/** How many packets went without one the other way, at most, and how long none came. */
function longest({ trace: { packets } }: Scene, asked: readonly number[], answers: Uint32Array): readonly [number, Seconds] {
  let [run, gap, at] = [0, 0, 0]
  while (at < asked.length && packets.place(asked[at]!) < packets.place(answers[0]!)) at++
  for (const [i, answer] of answers.subarray(1).entries()) {
    const from = at
    while (at < asked.length && packets.place(asked[at]!) < packets.place(answer)) at++
    run = Math.max(run, at - from)
    gap = Math.max(gap, packets.time(answer) - packets.time(answers[i]!))
  }
  return [run, gap]
}

/** What it may be then: the path carried both directions a moment before. @param arrives the capture shows that the packets do */
export function sinceReplaced({ flow }: FlowPair, arrives: boolean): Pick<Found, 'otherwise' | 'tryNext'> {
  const { source, destination } = flow
  return {
    otherwise: [
      `${destination} has not put the new SA in place, or only for what comes: it drops ${nameOf(flow)}, or sends nothing on the new SA itself.`,
      ...(arrives
        ? []
        : [`A firewall or NAT on the path keeps a state for each SPI and does not let the new one pass (${carriedAs(flow)}).`]),
      `The application behind ${destination} has had nothing more to send since then.`,
    ],
    tryNext: [
      ...(arrives ? [] : [captureAt(destination, ' as well: it shows whether the packets arrive.')]),
      `Look at ${destination} whether the new SA is in place in both directions: that of ${nameOf(flow)}, and the one to send to ${source} on.`,
    ],
  }
}
