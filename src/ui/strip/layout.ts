import { scaleLinear } from 'd3'
import { counted } from '../../text/figures.ts'
import type { StripSpan } from '../../trace/report.ts'
import { type Cited, isCited } from '../ladder/layout.ts'
import type { Row, Side } from '../ladder/row.ts'
import { clock } from '../time.ts'
import { type Density, densityLane, laned } from './density.ts'
import { clearLanes, type InTheClear } from './inTheClear.ts'
import { lanesOfBoth } from './lanesOfBoth.ts'

/** What one line of the strip is about. */
export interface StripLane {
  readonly name: string
  readonly marks: readonly StripMark[]
}

/** A mark at a share of the width; `to`: a stretch. */
export type StripMark =
  | { readonly kind: 'message'; readonly x: number; readonly from: Side; readonly look: 'fine' | 'again' | 'unknown' | 'lost' | 'refused' }
  | { readonly kind: 'icmp' | 'keepalive'; readonly x: number }
  | { readonly kind: 'traffic'; readonly x: number; readonly to: number; readonly dense: boolean }
  | { readonly kind: 'density' | 'clear'; readonly x: number; readonly to: number; readonly share: number }
  | { readonly kind: 'share'; readonly x: number; readonly to: number; readonly share: number; readonly isDoubtful?: boolean }
  | { readonly kind: 'delay'; readonly x: number; readonly to: number; readonly low: number; readonly high: number }

/** The whole line of time with its marks. */
export interface Strip {
  readonly lanes: readonly StripLane[]
  readonly ticks: readonly Tick[]
  readonly line: Line
}

/** The line's time. It begins before 0 where the other trace began before A's, on whose clock both are. */
export interface Line {
  /** Seconds. */
  readonly begin: number
  readonly end: number
  /** Share of the width at which a time lies. */
  readonly at: (time: number) => number
}

/** A line from one time to a later one. */
export function lineOf(begin: number, end: number): Line {
  return { begin, end, at: time => (time - begin) / (end - begin) }
}

/** Seconds that even an empty capture is long, so that there is something to divide by. */
const SHORTEST = 1e-3

/** Marks of one lane that may lie on one px; of more the weightiest is kept. */
const CLOSEST = 3
const weight = { fine: 0, again: 1, unknown: 2, refused: 3, lost: 4 }

/** What is known beside the rows. */
export interface Beside {
  /** With two traces: loss and delay over time. */
  readonly both?: readonly StripSpan[]
  /** By sender: nobody knows which of the missing packets were lost. */
  readonly doubtful?: readonly [boolean, boolean]
  /** Of SPIs over time. */
  readonly density?: Density
  readonly clear?: readonly InTheClear[]
}

/** The whole capture to the scale of time, for a line of that width in px. */
export function strip(
  rows: readonly Row[],
  hosts: { readonly left: string; readonly right: string },
  span: number,
  width: number,
  start: string | null,
  local: boolean,
  { both, doubtful, density = new Map(), clear = [] }: Beside = {},
): Strip {
  const line = lineOf(Math.min(0, rows[0]?.time ?? 0), Math.max(span, rows.at(-1)?.time ?? 0, SHORTEST))
  const { at } = line
  const toLeft = new Thinned(width)
  const toRight = new Thinned(width)
  const icmp = new Thinned(width)
  const keepalives = new Thinned(width)
  const { own, others: lesser } = laned(rows)
  const spis = own.map(band => densityLane(band, density.get(band.id), line))
  const traffic: StripMark[] = []
  for (const row of rows) {
    const x = at(row.time)
    if (row.kind === 'message') {
      const look = row.end === 'lost' || row.end === 'refused' ? row.end : row.copy > 1 ? 'again' : 'fine'
      const lane = row.from === 'left' ? toRight : toLeft
      if (lane.takes(x, weight[look])) lane.add({ kind: 'message', x, from: row.from, look }, weight[look])
    } else if (row.kind === 'icmp') icmp.add({ kind: 'icmp', x })
    else if (row.kind === 'keepalive') keepalives.add({ kind: 'keepalive', x })
  }
  for (const { time, flow } of lesser) {
    const { packets, firstTime = 0, lastTime = firstTime } = flow
    const to = at(time + lastTime - firstTime)
    traffic.push({ kind: 'traffic', x: at(time), to, dense: packets / Math.max(lastTime - firstTime, 1) > 20 })
  }
  const rest = traffic.length > 0 ? [{ name: counted(traffic.length, 'more SPI'), marks: merged(traffic, width) }] : []
  // Where there is nothing but traffic in the clear, the two ways are its own.
  const isBare = toLeft.marks.length + toRight.marks.length + own.length === 0 && clear.length > 0
  const names = both ? { left: 'A to B', right: 'B to A' } : { left: fromOf(hosts.left), right: fromOf(hosts.right) }
  const messages = [
    { name: names.left, marks: toRight.marks },
    { name: names.right, marks: toLeft.marks },
  ]
  const ways = isBare ? clearLanes(clear, line, names) : messages
  const others = isBare ? [] : clearLanes(clear, line)
  if (both) {
    const lanes = [...ways, ...lanesOfBoth(icmp.marks, both, line, doubtful), ...spis, ...rest, ...others]
    return { lanes, ticks: ticks(line, width, start, local), line }
  }
  const lanes = [
    // Without IKE and IPsec there are no two hosts to speak of.
    ...ways.filter(({ name }) => name !== ''),
    {
      name: icmp.marks.length > 0 ? 'ICMP' : keepalives.marks.length > 0 ? 'keepalive' : 'ICMP: none',
      marks: icmp.marks.length > 0 ? icmp.marks : keepalives.marks,
    },
    ...(spis.length > 0 ? spis : [{ name: 'ESP: none', marks: [] }]),
    ...rest,
    ...others,
  ]
  return { lanes, ticks: ticks(line, width, start, local), line }
}

/** Shares of the width at which cited packets lie, no two of them on one px. */
export function citedAt(rows: readonly Row[], cited: Cited, trace: 0 | 1, line: Line, width: number): number[] {
  const all: number[] = []
  if (cited[0].size + cited[1].size === 0) return all
  for (const row of rows) {
    const x = line.at(row.time)
    if ((all.length === 0 || (x - all.at(-1)!) * width >= CLOSEST) && isCited(row, cited, trace)) all.push(x)
  }
  return all
}

/** Letters of an address beside which "from" has room, and of the longest that is whole. */
const SHORT = 13
const WHOLE = 15

function fromOf(address: string): string {
  if (address.length <= SHORT || !/^[0-9a-f:.]+$/i.test(address)) return address === '' ? '' : `from ${address}`
  // Of a long one the end tells hosts of one network apart.
  return address.length <= WHOLE ? address : `…${address.slice(1 - WHOLE)}`
}

/** Marks of a lane in the order of time, of those that lie on one px only the weightiest. */
class Thinned {
  readonly marks: StripMark[] = []
  private readonly width: number
  private last = 0
  private heaviest = 0
  constructor(width: number) {
    this.width = width
  }

  /** Whether a mark at that share of the width would be kept, or take the place of the last one. */
  takes(x: number, weight = 0): boolean {
    return this.marks.length === 0 || (x - this.last) * this.width >= CLOSEST || weight > this.heaviest
  }

  add(mark: StripMark, weight = 0): void {
    if (!this.takes(mark.x, weight)) return
    if (this.marks.length > 0 && (mark.x - this.last) * this.width < CLOSEST) this.marks.pop()
    this.marks.push(mark)
    this.last = mark.x
    this.heaviest = weight
  }
}

/** Stretches that touch on the screen become one. */
function merged(marks: readonly StripMark[], width: number): StripMark[] {
  const kept: StripMark[] = []
  for (const mark of marks) {
    const last = kept.at(-1)
    if (mark.kind !== 'traffic') continue
    if (last?.kind === 'traffic' && mark.dense === last.dense && (mark.x - last.to) * width < 1)
      kept[kept.length - 1] = { ...last, to: Math.max(last.to, mark.to) }
    else kept.push(mark)
  }
  return kept
}

/** A time below the line, and on which side of its stroke the text stands: the clock's beside it, within the window. */
interface Tick {
  readonly x: number
  readonly text: string
  readonly stands: 'right' | 'below' | 'left'
}

/** Px at text size 1 that the clock's time takes. */
const CLOCK = 110

function ticks({ begin, end, at }: Line, width: number, start: string | null, local: boolean): Strip['ticks'] {
  const began = clock(start, 0, 0)
  const left = (1 - at(0)) * width < CLOCK - 24
  const zero: Tick = { x: at(0), text: began ? `${began}${local ? ' local' : ' UTC'}` : '0 s', stands: left ? 'left' : 'right' }
  const [divisor, unit] =
    end > 3 * 86400 ? [86400, 'd'] : end > 3 * 3600 ? [3600, 'h'] : end > 600 ? [60, 'min'] : end < 0.05 ? [0.001, 'ms'] : [1, 's']
  if (end - begin <= SHORTEST) return [zero]
  const scale = scaleLinear([begin / divisor, end / divisor], [0, 1])
  const count = Math.max(2, Math.min(8, Math.floor(width / 140)))
  const others = scale
    .ticks(count)
    .filter(tick => {
      const right = (scale(tick) - zero.x) * width
      return (right > (left ? 24 : CLOCK) || right < (left ? -CLOCK : -24)) && scale(tick) * width > 24 && scale(tick) * width < width - 24
    })
    .map((tick): Tick => ({ x: scale(tick), text: `${tick > 0 ? '+' : '−'}${Math.abs(tick)} ${unit}`, stands: 'below' }))
  return [zero, ...others]
}

/** Where a window's edge goes when it is moved; it keeps within the capture and off the other edge. */
export function movedWindow(window: readonly [number, number], edge: 0 | 1, to: number, { begin, end }: Line): readonly [number, number] {
  const least = (end - begin) / 500
  return edge === 0
    ? [Math.max(begin, Math.min(to, window[1] - least)), window[1]]
    : [window[0], Math.min(end, Math.max(to, window[0] + least))]
}

/** A window that was drawn; undefined when it is too narrow to be meant, or all of the capture. */
export function drawnWindow(from: number, to: number, { begin, end, at }: Line, width: number): readonly [number, number] | undefined {
  const [low, high] = from < to ? [from, to] : [to, from]
  if ((at(high) - at(low)) * width < 6) return undefined
  return low <= begin && high >= end ? undefined : [Math.max(begin, low), Math.min(end, high)]
}
