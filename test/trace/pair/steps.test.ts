/** A clock that is set back while its capture runs: the other end shows it, and what happened stands in its true order. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import type { Written } from '../../../src/compose/files/written.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, Network } from '../../support/pair/network.ts'

type Files = readonly [readonly Written[], readonly Written[]]

async function told(change: (files: Files) => Files) {
  const net = new Network({ clock: t => t + 5 })
  converse(net, { pings: 10 })
  const [a, b] = change(net.captures().files)
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const first = (sightings: readonly { readonly trace: number; readonly packets: readonly number[] }[]) =>
    sightings.find(one => one.trace === 0)?.packets[0]
  const [negotiation] = report.negotiations
  const messages = negotiation!.exchanges.flatMap(one => one.messages)
  return {
    report,
    session: opened.session,
    names: messages.map(one => one.name),
    packets: messages.map(one => first(one.transmissions[0]!.sightings)),
    step: report.findings.find(one => one.rule === 'clock-step'),
  }
}

const set = (all: readonly Written[], from: number, by: number) =>
  all.map((one, i) => (i < from ? one : { ...one, seconds: one.seconds - by }))
const names = ['MM1', 'MM2', 'MM3', 'MM4', 'MM5', 'MM6', 'QM1', 'QM2', 'QM3']

test.each([0, 1] as const)('trace %d is set back by 30 s: true order, the step said, nothing lost', async trace => {
  const { report, session, step, ...rest } = await told(([a, b]) => (trace === 0 ? [set(a, 4, 30), b] : [a, set(b, 4, 30)]))
  expect(rest).toEqual({ names, packets: [1, 2, 3, 4, 5, 6, 7, 8, 9] })
  expect(report.pair).toMatchObject({ lostAtoB: 0, lostBtoA: 0, outsideAtoB: 0, outsideBtoA: 0 })
  expect(Math.abs(report.pair!.offset! - 5)).toBeLessThan(0.02)
  expect(report.traces[trace]!.clockSets).toMatchObject([{ packet: 5 }])
  expect(Math.abs(report.traces[trace]!.clockSets![0]!.seconds - 30)).toBeLessThan(0.02)
  expect(report.pair!.clock.pieces).toHaveLength(1)
  const name = 'AB'[trace]
  expect(report.pair!.clock.says).toContain(`${name}'s own clock was set back by 30.0`)
  expect(step).toMatchObject({ title: `The clock of ${name}'s capture was set back`, confidence: 'certain', severity: 'note' })
  // What the file says of a packet's moment stays.
  const [before, after] = [await session.packet(trace, 4), await session.packet(trace, 5)]
  expect(after.time).toBeGreaterThan(before.time)
  expect(Date.parse(after.at!) - Date.parse(before.at!)).toBeLessThan(-29_000)
})

test('a file whose parts were put together in the wrong order keeps its times, and is told by them', async () => {
  const { report, step, ...rest } = await told(([a, b]) => [[...a.slice(12), ...a.slice(0, 12)], b])
  expect(report.traces[0]).toMatchObject({ outOfOrder: true })
  expect(report.traces[0]!.clockSets).toBeUndefined()
  expect(step?.title).toBe("The packets of A's file do not stand in the order of their times")
  expect(rest.names).toEqual(names)
  expect(report.pair).toMatchObject({ lostAtoB: 0, lostBtoA: 0, outsideAtoB: 0, outsideBtoA: 0 })
  expect(Math.abs(report.pair!.offset! - 5)).toBeLessThan(0.02)
})

test('a clock that is set forward leaves the order as it is', async () => {
  const { report, names: all, step } = await told(([a, b]) => [set(a, 4, -30), b])
  expect([all, step, report.traces[0]!.clockSets]).toEqual([names, undefined, undefined])
  expect(report.pair!.clock.pieces).toHaveLength(2)
})
