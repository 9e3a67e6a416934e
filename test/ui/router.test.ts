import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { atRouter } from '../../src/ui/bothEnds/router.ts'
import type { Drawing } from '../../src/ui/ladder/drawing.ts'
import { lostReach, lostWhere, routed } from '../../src/ui/ladder/marks/Router.tsx'
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
