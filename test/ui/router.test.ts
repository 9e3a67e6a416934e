import { expect, test } from 'vitest'
import type { Session } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import type { Report } from '../../src/trace/report.ts'
import { atRouter } from '../../src/ui/bothEnds/router.ts'
import { begun, type Filter } from '../../src/ui/filter/filter.ts'
import type { Drawing } from '../../src/ui/ladder/drawing.ts'
import { lostReach, lostWhere, routed } from '../../src/ui/ladder/marks/Router.tsx'
import { entriesOf } from '../../src/ui/menu/entries.ts'
import type { Surroundings } from '../../src/ui/menu/entry.ts'
import { reduce } from '../../src/ui/reduce.ts'
import { atStart, type State } from '../../src/ui/state.ts'
import { things } from '../../src/ui/takeaway/things.ts'
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

test('its packets are taken away as those of A and B: the one of the list, and what a filter shows', async () => {
  const say = sayV1()
  const line = new Line().send('aToB', ike(say.mm1)).send('bToA', ike(say.mm2))
  const opened = await openSession([line.file(0), line.file(1), line.file(2)])
  if (!opened.ok) throw new Error(opened.why)
  const { session } = opened
  const report = await session.report()
  const state: State = { ...atStart(), view: 'packets', inR: true }
  const asked = new Promise(note => {
    const cut: Session['cut'] = (...which) => {
      note(which)
      return session.cut(...which)
    }
    const noting = { ...session, cut }
    const around = { state, report, session: noting, pairs: [], all: [], rows: [], dispatch: () => {} } as unknown as Surroundings
    const entries = entriesOf({ kind: 'packet', packet: 2 }, around).flat()
    entries.find(({ id }) => id === 'cut')!.does()
  })
  expect(await asked).toEqual([2, [[2, []]]])

  const all: Filter = { ...begun('ike')!, searched: 1, words: [Uint8Array.of(1), Uint8Array.of(1, 1), Uint8Array.of(0, 1)] }
  const shown = things.find(({ id }) => id === 'shown')!
  const namesOf = async (said: Report) =>
    (await shown.make({ session, report: said, filter: all } as unknown as Parameters<typeof shown.make>[0])).map(({ name }) => name)
  expect(await namesOf(report)).toEqual(['a.cut.pcapng', 'b.cut.pcapng', 'r.cut.pcapng'])
  const alike = { ...report, between: { ...report.between!, summary: { ...report.between!.summary, name: 'a' } } }
  expect(await namesOf(alike)).toEqual(['a-a.cut.pcapng', 'b.cut.pcapng', 'a-r.cut.pcapng'])
})
