import { describe, expect, test } from 'vitest'
import type { Pair } from '../../../src/trace/report.ts'
import { outsideText } from '../../../src/ui/bothEnds/outside.ts'
import type { MessageRow, Row } from '../../../src/ui/ladder/row.ts'
import { closed, endText } from '../../../src/ui/sideBySide/closed.ts'
import { report, trace } from '../sampleReport.ts'

const start = '2024-05-01T10:00:00.000000000Z'
const said = report([], {
  traces: [trace({ start, end: '2024-05-01T10:00:24.240000000Z' }), trace({ start, end: '2024-05-01T10:00:24.242000000Z' })],
  pair: { clock: { found: 'both-directions' } } as Pair,
})
const onA = (_: 0 | 1, time: number) => time
const message = (time: number, a: boolean, b: boolean, more: Partial<MessageRow> = {}) =>
  ({
    kind: 'message',
    id: `${time}`,
    time,
    packets: [1],
    seen: [a && { packets: [1], time }, b && { packets: [1], time }].map(one => one || undefined),
    ...more,
  }) as MessageRow

describe('a capture that had ended', () => {
  test('has one stretch for all that it cannot have', () => {
    const rows: Row[] = [message(24.24, true, true), message(24.242, false, true)]
    expect(closed(rows, said, onA, 0)).toEqual([{ from: 1, until: 2, says: "A's file had ended 2.0 ms before" }])
    expect(closed(rows, said, onA, 1)).toEqual([])
  })
  test('what was sent before its end may have been lost, and is no part of it', () => {
    expect(closed([message(20, true, true), message(24.1, false, true)], said, onA, 0)).toEqual([])
  })
  test('a message that it cannot have says by how much', () => {
    const late = message(24.242, false, true, { marks: ['outside'] })
    expect(outsideText(late, said, onA)).toBe("A's file had ended 2.0 ms before")
    expect(outsideText({ ...late, time: 24.239 }, said, onA)).toBe("1.0 ms before A's file ends")
    expect(outsideText({ ...late, marks: [] }, said, onA)).toBeUndefined()
  })
})

test('two ends that are milliseconds apart are told to the millisecond', () => {
  expect(endText([24.24, 24.242], 0)).toBe("A's file ends at 24.240 s")
  expect(endText([49.7, 5.2], 1)).toBe("B's file ends at 5.2 s")
})
