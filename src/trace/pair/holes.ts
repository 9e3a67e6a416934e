import { countWhile } from '../packets/ascending.ts'
import type { IcmpError } from '../path/icmpErrors.ts'
import { onClockOfA } from './clock.ts'
import { Way, wayOf } from './ends.ts'
import type { Spell } from './fate.ts'
import type { Match } from './match.ts'
import { Mark, NONE, type Rows } from './rows.ts'

// A capture that stood still for a while, or lost a stretch, has nothing from either side in it. Of what its own host sent
// then, the other capture shows that it was on the wire. What the other end sent in that time is not lost as far as anybody
// knows: this capture would not have had it either.

/** Packets of its own host that a capture lacks between two others, from which it is a hole and no single packet. */
const SEVERAL = 2

/**
 * Stretches of A's time in which a capture missed several packets that its own host sent, and has none at all.
 * @param latest seconds that such a packet takes at most: what arrives sooner behind a packet of the capture may be that one, changed
 */
export function holesOf({ rows: both, ends, clock }: Match, trace: 0 | 1, latest: number): readonly Spell[] {
  const [own, there] = [both[trace], both[trace === 0 ? 1 : 0]]
  const onClock = (of: 0 | 1, time: number) => onClockOfA(clock, of, time)
  const missed: number[] = []
  const ofOthers = errorsOfDevicesBefore(there)
  for (let row = 0; row < there.mate.length; row++) {
    if (there.mate[row] !== NONE || ofOthers.has(row) || there.marks[row]! & (Mark.copy | Mark.recut | Mark.partly)) continue
    if (wayOf(ends, trace === 0 ? 1 : 0, there, row) !== Way.receivedHere) continue
    const time = onClock(trace === 0 ? 1 : 0, there.packets.time(row))
    if (time !== undefined) missed.push(time)
  }
  if (missed.length < SEVERAL || own.mate.length === 0) return []
  const times = new Float64Array(own.mate.length)
  for (let row = 0; row < times.length; row++) times[row] = onClock(trace, own.packets.time(row)) ?? Number.NEGATIVE_INFINITY
  times.sort()
  missed.sort((a, b) => a - b)
  const holes: Spell[] = []
  let at = 0
  for (let i = 0; i < missed.length; ) {
    while (at < times.length && times[at]! <= missed[i]!) at++
    const [from, until] = [times[at - 1], times[at]]
    let count = 0
    do if (from !== undefined && missed[i]! - from > latest) count++
    while (++i < missed.length && (until === undefined || missed[i]! < until))
    if (from !== undefined && until !== undefined && count >= SEVERAL) holes.push({ from, until })
  }
  return holes
}

/**
 * Rows of ICMP errors that bear the address of a host but have passed fewer routers than all that arrived from it: a NAT or a firewall before
 * the host sent them, so the capture at the host could not have them.
 */
function errorsOfDevicesBefore({ trace, packets, flows, surviving, mate }: Rows): ReadonlySet<number> {
  const { all } = trace.icmpErrors
  const least = new Map(all.map(error => [error.from, Number.POSITIVE_INFINITY]))
  for (let row = 0; least.size > 0 && row < mate.length; row++) {
    const source = mate[row] === NONE ? '' : flows.source(packets.flow(row))
    if (least.has(source)) least.set(source, Math.min(least.get(source)!, passed(surviving.ttl(row))))
  }
  const isBefore = ({ from, ttl }: IcmpError) => least.get(from)! !== Number.POSITIVE_INFINITY && passed(ttl) < least.get(from)!
  return new Set(all.filter(isBefore).map(error => error.packet - 1))
}

/** Routers that a packet has passed, by where hosts begin to count. */
function passed(ttl: number): number {
  return INITIAL.find(initial => initial >= ttl)! - ttl
}

const INITIAL = [32, 64, 128, 255]

/** Whether some moment of a stretch lies in a hole. */
export function isInHole(holes: readonly Spell[], from: number, until: number): boolean {
  const next = holes[countWhile(holes.length, at => holes[at]!.until < from)]
  return next !== undefined && next.from <= until
}
