import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import type { Report } from '../../src/trace/report.ts'
import { atRouter } from '../../src/ui/bothEnds/router.ts'
import type { Drawing } from '../../src/ui/ladder/drawing.ts'
import { lostReach, lostWhere, routed } from '../../src/ui/ladder/marks/Router.tsx'
import { atStart, reduce, type State } from '../../src/ui/state.ts'
import { Line } from '../support/pair/line.ts'
import { esp, ike } from '../support/pair/network.ts'
import { sayV1 } from '../support/trace/phrases.ts'

test('a capture from between the ends: the number of each message there, and the side of it on which one was lost', async () => {
  const say = sayV1()
  const line = new Line().send('aToB', ike(say.mm1)).send('bToA', ike(say.mm2))
  line
    .send('aToB', ike(say.mm3), 'lost before')
    .send('aToB', ike(say.mm3))
    .send('bToA', ike(say.mm4), 'lost behind')
    .send('bToA', ike(say.mm4))
  for (let i = 1; i < 5; i++) line.send('aToB', esp('aToB', i)).send('bToA', esp('bToA', i))
  const opened = await openSession([line.file(0), line.file(1), line.file(2)])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const between = atRouter(report)
  const d = { between } as Drawing
  expect([1, 3, 4].map(packet => routed(d, 'left', packet))).toEqual([{ packet: 1 }, { lost: 'before' }, { packet: 3 }])
  expect([2, 4, 5].map(packet => routed(d, 'right', packet))).toEqual([{ packet: 2 }, { packet: 4, lost: 'behind' }, { packet: 5 }])
  expect([lostWhere({ lost: 'before' }, 'left'), lostWhere({ lost: 'before' }, 'right'), lostWhere({ lost: 'behind' }, 'left')]).toEqual([
    'lost between A and R',
    'lost between B and R',
    'lost at R or behind it',
  ])
  expect([lostReach({ lost: 'before' })! < 0.5, lostReach({ lost: 'behind' })! > 0.5, lostReach({ packet: 3 })]).toEqual([
    true,
    true,
    undefined,
  ])
  expect(atRouter({})).toBeUndefined()
  expect(routed({} as Drawing, 'left', 3)).toEqual({})
})

test('its own ladder and packet list are looked at as those of A and B; other views are of the ends', () => {
  const open = { ...atStart(), opened: { names: [], report: {} as Report } }
  const turned = (state: State) => [state.view, state.inR ?? false]
  const inLadder = reduce(open, { type: 'trace', trace: 2 })
  expect(turned(inLadder)).toEqual(['ladder', true])
  expect(turned(reduce({ ...open, view: 'side' }, { type: 'trace', trace: 2 }))).toEqual(['packets', true])
  expect(turned(reduce(inLadder, { type: 'view', view: 'packets' }))).toEqual(['packets', true])
  expect(turned(reduce(inLadder, { type: 'view', view: 'both' }))).toEqual(['both', false])
  expect(turned(reduce(inLadder, { type: 'select', packet: 3, atR: 4 }))).toEqual(['ladder', true])
  expect(turned(reduce(inLadder, { type: 'select', packet: 3 }))).toEqual(['ladder', false])
  expect(turned(reduce(inLadder, { type: 'trace', trace: 1 }))).toEqual(['ladder', false])
})

test('the report on the router’s capture by itself; its packets of an SPI have no fate of the ends', async () => {
  const line = new Line()
  const say = sayV1()
  line.send('aToB', ike(say.mm1)).send('bToA', ike(say.mm2), 'lost behind')
  for (let i = 1; i < 4; i++) line.send('aToB', esp('aToB', i))
  const opened = await openSession([line.file(0), line.file(1), line.file(2)])
  if (!opened.ok) throw new Error(opened.why)
  const lone = await opened.session.lone(2)
  expect([lone.traces.map(({ name }) => name), lone.pair, lone.negotiations.length]).toEqual([['r'], null, 1])
  const { of, packets } = await opened.session.carried(2, lone.flows[0]!, 0, 10)
  expect([of, packets.map(({ number, fate }) => [number, fate])]).toEqual([
    3,
    [
      [3, undefined],
      [4, undefined],
      [5, undefined],
    ],
  ])
})
