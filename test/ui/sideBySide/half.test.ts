import { describe, expect, test } from 'vitest'
import type { Flow, Message } from '../../../src/trace/report.ts'
import { bandText } from '../../../src/ui/ladder/marks/BandMark.tsx'
import { sizeText } from '../../../src/ui/ladder/messageWords.ts'
import type { BandRow, FoldRow, MessageRow, Row } from '../../../src/ui/ladder/row.ts'
import { lossesAt } from '../../../src/ui/sideBySide/Gap.tsx'
import { atEnd } from '../../../src/ui/sideBySide/half.ts'
import { hole } from '../../../src/ui/sideBySide/hole.ts'
import { halves } from '../../../src/ui/sideBySide/layout.ts'
import { A, B, exchange, flow, message } from '../sampleReport.ts'

const sent = (copies: readonly (readonly [time: number, packet: number])[], came: readonly (number | undefined)[]): Message => {
  const one = message(['MM5', 'initiator', 2348, [], copies], 500)
  return {
    ...one,
    transmissions: one.transmissions.map((transmission, i) => {
      const [left] = transmission.sightings
      return came[i] === undefined
        ? { ...transmission, fate: 'lost', way: { direction: 'a-to-b', marks: [] } }
        : { ...transmission, fate: 'delivered', sightings: [left!, { ...left!, trace: 1, packets: [came[i]!] }] }
    }),
  }
}

function rowsOf(said: Message): MessageRow[] {
  return said.transmissions.map(({ sightings, fate }, i) => {
    const [a, b] = ([0, 1] as const).map(trace => sightings.find(one => one.trace === trace))
    return {
      kind: 'message',
      id: `MM5 ${i + 1}`,
      time: a!.time,
      packets: a!.packets,
      seen: [a && { packets: a.packets, time: a.time }, b && { packets: b.packets, time: b.time }],
      exchange: exchange({ said: [] }),
      message: said,
      from: 'left',
      end: fate === 'lost' ? 'lost' : 'arrived',
      copy: i + 1,
      copies: said.transmissions.length,
      modified: false,
      complete: true,
      port: 500,
      pieces: [],
    }
  })
}

/** What either half says of a copy that was sent again. */
const again = (row: Row, trace: 0 | 1) => {
  const own = atEnd(row, trace)
  return own?.kind === 'message' ? (own.again ?? own.after) : undefined
}

describe('copies', () => {
  test('are numbered as they were sent, and only those here are taken for known', () => {
    const rows = rowsOf(
      sent(
        [
          [1, 3],
          [3, 4],
          [7, 5],
          [15, 6],
        ],
        [undefined, undefined, 12, 13],
      ),
    )
    expect(rows.map(row => again(row, 0))).toEqual([undefined, 2, 4, 8])
    expect(rows.map(row => again(row, 1))).toEqual([
      undefined,
      undefined,
      '3rd copy, the first 2 did not come',
      'again, 4th copy, 2 before it did not come',
    ])
  })
  test('one between that did not come is named', () => {
    expect(
      again(
        rowsOf(
          sent(
            [
              [1, 3],
              [3, 4],
              [7, 5],
            ],
            [11, undefined, 12],
          ),
        )[2]!,
        1,
      ),
    ).toBe('again, 3rd copy, the 2nd did not come')
  })
  test('what only the other capture lacks is not said to be lost', () => {
    const said = sent(
      [
        [1, 3],
        [3, 4],
      ],
      [undefined, 12],
    )
    const [first, second] = said.transmissions
    const undecided = { ...said, transmissions: [{ ...first!, fate: 'unknown' as const }, second!] }
    expect(again(rowsOf(undecided)[1]!, 1)).toBe('2nd copy, the first is not in this capture')
  })
})

describe('a message in pieces', () => {
  const [whole] = rowsOf(sent([[1, 7]], [3]))
  const piecesOf = (end: 'lost' | 'unknown') =>
    ({
      ...whole!,
      cutAs: 'IP fragments',
      pieces: [
        { packet: 7, label: '0–1479', span: [0, 1480], end: 'arrived', other: 3 },
        { packet: 8, label: '1480–2355', span: [1480, 2356], end },
      ],
    }) satisfies MessageRow
  const size = (row: Row, trace: 0 | 1) => {
    const own = atEnd(row, trace)
    return own?.kind === 'message' ? sizeText(own) : undefined
  }
  test('each half says which it has, and of how many bytes', () => {
    expect(size(piecesOf('lost'), 0)).toBe('2 IP fragments, 2,356 bytes in all, 2,348 of them IKE')
    expect(size(piecesOf('lost'), 1)).toBe('first of 2 IP fragments, 1,480 of 2,356 bytes')
  })
  test('one that was lost has its cross in the gap, one of which nothing is known has none', () => {
    expect(lossesAt(piecesOf('lost'))).toHaveLength(1)
    expect(lossesAt(piecesOf('unknown'))).toEqual([])
    const pieces = (row: Row) => {
      const own = atEnd(row, 1)
      return own?.kind === 'message' ? own.pieces[1] : undefined
    }
    expect(pieces(piecesOf('lost'))).toEqual({ label: '1480–2355', span: [1480, 2356], end: 'lost' })
    expect(pieces(piecesOf('unknown'))).toEqual({ label: '1480–2355', span: [1480, 2356] })
  })
})

describe('protected traffic', () => {
  const at = (trace: 0 | 1, more: Partial<Flow> = {}): Flow => flow('c3c4f95a', A, B, [17, 8], [71, 18], { trace, ...more })
  const band = (more: Partial<BandRow> = {}): BandRow => ({
    kind: 'band',
    id: 'flow',
    time: 8,
    packets: [17, 71],
    seen: [
      { packets: [17, 71], time: 8 },
      { packets: [19, 82], time: 8 },
    ],
    flow: at(0, { packets: 25 }),
    from: 'left',
    arrived: at(1, { packets: 22, missing: 3 }),
    ...more,
  })
  const text = (row: Row, trace: 0 | 1) => {
    const own = atEnd(row, trace)
    return own?.kind === 'band' ? bandText(own) : undefined
  }
  test('each half counts its own; what was lost is said where it did not come', () => {
    const row = band({ sent: 25, lost: 3 })
    expect([text(row, 0), text(row, 1)]).toEqual(['25 packets, 10.0 s', '22 packets, 3 lost on the way, 10.0 s'])
  })
  test('what a router refused is said at the sender, whom it told; the receiver only misses it', () => {
    const row = (lost: number) => band({ sent: 25, lost, refused: 1, arrived: at(1, { packets: 24, missing: 1 }) })
    expect([text(row(1), 0), text(row(1), 1)]).toEqual(['25 packets, 1 refused on the way, 10.0 s', '24 packets, 1 missing, 10.0 s'])
    expect(text(row(3), 1)).toBe('24 packets, 2 lost on the way, 10.0 s')
  })
  test('what was changed is said where it came', () => {
    const row = band({ changed: 7, arrived: at(1, { packets: 25, missing: 1 }) })
    expect([text(row, 0), text(row, 1)]).toEqual(['25 packets, 10.0 s', '25 packets, 7 changed on the way, 10.0 s'])
  })
  test('a half without any of it says so, and how many left', () => {
    const row = band({ sent: 25, lost: 25, seen: [{ packets: [17, 71], time: 8 }, undefined] })
    expect(atEnd(row, 1)).toBeUndefined()
    expect(hole(row, 1)).toEqual({ says: '25 packets left A; none came to B', lost: true })
  })
})

test('a fold has in each half the copies and errors of that capture', () => {
  const copies = rowsOf(
    sent(
      [
        [0, 3],
        [4, 4],
        [11, 5],
        [24, 6],
        [47, 7],
      ],
      [10, 11, undefined, 12, undefined],
    ),
  )
  const fold: FoldRow = {
    kind: 'fold',
    id: 'fold',
    time: 11,
    packets: [5, 6, 7],
    seen: [
      { packets: [5, 6, 7], time: 11 },
      { packets: [12], time: 24 },
    ],
    message: copies[0]!.message,
    from: 'left',
    open: false,
    sent: copies,
    shown: 2,
    errors: [],
    gaveUp: true,
    fate: '2 lost on the way',
    inside: { copies, errors: [] },
  }
  const [left, right] = [atEnd(fold, 0), atEnd(fold, 1)] as FoldRow[]
  expect([left!.sent.length, left!.fate]).toEqual([5, undefined])
  expect([right!.sent.map(({ packets }) => packets[0]), right!.shown, right!.fate]).toEqual([[10, 11, 12], 2, '2 lost on the way'])
  const none: FoldRow = {
    ...fold,
    seen: [fold.seen![0], undefined],
    inside: { copies: copies.map(one => ({ ...one, end: 'lost' })), errors: [] },
  }
  expect(hole(none, 1)).toEqual({ says: '3 more copies of MM5 left A; none came to B', lost: true })
})

test('two halves, the clock between them, whatever the width', () => {
  for (const width of [500, 680, 1300, 2400]) {
    const { a, b, clock } = halves(width, 1)
    expect([a.left > 60, a.right < clock, clock < b.left, b.right - b.left === a.right - a.left]).toEqual([true, true, true, true])
  }
})
