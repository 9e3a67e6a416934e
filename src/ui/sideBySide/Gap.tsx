import { type Drawing, heading } from '../ladder/drawing.ts'
import { packetRange } from '../ladder/label.ts'
import { FAN_STEP } from '../ladder/layout.ts'
import { lostOf } from '../ladder/marks/BandMark.tsx'
import { drawnPieces } from '../ladder/marks/MessageMark.tsx'
import type { Row, Side } from '../ladder/row.ts'
import { duration, gutterTime } from '../time.ts'

interface GapProps {
  readonly d: Drawing
  /** Its middle. */
  readonly x: number
  readonly row: Row
  readonly previous?: number
  readonly between?: Drawing['between']
  /** Translations that are first seen in a row, by A's packet number. */
  readonly translated?: ReadonlyMap<number, string>
  /** Captures that have nothing more to say, which leaves the row to the other one. */
  readonly shut: readonly [boolean, boolean]
}

/** Between the halves: the common time, at the height of the row's numbers, and below it what became of it on the way. */
export function Gap({ d, x, row, previous, between, translated, shut }: GapProps) {
  const { u } = d.g
  const atR = between && betweenText(row, between)
  const y = baseline(row)
  const time = timeOf(row)
  const ends = row.kind === 'edge' && !shut[0] && !shut[1] && row.ends && Math.abs(row.ends[0] - row.ends[1]) >= MILLISECOND
  const nat = row.seen?.[0]?.packets.map(packet => translated?.get(packet)).find(Boolean)
  const until = untilOf(row)
  const delay = 'delay' in row ? row.delay : undefined
  return (
    <>
      {row.kind === 'pause' ? (
        <text className="s m" x={x} y={16.5 * u}>
          {row.meanwhile === undefined ? duration(row.seconds) : `${row.meanwhile} ${duration(row.seconds)}`}
        </text>
      ) : ends ? (
        row.ends?.map((end, trace) => (
          <text key={String(trace)} className="s m" x={x} y={(20 + 14 * trace) * u}>
            {`${'AB'[trace]} ${gutterTime(d.times, end, previous, d.start)}`}
          </text>
        ))
      ) : (
        time !== undefined && (
          <text className="s m" x={x} y={y * u}>
            {gutterTime(d.times, time, previous, d.start)}
          </text>
        )
      )}
      {until !== undefined && until > row.time && (
        <text className="s m" x={x} y={(y + 14.5) * u}>
          {`to ${gutterTime(d.times === 'previous' ? 'start' : d.times, until, undefined, d.start)}`}
        </text>
      )}
      {atR ? (
        <text className={`s m mono${atR.lost ? ' tl' : ''}`} x={x} y={(y + 14) * u}>
          {atR.says}
        </text>
      ) : (
        <>
          {'from' in row && row.from && lossesAt(row).map(at => <Lost key={at} x={x} y={at * u} from={row.from!} u={u} />)}
          {nat !== undefined && (
            <text className={delay === undefined ? 's2 m n' : 's2 e n'} x={delay === undefined ? x : x - 15 * u} y={(y + 14.5) * u}>
              <title>{`Seen translated from here on: ${nat}`}</title>
              NAT
            </text>
          )}
          {'delay' in row && delay !== undefined && (
            <text className={nat === undefined ? 's m' : 's'} x={nat === undefined ? x : x - 10 * u} y={(y + 14.5) * u}>
              <title>{`From leaving ${row.from === 'right' ? 'B' : 'A'}’s capture to arriving in ${row.from === 'right' ? 'A' : 'B'}’s, on one clock. Told only where it is well above the error of the clocks.`}</title>
              {row.from === 'right' ? `← ${duration(delay)}` : `${duration(delay)} →`}
            </text>
          )}
        </>
      )}
    </>
  )
}

const MILLISECOND = 0.001

/** Heights in a row, px, at which something is shown to have been lost on the way. */
export function lossesAt(row: Row): readonly number[] {
  if (row.kind === 'message' && row.pieces.length > 1)
    return drawnPieces(row.pieces)
      .flatMap((piece, i) => (typeof piece === 'object' && piece.end === 'lost' ? [Math.max(29 + i * FAN_STEP, 44)] : []))
      .slice(0, 3)
  if (row.kind === 'band') return lostOf(row) > 0 ? [baseline(row) + 9.5] : []
  const lost = row.kind === 'icmp' ? row.lost : (row.kind === 'message' || row.kind === 'single') && row.end === 'lost'
  return lost ? [baseline(row) + 11] : []
}

/** Height of the time, px: that of the packet numbers in the gutters. */
function baseline(row: Row): number {
  switch (row.kind) {
    case 'message':
      return row.pieces.length > 1 ? 33 : 28
    case 'fold':
      return 21
    case 'band':
      return lostOf(row) > 0 ? 14 : 20
    case 'keepalive':
    case 'context':
      return 25
    case 'edge':
      return 27
    default:
      return 28
  }
}

/** The last copy of a fold is a time of its own. */
function untilOf(row: Row): number | undefined {
  return row.kind === 'fold' && !row.open ? row.sent.at(-1)?.time : undefined
}

function timeOf(row: Row): number | undefined {
  if (row.kind === 'edge') return row.ends || row.id.startsWith('ends ') ? row.time : undefined
  return row.seen && row.kind !== 'port' ? row.time : undefined
}

/** An arrow that ends in a cross in the middle of the network. */
function Lost({ x, y, from, u }: { x: number; y: number; from: Side; u: number }) {
  const way = heading(from)
  const [start, end] = [x - way * 34 * u, x + way * 34 * u]
  return (
    <>
      <title>{from === 'left' ? 'Lost on the way from A to B' : 'Lost on the way from B to A'}</title>
      <line className="msg lo" x1={start} x2={x - way * 7 * u} y1={y} y2={y} />
      <path className="msg lo" d={`M${x - way * 16 * u} ${y - 3.5 * u}L${x - way * 11 * u} ${y}L${x - way * 16 * u} ${y + 3.5 * u}`} />
      <path className="cross" transform={`translate(${x} ${y}) scale(${u})`} d="M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5" />
      <line className="msg due" x1={x + way * 9 * u} x2={end} y1={y} y2={y} />
    </>
  )
}

/** The third capture's word under the common time: `R12`, `R12–14`; of a lost one `lost before R`, `lost after R12`. */
function betweenText(row: Row, between: NonNullable<Drawing['between']>): { readonly says: string; readonly lost: boolean } | undefined {
  if (row.kind !== 'message' && row.kind !== 'icmp') return undefined
  const sender = row.from === 'right' ? 1 : 0
  const trace = row.seen?.[sender] ? sender : sender === 0 ? 1 : 0
  const all = (row.seen?.[trace]?.packets ?? []).map(packet => between(trace, packet))
  const numbers = all.flatMap(({ packet }) => packet ?? [])
  const lost = all.find(one => one.lost)?.lost
  if (lost === 'before') return { says: 'lost before R', lost: true }
  if (numbers.length === 0) return undefined
  const number = `R${packetRange(numbers)}`
  return lost ? { says: `lost after ${number}`, lost: true } : { says: number, lost: false }
}
