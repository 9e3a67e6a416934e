/** Every pair of captures that comes with the project: what holds of all of them, whatever went wrong in each. */
import { describe, expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import { drawingBetween } from '../../../src/text/ladder/bothEnds.ts'
import { onClockOfA, pieceAt } from '../../../src/trace/pair/onClockOfA.ts'
import { isUndecided } from '../../../src/trace/pair/undecided.ts'
import type { Report } from '../../../src/trace/report.ts'
import { onDisk } from '../../support/capture/collect.ts'
import { shippedPairs } from '../../support/recordings/shippedPairs.ts'

/** Seconds: stamps are kept to the microsecond. */
const ROUNDING = 2e-6

interface Left {
  readonly from: 0 | 1
  /** By trace: its first packet number, and its time on A's clock. */
  readonly at: readonly ({ readonly packet: number; readonly time: number } | undefined)[]
}

/** Every sending of IKE in the order in which the views show them. */
function sendings({ negotiations, pair }: Report): Left[] {
  const all = negotiations.flatMap(n => n.exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions)))
  return all
    .flatMap(({ way, sightings }): Left[] => {
      if (!way) return []
      const at = ([0, 1] as const).map(trace => {
        const one = sightings.find(sighting => sighting.trace === trace)
        return one && { packet: one.packets[0]!, time: trace === 0 ? one.time : onClockOfA(pair!.clock, one.time) }
      })
      return [{ from: way.direction === 'a-to-b' ? 0 : 1, at }]
    })
    .sort((x, y) => timeOf(x) - timeOf(y))
}

const sentOf = ({ from, at }: Left) => {
  const [a, b] = at.map(one => one && { packets: [one.packet], time: one.time })
  return { from, ends: [a, b] as const }
}

const timeOf = ({ from, at }: Left) => (at[from] ?? at[1 - from])!.time

describe.each(shippedPairs)('%s', (name, a, b) => {
  test('no order between the ends is claimed within the error of the clocks', async () => {
    const opened = await openSession([onDisk(a), onDisk(b)])
    if (!opened.ok) throw new Error(opened.why)
    const report = await opened.session.report()
    const { clock } = report.pair!
    const all = sendings(report)
    // A clock that was set back shows times twice; no order of its packets can be right.
    if (name === 'injected/clock-set-back') return
    for (const [i, one] of all.entries())
      for (const next of all.slice(i + 1, i + 20)) {
        if (one.from === next.from) continue
        const [left, came] = [one.at[one.from], next.at[one.from]]
        // Nothing stands above what had arrived before it left.
        if (left && came && !next.at[next.from]) continue
        if (left && came) expect(came.packet > left.packet || next.at[next.from]!.time >= left.time - 1e-6).toBe(true)
      }
    for (const [i, next] of all.slice(1).entries()) {
      const one = all[i]!
      const [left, then] = [one.at[one.from], next.at[next.from]]
      const error = pieceAt(clock.pieces, left?.time ?? 0)?.error ?? (clock.found === 'one-direction' ? 0.5 : 0)
      const told = isUndecided(sentOf(one), sentOf(next), clock)
      if (one.from === next.from || !left || !then || Math.abs(left.time - then.time) > error) expect(told).toBe(false)
      else
        expect(told).toBe(!((one.at[next.from]?.packet ?? Infinity) < then.packet || (next.at[one.from]?.packet ?? Infinity) < left.packet))
    }
    const text = report.negotiations.flatMap(drawingBetween(report)).join('\n')
    if (!/clocks cannot tell/.test(text)) return
    expect(all.slice(1).some((next, i) => isUndecided(sentOf(all[i]!), sentOf(next), clock))).toBe(true)
  })

  test('the error of the clocks is no wider than half the smallest round trip that the traces show', async () => {
    const opened = await openSession([onDisk(a), onDisk(b)])
    if (!opened.ok) throw new Error(opened.why)
    const { pair } = await opened.session.report()
    const { delay, offsetError, clock } = pair!
    if (clock.found !== 'both-directions') return expect(offsetError).toBeNull()
    // A clock that was set meanwhile is related anew behind that, by the packets there.
    if (clock.pieces.length > 1) return expect(offsetError).toBeLessThan(0.001)
    expect(offsetError).toBeLessThanOrEqual((delay.aToB!.min + delay.bToA!.min) / 2 + ROUNDING)
  })
})
