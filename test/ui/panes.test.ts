import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Offer } from '../../src/trace/report.ts'
import { pieceSpans } from '../../src/ui/details/pieceSpans.ts'
import { transformText, ways } from '../../src/ui/details/suites.ts'
import { bytesPerRow, character, charactersOf, hexRow, moved, offsetDigits, scrollToAll } from '../../src/ui/hex/layout.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { madeLines, pagesOf, scrollTo, shownLines } from '../../src/ui/packets/layout.ts'
import { contentAfter, scrollScale, TALLEST } from '../../src/ui/scrolling.ts'
import type { InTheClear } from '../../src/ui/strip/inTheClear.ts'
import { drawnWindow, lineOf, movedWindow, strip } from '../../src/ui/strip/layout.ts'
import { A, B, flow, fragments, natt } from './sampleReport.ts'

describe('bytes', () => {
  test('as many on a line as fit', () => {
    expect([600, 500, 300, 200].map(width => bytesPerRow(width, 6.9, 4))).toEqual([16, 16, 8, 4])
    expect(charactersOf(8, 4) * 6.9).toBeLessThan(300)
  })
  test('lines cover all bytes once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(4, 8, 16), (length, perRow) => {
        const rows = Array.from({ length: Math.ceil(length / perRow) }, (_, i) => hexRow(i, perRow, length))
        expect(rows.reduce((sum, row) => sum + row.end - row.start, 0)).toBe(length)
        expect(rows.every(row => row.end > row.start && row.end - row.start <= perRow)).toBe(true)
      }),
    )
  })
  test('keys move within the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(),
        (key, length, at) => {
          const to = moved(key, at % length, 8, length)!
          expect(to >= 0 && to < length).toBe(true)
        },
      ),
    )
    expect([
      moved('ArrowDown', 3, 8, 20),
      moved('ArrowUp', 3, 8, 20),
      moved('End', 3, 8, 20),
      moved('x', 3, 8, 20),
      moved('Home', 0, 8, 0),
    ]).toEqual([11, 3, 19, undefined, undefined])
  })
  test('offsets and text', () => {
    expect([offsetDigits(0), offsetDigits(65536), offsetDigits(65537)]).toEqual([4, 4, 5])
    expect([character(0x41), character(0x20), character(0x7f), character(0)]).toEqual(['A', ' ', undefined, undefined])
  })
})

describe('scrolling further than browsers can', () => {
  test('short content is scrolled as it is', () => {
    const scale = scrollScale(5000, 700)
    expect([scale.height, scale.toContent(1234), scale.toScroll(1234)]).toEqual([5000, 1234, 1234])
  })
  test('any length reaches from its first to its last line, and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: TALLEST + 1, max: 2e9 }),
        fc.integer({ min: 300, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, viewport, share) => {
          const scale = scrollScale(total, viewport)
          expect(scale.height).toBe(TALLEST)
          expect(scale.toContent(TALLEST - viewport)).toBeCloseTo(total - viewport, 0)
          expect(scale.toScroll(scale.toContent(share * TALLEST))).toBeCloseTo(share * TALLEST, 3)
        },
      ),
    )
  })
  test('five million packets: the last line can be reached and is where it should be', () => {
    const count = 5_000_000
    const scale = scrollScale(count * 24, 600)
    const end = scale.toContent(TALLEST - 600)
    expect(end + 600).toBeCloseTo(count * 24, 3)
    expect(shownLines(count, end, 600, 24).last).toBe(count)
    const there = scrollTo(4_000_000, 0, 600, 24)!
    const shown = shownLines(count, there, 600, 24)
    expect(shown.first <= 4_000_000 && 4_000_000 < shown.last).toBe(true)
    expect(scrollTo(3, 0, 600, 24)).toBeUndefined()
  })
  test('the chosen line is made wherever the list was scrolled, next to those in view', () => {
    const made = (chosen: number) => madeLines(100, 103, chosen).map(({ index, place }) => [index, place])
    const inView = [100, 101, 102].map(index => [index, index])
    expect([-1, 101].map(made)).toEqual([inView, inView])
    expect(made(2)).toEqual([[2, 99], ...inView])
    expect(made(4_000_000)).toEqual([...inView, [4_000_000, 103]])
    expect(madeLines(0, 0, 2)).toEqual([])
  })
  test('a wheel moves as far in ten million packets as in a hundred; the bar goes where it points', () => {
    const total = 240_000_000
    const { toContent, toScroll } = scrollScale(total, 600)
    expect([toContent(100), toScroll(total - 700)]).toEqual([100, TALLEST - 700])
    const middle = total / 2
    expect(contentAfter(middle, 100, toScroll(middle) + 100, 600, total)).toBe(middle + 100)
    expect(contentAfter(middle, -540, toScroll(middle) - 540, 600, total)).toBe(middle - 540)
    expect(contentAfter(middle, 4_000_000, 8_000_000, 600, total)).toBe(toContent(8_000_000))
    expect(contentAfter(5000, -300, 0, 600, total)).toBe(0)
    expect(contentAfter(total - 700, 500, TALLEST - 200, 600, total)).toBe(total - 600)
  })
  test('pages of a range', () => {
    expect([pagesOf(0, 0), pagesOf(0, 200), pagesOf(199, 401), pagesOf(1000, 1001)]).toEqual([[], [0], [0, 1, 2], [5]])
  })
})

describe('the strip', () => {
  const said = fragments()
  const pair = hostPairs(said, 0)[0]!
  const drawn = strip(happenings(said, 0, pair), pair, 127.630194, 1000, said.traces[0]!.start, false)
  test('lanes hold what happened, at its share of the time', () => {
    expect(drawn.lanes.map(lane => [lane.name, lane.marks.length])).toEqual([
      [`from ${A}`, 8],
      [`from ${B}`, 2],
      ['ICMP', 6],
      ['ESP: none', 0],
    ])
    expect(drawn.lanes[0]!.marks.at(-1)).toMatchObject({ look: 'again', x: 92.157464 / 127.630194 })
    expect(drawn.ticks[0]).toMatchObject({ x: 0, text: '19:29:06 UTC', stands: 'right' })
    expect(drawn.ticks.slice(1).map(tick => tick.text)).toContain('+40 s')
  })
  test('a clock that was set back: the time that it began with stands within the window', () => {
    const before = happenings(said, 0, pair).map(row => ({ ...row, time: row.time - 127 }))
    const { ticks } = strip(before, pair, 1, 1000, said.traces[0]!.start, false)
    expect(ticks[0]).toMatchObject({ text: '19:29:06 UTC', stands: 'left' })
    expect(ticks[0]!.x).toBeGreaterThan(0.9)
    expect(ticks.slice(1).every(({ x }) => x < ticks[0]!.x - 0.11)).toBe(true)
  })
  test('however many messages: not more marks than the width can hold', () => {
    const one = happenings(natt(), 0, hostPairs(natt(), 0)[0]!)[0]!
    const many = Array.from({ length: 50_000 }, (_, i) => ({ ...one, id: `${i}`, time: i / 100 }))
    expect(strip(many, pair, 500, 1000, null, false).lanes[0]!.marks.length).toBeLessThanOrEqual(1000 / 3 + 1)
  })
  test('the heaviest SPIs have a lane that says how dense they are; of all others what touches on the screen is one stretch', () => {
    const heavy = { packets: 99 }
    const flows = [flow('08', A, B, [1, 30], [2, 60], heavy), flow('09', B, A, [1, 30], [2, 60], heavy)]
    const light = [flow('01', A, B, [1, 10], [2, 20]), flow('02', B, A, [3, 10.1], [4, 20.1]), flow('03', A, B, [5, 60], [6, 70])]
    const base = happenings(natt(), 0, { ...hostPairs(natt(), 0)[0]!, flows: [...flows, ...light] })
    const own = base.find(row => row.kind === 'band' && row.flow.spi === '08')!
    const density = new Map([[own.id, { counts: Uint32Array.of(0, 4, 0, 1), span: 100, begins: 0 }]])
    const { lanes } = strip(base, pair, 100, 500, null, false, { density })
    expect(lanes.slice(3).map(lane => lane.name)).toEqual(['ESP 08 →', 'ESP 09 ←', '3 more SPIs'])
    expect(lanes[3]!.marks).toEqual([
      { kind: 'density', x: 0.25, to: 0.5, share: 1 },
      { kind: 'density', x: 0.75, to: 1, share: 0.25 },
    ])
    // Counted in the other capture, which began 20 s later and lasted 40.
    const late = new Map([[own.id, { counts: Uint32Array.of(0, 4, 0, 1), span: 40, begins: 20 }]])
    expect(strip(base, pair, 100, 500, null, false, { density: late }).lanes[3]!.marks).toEqual([
      { kind: 'density', x: 0.3, to: 0.4, share: 1 },
      { kind: 'density', x: 0.5, to: 0.6, share: 0.25 },
    ])
    expect(lanes[4]!.marks).toEqual([{ kind: 'traffic', x: 0.3, to: 0.6, dense: false }])
    expect(lanes[5]!.marks).toEqual([
      { kind: 'traffic', x: 0.1, to: 0.201, dense: false },
      { kind: 'traffic', x: 0.6, to: 0.7, dense: false },
    ])
  })
  test('what was said in the clear: lanes of its own beside IKE; without IKE the two ways are its', () => {
    const clear: InTheClear[] = [
      { from: 'left', counts: Uint32Array.of(0, 2), span: 100, begins: 10 },
      { from: 'right', counts: Uint32Array.of(0, 0), span: 100, begins: 10 },
    ]
    const bar = { kind: 'clear', x: 0.6, to: 1.1, share: 1 }
    const beside = strip(happenings(said, 0, pair), pair, 100, 1000, null, false, { clear })
    const { at } = beside.line
    expect(beside.lanes.slice(4)).toEqual([{ name: 'in the clear →', marks: [{ ...bar, x: at(60), to: at(110) }] }])
    expect(strip([], pair, 100, 1000, null, false, { clear }).lanes.map(lane => [lane.name, lane.marks])).toEqual([
      [`from ${A}`, [bar]],
      [`from ${B}`, []],
      ['ICMP: none', []],
      ['ESP: none', []],
    ])
    expect(strip([], pair, 100, 1000, null, false, { clear, both: [] }).lanes[0]).toEqual({ name: 'A to B', marks: [bar] })
  })
  test('a window stays within the capture', () => {
    expect([
      drawnWindow(10, 12, lineOf(0, 100), 1000),
      drawnWindow(12, 10, lineOf(0, 100), 1000),
      drawnWindow(10, 10.1, lineOf(0, 100), 1000),
      drawnWindow(-5, 120, lineOf(0, 100), 1000),
    ]).toEqual([[10, 12], [10, 12], undefined, undefined])
    expect([
      movedWindow([10, 20], 0, 30, lineOf(0, 100)),
      movedWindow([10, 20], 1, 5, lineOf(0, 100)),
      movedWindow([10, 20], 0, -3, lineOf(0, 100)),
      movedWindow([10, 20], 1, 300, lineOf(0, 100)),
    ]).toEqual([
      [19.8, 20],
      [10, 10.2],
      [0, 20],
      [10, 100],
    ])
  })
})

describe('the inspector', () => {
  test('pieces with the holes between them', () => {
    expect(
      pieceSpans(
        [
          { packet: 9, start: 2960, end: 3312 },
          { packet: 7, start: 0, end: 1480 },
        ],
        3312,
      ),
    ).toEqual({
      spans: [
        { start: 0, end: 1480, packet: 7 },
        { start: 1480, end: 2960 },
        { start: 2960, end: 3312, packet: 9 },
      ],
      length: 3312,
    })
  })
  test('ways to protect, in one line', () => {
    const attributes = {
      'Encryption Algorithm': 'AES-CBC',
      'Key Length': '128',
      'Hash Algorithm': 'SHA2-256',
      'Life Type': 'seconds',
      'Life Duration': '15840',
    }
    expect(transformText({ name: 'KEY_IKE', attributes })).toBe('AES-CBC 128, SHA2-256, for 4 h 24 min')
    const v2: Offer = {
      number: 1,
      protocol: 'IKE',
      transforms: [
        { name: 'ENCR_AES_CBC', attributes: { 'Key Length (in bits)': '128' } },
        { name: 'PRF_HMAC_SHA2_256', attributes: {} },
      ],
    }
    expect(ways(v2, 2)).toEqual(['ENCR_AES_CBC 128, PRF_HMAC_SHA2_256'])
    expect(
      ways(
        {
          ...v2,
          transforms: [
            { name: 'A', attributes },
            { name: 'B', attributes: {} },
          ],
        },
        1,
      ),
    ).toEqual(['AES-CBC 128, SHA2-256, for 4 h 24 min', 'B'])
  })
})

test.each([
  ['in view already', [8, 24], 0, undefined],
  ['above', [0, 8], 36, 0],
  ['below, and so are its last bytes', [32, 48], 0, 36],
  ['more than there is room for: its first line', [16, 160], 0, 36],
  ['the same, with its first line at the top', [16, 160], 36, undefined],
] as const)('bytes %s', (_, [start, end], shown, to) => {
  expect(scrollToAll({ start, end }, 8, 18, shown, 72)).toBe(to)
})
