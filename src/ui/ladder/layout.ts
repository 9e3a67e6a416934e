import { each, type Slices, whole } from '../slices.ts'
import { isClock, type TimeFormat } from '../time.ts'
import type { Row, Side } from './row.ts'

// Where things stand in a ladder. All numbers are px for a text size of 1 and are multiplied by `u`, the text size.
// Rows follow each other evenly; time is told in words, and the strip below the ladder keeps it to scale. The lifelines
// stand at `left` and `right`; the network is the lane between 36 % and 64 % of the way. An arrow whose arrival nobody
// saw stops in the middle, a lost packet has its cross at 41 % of its way, a router stands at 44 %.

/** Where the lifelines and the network lane stand, in px. */
export interface Geometry {
  readonly width: number
  readonly u: number
  readonly left: number
  readonly right: number
  /** Network lane. */
  readonly from: number
  readonly to: number
}

const GUTTER_LEFT = 122
const GUTTER_RIGHT = 106
/** The right gutter gives way when the lifelines would come closer than this. */
const COMFORTABLE_SPAN = 400
const NARROWEST_GUTTER = 24
const WIDEST = 1060
const NARROWEST_SPAN = 190

/**
 * Width of the left gutter for packet numbers of so many digits and the times beside them.
 * @param furthest the time furthest from 0: a day and more takes more room
 */
export function gutterWidth(digits: number, times: TimeFormat, furthest = 0): number {
  const numbers = Math.max(42, (2 * digits + 1) * DIGIT + 11)
  const seconds = Math.max(58, furthest.toFixed(3).length * DIGIT)
  return Math.max(GUTTER_LEFT, 12 + numbers + (times === 'utc' ? 122 : isClock(times) ? 84 : seconds) + 14)
}

/** Width of a digit of the times. */
const DIGIT = 6.3

/** The ladder in a pane of that width. @param right of the right gutter, where it holds numbers too */
export function geometry(width: number, u: number, gutter: number, right?: number): Geometry {
  const figure = Math.min(width, WIDEST * u)
  const left = (width - figure) / 2 + gutter * u
  const rest = figure - gutter * u
  const beside = right === undefined ? Math.min(GUTTER_RIGHT * u, Math.max(NARROWEST_GUTTER * u, rest - COMFORTABLE_SPAN * u)) : right * u
  const span = Math.max(rest - beside, NARROWEST_SPAN * u)
  return { width: Math.max(width, left + span + beside), u, left, right: left + span, from: left + 0.36 * span, to: left + 0.64 * span }
}

/** Point that lies that share of the way from a side to the other one. */
export function along({ left, right }: Geometry, from: Side, share: number): number {
  return from === 'left' ? left + share * (right - left) : right - share * (right - left)
}

/** How far from each other the arrows of one message's pieces lie. */
export const FAN_STEP = 21
/** So many pieces are drawn; of more the first and the last, with the rest as a number. */
export const FAN_DRAWN = 6

/** Height of a row. */
export function heightOf(row: Row): number {
  switch (row.kind) {
    case 'start':
      return row.again ? 28 : 40
    case 'port':
      return 40
    case 'single':
      return 45
    case 'message':
      return row.pieces.length > 1 ? 34 + FAN_STEP * (Math.min(row.pieces.length, FAN_DRAWN) - 1) + 20 : 45
    case 'fold':
      return row.open ? 34 : 34 + (row.errors.length > 0 ? 76 : 50)
    case 'pause':
      return 25
    case 'icmp':
      return 44
    case 'band':
      return 32
    case 'rest':
    case 'keepalive':
      return 32
    case 'context':
      return 30
    case 'due':
      return 36
    case 'edge':
      return 46
    case 'note':
      return 30
  }
}

/** Rows with their places from the top. `offsets[i]` is the top of row i; the last entry is the end of all. */
export interface Layout {
  readonly rows: readonly Row[]
  readonly offsets: Float64Array
  readonly indexOf: ReadonlyMap<string, number>
  readonly ties: readonly Tie[]
}

/** A curve from an ICMP error to the row that carries the packet it quotes; indexes of rows. */
export interface Tie {
  readonly from: number
  readonly to: number
  readonly side: Side
}

/** Lays rows out one below the other. */
export function layout(rows: readonly Row[], u: number): Layout {
  return whole(laidOut(rows, u))
}

/** The same in slices. */
export function* laidOut(rows: readonly Row[], u: number): Slices<Layout> {
  const offsets = new Float64Array(rows.length + 1)
  const indexOf = new Map<string, number>()
  yield* each(rows, (row, i) => {
    offsets[i + 1] = offsets[i]! + heightOf(row) * u
    indexOf.set(row.id, i)
  })
  const ties: Tie[] = []
  yield* each(rows, (row, from) => {
    const to = row.kind === 'icmp' && row.quotes !== undefined ? indexOf.get(row.quotes) : undefined
    if (row.kind === 'icmp' && to !== undefined) ties.push({ from, to, side: row.to })
  })
  return { rows, offsets, indexOf, ties }
}

/** Rows [first, last) that a window of the ladder shows, with `over` px more on both sides. */
export function visible({ offsets }: Layout, top: number, height: number, over = 0): readonly [number, number] {
  const count = offsets.length - 1
  const first = Math.min(rowAt(offsets, top - over), count)
  return [first, Math.min(count, rowAt(offsets, top + height + over) + 1)]
}

/** Index of the row at a height; the first row's for what lies above it, the last one's for what lies below. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0
  let high = Math.max(0, offsets.length - 2)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (offsets[middle]! <= y) low = middle
    else high = middle - 1
  }
  return low
}

/** Rows that can be selected: something on the wire stands behind them. */
export function selectable(row: Row): boolean {
  return row.packets.length > 0
}

/** Packets that something rests on, of A and of B. */
export type Cited = readonly [a: ReadonlySet<number>, b: ReadonlySet<number>]

/** Packets of a row in one trace. */
export function packetsIn(row: Row, trace: 0 | 1): readonly number[] {
  return row.seen ? (row.seen[trace]?.packets ?? []) : row.packets
}

/** Whether a row shows a packet that is cited; `trace` is the one shown, where not both are. */
export function isCited(row: Row, cited: Cited, trace: 0 | 1): boolean {
  const hit = (one: 0 | 1) => cited[one].size > 0 && packetsIn(row, one).some(packet => cited[one].has(packet))
  return row.seen ? hit(0) || hit(1) : hit(trace)
}

/** The nearest selectable row in a direction from `index`; undefined at the end. */
export function step(rows: readonly Row[], index: number, by: 1 | -1): number | undefined {
  for (let i = index + by; i >= 0 && i < rows.length; i += by) if (selectable(rows[i]!)) return i
  return undefined
}

/** The row that shows a packet: the one that carries it alone before one that folds it away. */
export function rowOfPacket(rows: readonly Row[], trace: 0 | 1, packet: number): Row | undefined {
  return rowNaming(rows, trace, packet) ?? carriers(rows).keepalives.find(row => spans(row, trace, packet))
}

/** The row that has a packet by its number, not only between its first and its last. */
export function rowNaming(rows: readonly Row[], trace: 0 | 1, packet: number): Row | undefined {
  return carriers(rows).byPacket[trace].get(packet)
}

/** Whether a packet lies between the first and the last one of a band. Which band it is of, its number does not tell. */
export function isAmongBands(rows: readonly Row[], trace: 0 | 1, packet: number): boolean {
  return rows.some(row => row.kind === 'band' && spans(row, trace, packet))
}

function spans(row: Row, trace: 0 | 1, packet: number): boolean {
  const packets = packetsIn(row, trace)
  return (packets[0] ?? 0) <= packet && packet <= (packets.at(-1) ?? -1)
}

interface Carriers {
  readonly byPacket: readonly [ReadonlyMap<number, Row>, ReadonlyMap<number, Row>]
  readonly keepalives: readonly Row[]
}

const carriersOf = new WeakMap<readonly Row[], Carriers>()

/** Which row carries which packet, worked out once for a list of rows, when it is first asked for. */
function carriers(rows: readonly Row[]): Carriers {
  const known = carriersOf.get(rows)
  if (known) return known
  const alone = new Map<number, Row>()
  const byPacket = rows.some(row => row.seen) ? ([new Map<number, Row>(), new Map<number, Row>()] as const) : ([alone, alone] as const)
  for (const row of rows)
    for (const trace of byPacket[0] === byPacket[1] ? ([0] as const) : ([0, 1] as const))
      for (const packet of packetsIn(row, trace)) {
        const other = byPacket[trace].get(packet)
        if (!other || rankOf(row) < rankOf(other)) byPacket[trace].set(packet, row)
      }
  const made = { byPacket, keepalives: rows.filter(row => row.kind === 'keepalive') }
  carriersOf.set(rows, made)
  return made
}

/** Rows that stand for a single packet come first, then folds, then those that stand for many. */
function rankOf({ kind }: Row): 0 | 1 | 2 {
  return kind === 'fold' ? 1 : kind === 'band' || kind === 'keepalive' ? 2 : 0
}
