import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counted, ordinal } from '../../src/text/figures.ts'
import { foldFigure } from '../../src/ui/ladder/figure.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { cut, fitting, packetRange, payloadTexts } from '../../src/ui/ladder/label.ts'
import {
  along,
  geometry,
  gutterWidth,
  heightOf,
  layout,
  rowAt,
  rowOfPacket,
  selectable,
  step,
  visible,
} from '../../src/ui/ladder/layout.ts'
import { drawnPieces } from '../../src/ui/ladder/marks/MessageMark.tsx'
import type { FoldRow, Row } from '../../src/ui/ladder/row.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { ladderFigure } from '../../src/ui/picture/figure.ts'
import { fragments, natt } from './sampleReport.ts'

const measure = (text: string, strong: boolean) => text.length * (strong ? 8 : 7)

function rowsOf(said = natt()): Row[] {
  const pair = hostPairs(said, 0)[0]!
  return arrange(happenings(said, 0, pair), pair, { trace: said.traces[0]!, open: new Set() })
}

describe('places', () => {
  test('lifelines keep their gutters, the lane lies between them, at every width and text size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), fc.double({ min: 0.8, max: 2, noNaN: true }), (width, u) => {
        const g = geometry(width, u, gutterWidth(1, 'start'))
        expect(g.left).toBeGreaterThanOrEqual(gutterWidth(1, 'start') * u - 1e-6)
        expect(g.right - g.left).toBeGreaterThanOrEqual(190 * u - 1e-6)
        expect(g.width - g.right).toBeGreaterThanOrEqual(24 * u - 1e-6)
        expect(g.left < g.from && g.from < g.to && g.to < g.right).toBe(true)
        expect(along(g, 'left', 0)).toBe(g.left)
        expect(along(g, 'right', 0)).toBe(g.right)
        expect(along(g, 'left', 0.3) + along(g, 'right', 0.3)).toBeCloseTo(g.left + g.right)
      }),
    )
  })

  test('the gutter has room for times of many days; what fits anyway leaves it as it is', () => {
    const room = (furthest: number) => gutterWidth(3, 'start', furthest)
    expect([room(9999), room(-999)]).toEqual([room(0), room(0)])
    expect(room(-999998402.839) - room(0)).toBeGreaterThan(5 * 6)
    expect(gutterWidth(3, 'clock', -999998402.839)).toBe(gutterWidth(3, 'clock'))
  })

  test('and the ladder of a capture of weeks takes it', () => {
    const lifeline = (days: number) => {
      const said = natt()
      const times = { start: '2026-01-01T00:00:00Z', end: new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString() }
      const report = { ...said, traces: [{ ...said.traces[0]!, ...times }] }
      return ladderFigure(report, 0, hostPairs(report)[0]!, layout([], 1)).d.g.left
    }
    expect(lifeline(0.5)).toBe(lifeline(0))
    expect(lifeline(120) - lifeline(0)).toBeGreaterThan(5)
  })

  test('rows lie one below the other', () => {
    const rows = rowsOf()
    const { offsets } = layout(rows, 1.5)
    rows.forEach((row, i) => {
      expect(offsets[i + 1]! - offsets[i]!).toBeCloseTo(heightOf(row) * 1.5)
    })
  })

  test('what is visible covers the window, and not much more', () => {
    const all = layout(rowsOf(), 1)
    const total = all.offsets.at(-1)!
    fc.assert(
      fc.property(fc.double({ min: 0, max: total, noNaN: true }), fc.integer({ min: 1, max: 2000 }), (top, height) => {
        const [first, last] = visible(all, top, height)
        expect(all.offsets[first]!).toBeLessThanOrEqual(top)
        expect(all.offsets[last]!).toBeGreaterThanOrEqual(Math.min(total, top + height) - 1e-9)
        if (first + 1 < last) expect(all.offsets[first + 1]!).toBeGreaterThan(top)
      }),
    )
    expect(rowAt(all.offsets, -5)).toBe(0)
    expect(rowAt(all.offsets, total + 5)).toBe(all.rows.length - 1)
    expect(visible(layout([], 1), 0, 500)).toEqual([0, 0])
  })

  test('100,000 rows are laid out and looked into without a wait', () => {
    const one = rowsOf().find(row => row.kind === 'message')!
    const many = Array.from({ length: 100_000 }, (_, i) => ({ ...one, id: `row ${i}` }))
    const began = performance.now()
    const all = layout(many, 1)
    for (let i = 0; i < 1000; i++) visible(all, i * 4000, 900)
    expect(performance.now() - began).toBeLessThan(1500)
    expect(all.offsets.at(-1)).toBe(4_500_000)
  })
})

describe('ways through the rows', () => {
  const rows = rowsOf()
  const walked = (from: number, by: 1 | -1): string[] => {
    const next = step(rows, from, by)
    return next === undefined ? [] : [rows[next]!.id, ...walked(next, by)]
  }
  test('steps visit every row with a packet once, in both directions', () => {
    const forward = walked(-1, 1)
    expect(forward).toEqual(rows.filter(selectable).map(row => row.id))
    expect(walked(rows.length, -1).reverse()).toEqual(forward)
  })
  test('every packet of a row leads back to a row that holds it', () => {
    for (const row of rowsOf(fragments()))
      for (const packet of row.packets) expect(rowOfPacket(rowsOf(fragments()), 0, packet)?.packets).toContain(packet)
    expect(rowOfPacket(rows, 0, 1)).toBeUndefined()
  })
  test('ties join an error to the row that it quotes', () => {
    const all = layout(rowsOf(fragments()), 1)
    expect(all.ties.map(({ from, to, side }) => [all.rows[from]!.packets, all.rows[to]!.packets, side])).toEqual([
      [[19], [7, 8], 'left'],
      [[20], [11, 12], 'left'],
    ])
  })
})

describe('labels', () => {
  test.each([
    [['SA', 'VID', 'VID'], 'SA, VID ×2'],
    [['KE', 'Nonce', 'NAT-D', 'NAT-D'], 'KE, Nonce, NAT-D ×2'],
    [[], ''],
  ])('%j is %s', (payloads, text) => expect(payloadTexts(payloads).join(', ')).toBe(text))

  test('payloads are dropped from the end until they fit', () => {
    const texts = ['SA', 'KE', 'Nonce', 'VID ×12']
    expect(fitting(texts, 1000, measure)).toBe('SA, KE, Nonce, VID ×12')
    expect(fitting(texts, 100, measure)).toBe('SA, KE …')
    expect(fitting(texts, 10, measure)).toBe('')
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 9 })), fc.integer({ min: 0, max: 500 }), (all, room) => {
        const text = fitting(all, room, measure)
        expect(text === '' || measure(text, false) <= room).toBe(true)
      }),
    )
  })

  test('of a text as many parts as fit; of the first that does not as much', () => {
    expect(cut('2 IP fragments, 2,356 bytes in all, 2,348 of them IKE', 1000, measure)).toBe(
      '2 IP fragments, 2,356 bytes in all, 2,348 of them IKE',
    )
    expect(cut('396 bytes, changed on the way', 150, measure)).toBe('396 bytes …')
    const short = cut('2 IP fragments, 2,356 bytes in all, 2,348 of them IKE', 100, measure)
    expect(short).toMatch(/^2 IP.*…$/)
    expect(measure(short, false)).toBeLessThanOrEqual(100)
  })

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
    [102, '102nd'],
    [111, '111th'],
  ])('%i is %s', (n, text) => expect(ordinal(n)).toBe(text))

  test('counts and ranges', () => {
    expect([counted(1, 'packet'), counted(1204, 'packet'), packetRange([7]), packetRange([7, 8]), packetRange([])]).toEqual([
      '1 packet',
      '1,204 packets',
      '7',
      '7–8',
      '',
    ])
  })
})

describe('figures', () => {
  const fold = rowsOf(fragments()).find((row): row is FoldRow => row.kind === 'fold')!
  test('a fold draws copies and errors to the scale of time', () => {
    const figure = foldFigure(fold, 100, 500, 1)
    const scale = 400 / (122.517368 - 2.524774)
    expect(figure.copies.map(copy => copy.drawnAbove)).toEqual([true, true, false, false, false, false])
    expect(figure.copies[3]!.x).toBeCloseTo(100 + (26.732394 - 2.524774) * scale)
    expect(figure.errors.map(error => error.copy && Math.round((error.x - error.copy) / scale))).toEqual([31, 30, 31, 30])
    expect(figure.gaps.map(gap => gap.seconds.toFixed(1))).toEqual(['13.0', '23.4', '42.0'])
  })
  test('a narrow fold has as many times as stand beside each other', () => {
    for (const width of [60, 100, 200, 400]) {
      const at = foldFigure(fold, 0, width, 1).ticks.map(({ x }) => x)
      expect(at.length).toBeGreaterThan(0)
      for (const [i, x] of at.slice(1).entries()) expect(x - at[i]!).toBeGreaterThanOrEqual(36)
    }
  })
  test('thousands of copies stay a few marks', () => {
    const sent = Array.from({ length: 5000 }, (_, i) => ({ time: i, packets: [i + 1] }))
    const figure = foldFigure({ ...fold, sent, errors: [] }, 0, 400, 1)
    expect(figure.copies.length).toBeLessThanOrEqual(120)
    expect(figure.gaps).toEqual([])
  })
  test('of many pieces the first and the last are drawn', () => {
    const pieces = Array.from({ length: 45 }, (_, i) => ({ packet: i, label: `${i}` }))
    const drawn = drawnPieces(pieces)
    expect(drawn).toHaveLength(6)
    expect(drawn.map(piece => (typeof piece === 'number' ? piece : 1)).reduce((a, b) => a + b)).toBe(45)
    expect(drawnPieces(pieces.slice(0, 6))).toHaveLength(6)
  })
})
