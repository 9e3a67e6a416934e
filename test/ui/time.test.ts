import { describe, expect, test } from 'vitest'
import type { Pair } from '../../src/trace/report.ts'
import { spanOf } from '../../src/ui/ladder/pauses.ts'
import {
  clock,
  duration,
  gutterTime,
  moment,
  startFor,
  timeFormatName,
  timeFormatShort,
  timeFormats,
  type Whose,
} from '../../src/ui/time.ts'
import { report, trace } from './sampleReport.ts'

describe('spans of time', () => {
  test.each([
    [0.00004, '0.0 ms'],
    [0.0004, '0.4 ms'],
    [0.0094, '9.4 ms'],
    [0.142265, '142 ms'],
    [0.999, '1.0 s'],
    [4.0215, '4.0 s'],
    [99.94, '99.9 s'],
    [99.96, '1 min 40 s'],
    [158, '2 min 38 s'],
    [599.4, '9 min 59 s'],
    [3554, '59 min'],
    [3599, '1 h 0 min'],
    [11100, '3 h 5 min'],
    [90000, '1 day 1 h'],
    [187200, '2 days 4 h'],
    [-4.02, '4.0 s'],
  ])('%d s is %s', (seconds, text) => expect(duration(seconds)).toBe(text))
})

test('a moment from before the capture began has its sign', () => {
  expect([-32, -158, -0.0094, -0.00001, 0, 4.0215].map(moment)).toEqual(['−32.0 s', '−2 min 38 s', '−9.4 ms', '0.0 ms', '0 s', '4.0 s'])
})

describe('the clock', () => {
  const start = '2024-05-01T23:59:58.900000000Z'
  test.each([
    [0, 3, '23:59:58.900'],
    [0.0999, 3, '23:59:58.999'],
    [0.1, 3, '23:59:59.000'],
    [1.1, 3, '00:00:00.000'],
    [0.05, 0, '23:59:58'],
    [-0.9, 3, '23:59:58.000'],
    [-1, 3, '23:59:57.900'],
  ])('%d s after the start', (seconds, digits, text) => expect(clock(start, seconds, digits)).toBe(text))
  test.each([null, undefined, '', 'yesterday'])('no clock without a start: %s', start => expect(clock(start, 1)).toBeUndefined())
  test('a time that no calendar has is no clock', () => expect(clock(start, 1e18)).toBeUndefined())
})

test('times in the gutter', () => {
  const start = '2024-05-01T19:30:36.500000000Z'
  expect([
    gutterTime('start', 4.697316, 0.6, start),
    gutterTime('previous', 4.697316, 0.675826, start),
    gutterTime('previous', 0, undefined, start),
    gutterTime('clock', 4.697316, 0, start),
    gutterTime('previous', -0.008, 0, start),
    gutterTime('previous', 1, 1.0001, start),
  ]).toEqual(['4.697', '+4.021', '', '19:30:41.197', '−0.008', '+0.000'])
})

test('how long a trace lasts', () => {
  expect(spanOf(trace())).toBeCloseTo(49.731463, 6)
  expect(spanOf(trace({ start: null }))).toBeUndefined()
  expect(spanOf(trace({ end: '2024-05-01T19:30:36.400000000Z' }))).toBeUndefined()
})

describe('clocks', () => {
  const pairOf = (found: string, offset: number | null) => ({ clock: { found }, offset }) as unknown as Pair
  const two = (found: string, offset: number | null, a: 'utc' | 'local' = 'utc', b: 'utc' | 'local' = 'utc') =>
    report([], { traces: [trace({ clock: a }), trace({ clock: b, start: '2024-05-01T21:30:00.250000000Z' })], pair: pairOf(found, offset) })

  test('of one capture its own, and UTC where it is written in that', () => {
    expect(timeFormats(report([]))).toEqual(['start', 'previous', 'clock', 'utc'])
    expect(timeFormats(report([], { traces: [trace({ clock: 'local' })] }))).toEqual(['start', 'previous', 'clock'])
    expect(timeFormatName('clock', report([]))).toBe('Clock of the capture')
  })

  test('of two that are related either, whichever trace is shown', () => {
    const both = two('found', 37.25)
    expect(timeFormats(both)).toEqual(['start', 'previous', 'clock', 'clockB', 'utc'])
    expect(timeFormatName('clock', both)).toBe('Clock of A')
    expect(startFor('clock', both, 0)).toBe('2024-05-01T19:30:36.500000000Z')
    expect(startFor('clockB', both, 0)).toBe('2024-05-01T19:31:13.750000000Z')
    expect(startFor('clock', both, 1)).toBe('2024-05-01T21:29:23.000000000Z')
    expect(startFor('clockB', both, 1)).toBe('2024-05-01T21:30:00.250000000Z')
  })

  test('UTC is that of the trace that has it; without a relation no clock is taken for another', () => {
    expect(startFor('utc', two('found', 3600, 'local'), 0)).toBe('2024-05-01T20:30:36.500000000Z')
    expect(timeFormats(two('none', null, 'local'))).toEqual(['start', 'previous', 'clock'])
    expect(timeFormats(two('none', null))).toEqual(['start', 'previous', 'clock', 'utc'])
    expect(timeFormatName('clock', two('none', null))).toBe('Clock of the capture')
    expect(startFor('clock', two('none', null), 1)).toBe('2024-05-01T21:30:00.250000000Z')
  })

  test('second 0 is said to be whose', () => {
    expect([timeFormatName('start', report([])), timeFormatShort('start', report([]), 0)]).toEqual([
      'Seconds since the capture began',
      'since start',
    ])
    const [one, none] = [two('found', 37.25), two('none', null)]
    expect([0, 1, 'both'].map(whose => timeFormatShort('start', one, whose as Whose))).toEqual([
      'since A began',
      'since B began',
      'since A began',
    ])
    expect(timeFormatShort('start', none)).toBe('since each began')
    expect(timeFormatName('start', none, 1)).toBe('Seconds since B’s capture began')
  })

  test('UTC is written with the date', () => {
    expect(gutterTime('utc', 16200, undefined, '2024-05-01T19:30:36.500000000Z')).toBe('05-02 00:00:36.500')
    expect(gutterTime('clockB', 1, undefined, '2024-05-01T19:30:36.500000000Z')).toBe('19:30:37.500')
    expect(gutterTime('utc', 1, undefined, null)).toBe('1.000')
  })
})
