import { expect, test } from 'vitest'
import { Kind, type Sorted, sorted } from '../../src/dissectors/sort.ts'
import { Packets } from '../../src/trace/packets/packets.ts'
import { routesOf } from '../../src/trace/packets/routes.ts'
import { columnsOf } from '../../src/trace/protected/flowColumns.ts'
import { Votes } from '../../src/trace/protected/votes.ts'

const row = { time: 0, position: 24, captured: 60, original: 60, linkType: 1, direction: 0 }
const none = new Uint8Array(0)
const ip = (kind: Sorted['kind'], source: number, destination: number, selector: number, more: Partial<Sorted> = {}): Sorted => ({
  ...sorted(),
  ...{ kind, ipVersion: 4, protocol: kind === Kind.esp ? 50 : 17, source, destination, selector },
  ...more,
})

test('flows of the same two hosts in the same direction share a route', () => {
  const packets = new Packets()
  const add = (one: Sorted) => packets.flow(packets.add(one, none, row))
  const [a, b] = [0x0a000001, 0x0a000002]
  const flows = [ip(Kind.esp, a, b, 7), ip(Kind.udp, a, b, 8), ip(Kind.esp, b, a, 7), ip(Kind.esp, a, b, 9)].map(add)
  const routes = routesOf(packets.flows)
  expect(flows.map(flow => routes.of(flow))).toEqual([0, 0, 1, 0])
  expect([routes.name(0), routes.name(1), routes.length]).toEqual(['10.0.0.1 10.0.0.2', '10.0.0.2 10.0.0.1', 2])
  add(ip(Kind.esp, a, b, 7))
  expect(Array.from(routesOf(packets.flows).packets())).toEqual([4, 1])
  const later = add(ip(Kind.udp, b, 3, 8))
  expect(routesOf(packets.flows).of(later)).toBe(2)
})

test('a protected flow lies side by side, also when packets have come since', () => {
  const packets = new Packets()
  const add = (one: Sorted, time: number) => packets.add(one, none, { ...row, time })
  add(ip(Kind.esp, 1, 2, 7, { sequence: 1, ipLength: 100 }), 0)
  add(ip(Kind.udp, 1, 2, 7, { ipLength: 60 }), 1)
  add(ip(Kind.esp, 2, 1, 8, { sequence: 9, ipLength: 65_575 }), 2)
  add(ip(Kind.esp, 1, 2, 7, { sequence: 2, ipLength: 300 }), 3)
  const first = columnsOf(packets, packets.flow(0))
  expect(Array.from(first.rows)).toEqual([0, 3])
  expect(Array.from(first.times)).toEqual([0, 3])
  expect(Array.from(first.lengths)).toEqual([100, 300])
  expect(Array.from(first.sequences)).toEqual([1, 2])
  expect(Array.from(columnsOf(packets, packets.flow(2)).lengths)).toEqual([65_535])
  expect(columnsOf(packets, packets.flow(1)).rows.length).toBe(0)
  add(ip(Kind.esp, 1, 2, 7, { sequence: 5, ipLength: 90 }), 4)
  expect(Array.from(columnsOf(packets, packets.flow(0)).sequences)).toEqual([1, 2, 5])
})

test('of many votes the leader is known, and whether one will come of them', () => {
  const votes = new Votes(3)
  for (let i = 0; i < 200; i++) {
    votes.cast(0, i % 20 === 0 ? 9 : 7)
    votes.cast(1, i % 20)
    if (i < 60) votes.cast(2, i % 20)
  }
  expect([0, 1, 2].map(one => votes.isNearlyAlone(one))).toEqual([true, false, false])
  expect([0, 1, 2].map(one => votes.isHopeless(one))).toEqual([false, true, false])
  expect([votes.leader(0), votes.lead(0)]).toEqual([7, 180])
})
