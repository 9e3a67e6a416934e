import type { Flow } from '../../protected/flow.ts'
import { columnsOfFlow } from '../espPairs.ts'
import type { Scene } from '../finding.ts'

// What a flow carries cannot be read, but its pace can: packets of one size, each twice as long after the one before, are one question of an application
// that nobody answers. L2TP asks again after 1, 2, 4 and 8 seconds (RFC 2661 §5.8), and TCP does so with the SYN of a connection (RFC 6298 §5).

/** Seconds from packet to packet of a flow that holds one question, sent again and again; undefined where it is anything else. */
export function askedAgain({ trace: { packets } }: Scene, flow: Flow): readonly number[] | undefined {
  const columns = flow.packets <= MOST ? columnsOfFlow(packets, flow) : undefined
  if (!columns || columns.lengths.some(length => length !== columns.lengths[0])) return undefined
  const gaps = Array.from(columns.times.subarray(1), (time, i) => time - columns.times[i]!)
  const [first = 0] = gaps
  const doubled = gaps.findIndex((gap, i) => i > 0 && !isAbout(gap, 2 * gaps[i - 1]!))
  const [rising, rest] = doubled < 0 ? [gaps, []] : [gaps.slice(0, doubled), gaps.slice(doubled)]
  // At last the gaps may grow no further.
  const levels = rest.every(gap => gap > LEAST * rising.at(-1)! && isAbout(gap, rest[0]!))
  return first > SHORTEST && rising.length >= DOUBLINGS && levels ? gaps : undefined
}

function isAbout(gap: number, due: number): boolean {
  return Math.abs(gap - due) <= OFF * due
}

/** A question is given up before it was sent so often. */
const MOST = 12
/** Gaps, each but the first twice the one before: two may be chance. */
const DOUBLINGS = 3
/** Seconds of the first gap at least: what comes sooner is a burst. */
const SHORTEST = 0.4
/** Parts by which a timer is late, or drawn at random. */
const OFF = 0.15
const LEAST = 0.85
