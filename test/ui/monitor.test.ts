import { describe, expect, test } from 'vitest'
import { loggedBy, noneIsWindows, numberedBy, saWords, sinceWords } from '../../src/text/monitor.ts'
import type { ExpectedEvent, TraceSummary } from '../../src/trace/report.ts'
import { changes, eventLines, lifeBar, lookOf, momentShown, parted, stepTo, ticks } from '../../src/ui/monitor/layout.ts'
import { reduce } from '../../src/ui/reduce.ts'
import { atStart } from '../../src/ui/state.ts'
import { duration } from '../../src/ui/time.ts'
import { reportOn } from '../support/trace/read.ts'

const trace = { start: '2026-11-25T12:00:00.000000000Z', end: '2026-11-25T12:01:00.000000000Z' } as TraceSummary

describe('the moment shown', () => {
  test('the chosen one, else that of the selection, else the end; never outside of the capture', () => {
    const row = { time: 7 } as never
    expect(momentShown({ moment: 5 }, row, trace)).toBe(5)
    expect(momentShown({}, row, trace)).toBe(7)
    expect(momentShown({}, undefined, trace)).toBe(60)
    expect(momentShown({ moment: 99 }, undefined, trace)).toBe(60)
    expect(momentShown({}, { time: -1 } as never, trace)).toBe(0)
    expect(momentShown({}, undefined, { ...trace, start: null, end: null })).toBe(0)
  })

  test('a new selection, or another trace, takes the place of what the slider chose', () => {
    const moved = reduce(atStart(), { type: 'moment', time: 3 })
    expect(moved.moment).toBe(3)
    expect(reduce(moved, { type: 'select', packet: 4 }).moment).toBeUndefined()
    expect(reduce(moved, { type: 'trace', trace: 1 }).moment).toBeUndefined()
    expect(reduce(moved, { type: 'view', view: 'monitor' })).toMatchObject({ view: 'monitor', moment: 3 })
  })
})

describe('changes', () => {
  test('of a trace with rekeys: each SA begins and ends', async () => {
    const report = await reportOn('captures/lab/v2_rekey/a.pcap')
    const all = changes(report, 0)
    expect(all).toEqual([...all].sort((a, b) => a - b))
    expect(all.length).toBeGreaterThanOrEqual(14)
    expect(changes(report, 1)).toEqual([])
  })

  test.each([
    [0, 1, 2],
    [2, 1, 5],
    [5, 1, undefined],
    [5, -1, 2],
    [2, -1, undefined],
    [3, -1, 2],
  ] as const)('from %s by %s', (time, by, to) => expect(stepTo([2, 5], time, by)).toBe(to))

  test('ticks that would lie on each other are one', () => {
    expect(ticks([0, 0.01, 5, 10], 10, 100)).toEqual([0, 0.5, 1])
    expect(ticks([0], 0, 100)).toEqual([0])
  })
})

test('a life is a part of the capture', () => {
  expect(lifeBar(2, 5, 10)).toEqual([0.2, 0.3])
  expect(lifeBar(2, null, 10)).toEqual([0.2, 0.8])
  expect(lifeBar(0, null, 0)).toEqual([0, 1])
})

test('living and ended, each with its look and its words', () => {
  const all = ['up', 'half made', 'negotiating', 'rekeyed', 'deleted', 'failed'].map(state => ({ state }))
  expect(parted(all).living.map(one => one.state)).toEqual(['up', 'half made', 'negotiating'])
  expect(all.map(one => lookOf(one.state))).toEqual(['fine', 'again', 'again', 'again', 'ended', 'lost'])
  expect(sinceWords({ state: 'up', since: 2 }, 5, duration)).toBe('for 3.0 s')
  expect(sinceWords({ state: 'deleted', since: 2 }, 5, duration)).toBe('3.0 s ago')
  expect(sinceWords({ state: 'deleted', since: 5 }, 5, duration)).toBe('just now')
})

test('what both hosts log at one packet is one line, the latest first', () => {
  const event = (host: string, time: number, says = 'SA established'): ExpectedEvent => ({
    ...{ trace: 0, time, packets: [3], host, event: 541, says, confidence: 'likely', negotiation: 'N1' },
  })
  expect(eventLines([event('A', 1), event('B', 1), event('A', 2)]).map(one => [one.time, one.hosts.join()])).toEqual([
    [2, 'A'],
    [1, 'A,B'],
  ])
})

test('SAs are called as the version of IKE calls them, events are told of what the hosts may be', () => {
  const titles = (...versions: readonly number[]) => {
    const { ike, ipsec } = saWords(versions.map(version => ({ version })))
    return [ike.title, ipsec.title]
  }
  expect(titles(1)).toEqual(['Main mode SAs', 'Quick mode SAs'])
  expect(titles(2)).toEqual(['IKE SAs', 'Child SAs'])
  expect(titles(1, 2)).toEqual(['Main mode and IKE SAs', 'Quick mode and child SAs'])
  expect(loggedBy([{ windows: true }, {}])).toMatch(/if it is Windows$/)
  expect(loggedBy([{ windows: true }])).toBe('that these Windows hosts would have logged')
  const numbered = (...events: readonly number[]) => numberedBy(events.map(event => ({ event })))
  expect(numbered(541, 4268)).toMatch(/^The numbers are those of Windows 2000 to Server 2003. Vista and later log 4650 to 4655/)
  expect(numbered(4650, 5451, 4965)).toBe('The numbers are those of Windows Vista and later.')
  expect(numbered(547, 4653)).toMatch(/^Numbers up to 547 .* the others those of Vista and later.$/)
  expect(noneIsWindows([{ initiatorStack: 'strongSwan', responderStack: 'libreswan' }])).toBe(true)
  expect(noneIsWindows([{ initiatorStack: 'strongSwan' }])).toBe(false)
  expect(noneIsWindows([{ initiatorStack: 'Windows 7', responderStack: 'strongSwan' }])).toBe(false)
})
