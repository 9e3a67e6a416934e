/** What captures cannot show is hatched where it lies: dropped while capturing, before one of two begins, after it ends. */
import { expect, test } from 'vitest'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { unseenOfBoth } from '../../src/ui/ladder/unseen.ts'
import { lineOf } from '../../src/ui/strip/layout.ts'
import { unseen } from '../../src/ui/strip/unseen.ts'
import { natt } from './sampleReport.ts'

const report = natt()
const pair = hostPairs(report, 0)[0]!
const own = happenings(report, 0, pair)
const trace = report.traces[0]!
const third = own.filter(row => row.kind === 'message')[2]!
const drop = { packets: 3, after: third.packets[0]! - 1, before: third.packets[0]!, from: third.time - 0.1, until: third.time }
const said = (about: Partial<typeof trace>, window?: readonly [number, number]) =>
  arrange(own, pair, { trace: { ...trace, ...about }, open: new Set(), ...(window ? { window } : {}) })

test('dropped between two packets: a row stands there, and no pause is made of it', () => {
  const rows = said({ dropped: 3, drops: [drop] })
  const at = rows.findIndex(row => row.kind === 'edge')
  expect(rows[at]).toMatchObject({ says: 'the capture dropped 3 packets here' })
  expect(rows[at + 1]?.id).toBe(third.id)
  expect(rows.length).toBe(said({}).length + 1)
})

test('dropped anywhere: said at the end; not said of a part of the capture', () => {
  const anywhere = { dropped: 8, drops: [{ packets: 8, after: 0, before: trace.packets + 1, from: 0, until: 49 }] }
  expect(said(anywhere).filter(row => row.kind === 'edge')[0]).toMatchObject({
    says: 'the capture dropped 8 packets; the file does not say when',
  })
  expect(said(anywhere, [0, 1]).map(row => (row.kind === 'edge' ? row.says : ''))).not.toContainEqual(expect.stringMatching(/dropped/))
  expect(said({}).map(row => (row.kind === 'edge' ? row.says : ''))).not.toContainEqual(expect.stringMatching(/dropped/))
})

test('the line is hatched from where the rows end, as long as not all of them are told', () => {
  const state = { view: 'ladder', trace: 0 } as const
  expect(unseen(report, state, undefined, 12)).toEqual([{ from: 12, until: Number.POSITIVE_INFINITY, why: 'not drawn yet' }])
  expect(unseen(report, state)).toEqual([])
})

test('of two captures: where one begins later or ends earlier, by half a second at least', () => {
  const two = { ...report, traces: [trace, trace] }
  expect(unseenOfBoth(two, (i, time) => time + 0.3 * i, own)).toEqual([])
  const later = (i: 0 | 1, time: number) => time + 4 * i
  const late = { ...own.at(-1)!, time: 60 }
  expect(unseenOfBoth(two, later, [...own, late]).map(row => row.says)).toEqual(["B's capture begins here", "A's capture ends here"])
  // Where nothing happened that only one could see, nothing is said.
  expect(unseenOfBoth(two, later, [{ ...late, time: 20 }])).toEqual([])
})

test('the strip hatches the same; one trace that says nothing of drops has nothing to hatch', () => {
  const state = { view: 'ladder' as const, trace: 0 as const }
  expect(unseen(report, state)).toEqual([])
  const dropping = { ...report, traces: [{ ...trace, dropped: 3, drops: [drop] }] }
  expect(unseen(dropping, state)).toEqual([{ from: drop.from, until: drop.until, why: '3 dropped by the capture' }])
  const joint = { ...report, traces: [trace, trace], pair: { clock: { found: 'both-directions' } } } as unknown as typeof report
  const both = unseen(joint, { view: 'both', trace: 0, opened: { names: [], report: joint } }, (i, time) => time + 4 * i)
  expect(both.map(({ why }) => why)).toEqual(['before A begins', 'after A ends', 'before B begins', 'after B ends'])
})

test('a line that begins before zero: everything lies at its share of the whole', () => {
  const { at } = lineOf(-10, 30)
  expect([at(-10), at(0), at(30)]).toEqual([0, 0.25, 1])
})
