import { counted } from '../../../text/figures.ts'
import type { Drawing, Tone } from '../drawing.ts'
import { contentTexts, cut, lockOf, SMALL, shortened } from '../label.ts'
import { along, FAN_DRAWN, FAN_STEP } from '../layout.ts'
import { againText, footTexts } from '../messageWords.ts'
import { isHere } from '../pieces.ts'
import type { MessageRow, Piece, Side } from '../row.ts'
import { Arrow, fallOf, REACH } from './Arrow.tsx'
import { Changed, LostOnTheWay } from './Fates.tsx'
import { Beside, Gutter, outer } from './Gutter.tsx'
import { aboveArrow, Foot, Label } from './Label.tsx'
import { Refused, reachOf } from './Refused.tsx'
import { lostReach, lostWhere, RouterNumber, routed } from './Router.tsx'
import { TookFoot } from './TookFoot.tsx'

/** A message: one arrow, or a fan of thin ones when it travelled in several packets. */
export function MessageMark({ d, row, previous }: { d: Drawing; row: MessageRow; previous?: number }) {
  const { u } = d.g
  const again = row.copy > 1
  const tone: Tone = row.end === 'refused' ? 're' : again ? 'ag' : row.message.refuses === undefined ? 'fine' : 're'
  const fall = fallOf(row.delay) * u
  const texts = again ? againText(row).split(', ') : contentTexts(row.message)
  const at = routed(d, row.from, row.seen?.[row.from === 'left' ? 0 : 1]?.packets[0])
  const reach = lostReach(at) ?? (row.pieces.length < 2 ? clearOf(d, row, texts) : undefined) ?? reachOf(row)
  const label = (
    <Label
      d={d}
      y={aboveArrow(u, fall)}
      from={row.from}
      name={row.message.name}
      lock={lockOf(row.message)}
      texts={texts}
      tone={again ? 'ta' : row.message.refuses === undefined ? '' : 'tr'}
    />
  )
  if (row.pieces.length > 1) return <Fan d={d} row={row} tone={tone} label={label} previous={previous} />
  const y = 24 * u
  return (
    <>
      <Arrow d={d} y={y} from={row.from} end={row.end} tone={tone} reach={reach} fall={fall} refuses={row.message.refuses !== undefined} />
      <RouterNumber d={d} y={y} at={at} />
      {label}
      <Foot d={d} y={y + 14 * u} from={row.from} text={foot(d, row)} />
      {row.end !== 'refused' && <TookFoot d={d} y={y + 14 * u} from={row.from} row={row} beside={foot(d, row)} />}
      {row.end === 'refused' && <Refused d={d} row={row} y={y} />}
      {row.end === 'lost' && d.both && <LostOnTheWay d={d} from={row.from} y={y} reach={reach} where={lostWhere(at, row.from)} />}
      {row.modified && <Changed d={d} y={y} />}
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

/**
 * Share of the way at which an arrow ends that did not arrive, or of which nobody knows: behind the words of its row, but
 * within the network. Undefined for one that ends elsewhere.
 */
function clearOf(d: Drawing, row: MessageRow, texts: readonly string[]): number | undefined {
  if (row.end !== 'lost' && row.end !== 'unknown') return undefined
  const { g, measure } = d
  const { from, message, end } = row
  const { u } = g
  const lock = lockOf(message) ? 18 * u : 0
  const label = measure(message.name, true) + lock + 8 * u + measure(texts.join(', '), false)
  // A question mark stands beside the words above it, not below them.
  const words = Math.max(end === 'lost' ? label : 0, measure(foot(d, row), false) * SMALL)
  const share = (26 * u + words) / Math.abs(along(g, from, 1) - along(g, from, 0))
  return Math.max(REACH[end], Math.min(share, FURTHEST[end]))
}

/** A cross stays within the network; of an arrow that ends in a question mark its line does. */
const FURTHEST = { lost: 0.6, unknown: 0.62 }

/** What stands at the arrow's foot: all of it where the arrow goes on, else what fits before its end. */
function foot({ g, measure }: Drawing, row: MessageRow): string {
  const all = footTexts(row).join(', ')
  if (row.end !== 'lost' && row.end !== 'unknown') return all
  const room = FURTHEST[row.end] * (g.right - g.left) - 26 * g.u
  return cut(all, room / SMALL, measure)
}

/** Pieces under one brace; of many the first and the last, with a number between them. */
function Fan({ d, row, tone, label, previous }: { d: Drawing; row: MessageRow; tone: Tone; label: React.ReactNode; previous?: number }) {
  const { u } = d.g
  const lines = drawnPieces(row.pieces)
  const top = 29 * u
  const bottom = top + (lines.length - 1) * FAN_STEP * u
  const way = row.from === 'left' ? 1 : -1
  const x = along(d.g, row.from, 0)
  const below = cut(footTexts(row).join(', '), (d.g.right - d.g.left - 20 * u) / SMALL, d.measure)
  return (
    <>
      {lines.map((piece, i) => {
        const y = top + i * FAN_STEP * u
        if (typeof piece === 'number')
          return (
            <text key="more" className="s m halo" x={along(d.g, row.from, pieceAt(d))} y={y + 4 * u}>
              {counted(piece, 'more piece')}
            </text>
          )
        const unseen = !isHere(piece)
        const at = routed(d, row.from, piece.packet)
        const end = piece.end ?? row.end
        // Of a message that was refused, a piece that was not is drawn as any other.
        const own = row.end === 'refused' && end !== 'refused' ? (row.copy > 1 ? 'ag' : 'fine') : tone
        if (unseen && (piece.end === 'lost' || piece.end === 'refused'))
          return <PieceHole key={piece.label} d={d} y={y} piece={piece} from={row.from} />
        return (
          <g key={piece.label}>
            {unseen ? (
              <line className="msg due" x1={x} x2={along(d.g, row.from, 1)} y1={y} y2={y} />
            ) : (
              <Arrow d={d} y={y} from={row.from} end={end} tone={own} reach={lostReach(at) ?? reachOf(row)} />
            )}
            <text className="mono m halo" x={along(d.g, row.from, pieceAt(d))} y={y + 4 * u}>
              {piece.label}
            </text>
            {unseen ? (
              <text className="s m halo" x={along(d.g, row.from, unseenAt(d))} y={y + 4 * u}>
                <tspan className="n lead">?</tspan> not in this capture
              </text>
            ) : (
              <PieceGutter d={d} y={y} row={row} piece={piece} first={i === 0} previous={previous} />
            )}
            {end === 'refused' && row.pieces.some(one => one.end === 'refused') && <Refused d={d} row={row} y={y} />}
            {piece.end === 'lost' && !lines.slice(0, i).some(one => typeof one === 'object' && one.end === 'lost') && (
              <LostOnTheWay d={d} from={row.from} y={y} reach={lostReach(at)} where={lostWhere(at, row.from)} />
            )}
          </g>
        )
      })}
      <path className="brace" d={`M${x + way * 12 * u} ${top - 3 * u}h${-way * 5 * u}V${bottom + 4 * u}h${way * 5 * u}`} />
      {label}
      <Foot d={d} y={bottom + 17 * u} from={row.from} text={below} />
      {row.end !== 'refused' && <TookFoot d={d} y={bottom + 17 * u} from={row.from} row={row} beside={below} />}
    </>
  )
}

/** Of one of two captures: where a piece should have come that was lost or refused on the way. */
function PieceHole({ d: { g, measure }, y, piece, from }: { d: Drawing; y: number; piece: Piece; from: Side }) {
  const inset = 18 * g.u
  const refused = piece.end === 'refused'
  const whole = `${piece.label} left ${from === 'left' ? 'A' : 'B'}; ${refused ? 'refused on the way' : 'it did not come'}`
  const room = (g.right - g.left - 2 * inset - 8 * g.u) / SMALL
  const said = measure(whole, false) <= room ? whole : shortened(`${piece.label} ${refused ? 'refused' : 'did not come'}`, room, measure)
  return (
    <>
      <rect
        className={refused ? 'hole refused' : 'hole lost'}
        x={g.left + inset}
        width={g.right - g.left - 2 * inset}
        y={y - 9.5 * g.u}
        height={15 * g.u}
        rx={3 * g.u}
      />
      <text className={`s m halo ${refused ? 'tr' : 'tl'}`} x={(g.left + g.right) / 2} y={y + 4 * g.u}>
        {said}
        {said !== whole && <title>{whole}</title>}
      </text>
    </>
  )
}

/** Share of the way at which a piece is named: where lifelines are close, in the middle between the brace and a cross; half a view has no cross. */
function pieceAt({ g, half }: Drawing): number {
  const width = g.right - g.left
  if (half !== undefined) return Math.max(0.26, (48 * g.u) / width)
  return (REACH.lost - 0.26) * width < 40 * g.u ? 0.21 : 0.26
}

/** Share of the way at which it is said that a piece is not here: in the middle, or behind the piece's name where that is close. */
function unseenAt(d: Drawing): number {
  const u = d.g.u / (d.g.right - d.g.left)
  return Math.max(0.5, Math.min(pieceAt(d) + 98 * u, 1 - 68 * u))
}

/** Numbers of a piece at each end; the times stand beside the first one. */
function PieceGutter(props: { d: Drawing; y: number; row: MessageRow; piece: Piece; first: boolean; previous?: number }) {
  const { d, y, row, piece, first, previous } = props
  if (d.half !== undefined) return <Beside d={d} y={y} side={outer(d.half)} packet={`${piece.packet}`} />
  if (!d.both || !row.seen)
    return <Beside d={d} y={y} side="left" packet={`${piece.packet}`} time={first ? row.time : undefined} previous={previous} />
  const [sender, receiver] = row.from === 'left' ? (['left', 'right'] as const) : (['right', 'left'] as const)
  const [a, b] = row.seen
  const [sent, came] = row.from === 'left' ? [a, b] : [b, a]
  return (
    <>
      {piece.packet !== undefined && (
        <Beside d={d} y={y} side={sender} packet={`${piece.packet}`} time={first ? sent?.time : undefined} previous={previous} />
      )}
      {piece.other !== undefined && (
        <Beside d={d} y={y} side={receiver} packet={`${piece.other}`} time={first ? came?.time : undefined} previous={previous} />
      )}
    </>
  )
}

/** The pieces to draw; a number stands for those left out. */
export function drawnPieces(pieces: readonly Piece[]): (Piece | number)[] {
  if (pieces.length <= FAN_DRAWN) return [...pieces]
  const first = pieces.slice(0, FAN_DRAWN - 2)
  return [...first, pieces.length - first.length - 1, pieces.at(-1)!]
}
