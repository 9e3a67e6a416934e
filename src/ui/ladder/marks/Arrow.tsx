import { type Drawing, heading, type Tone, toned } from '../drawing.ts'
import { along } from '../layout.ts'
import type { End, Side } from '../row.ts'

/** Where an arrow ends on its way when nobody saw it arrive, when it was lost, when it was refused. */
export const REACH = { unknown: 0.5, lost: 0.41, refused: 0.44 }

/** How far an arrow falls for its delay, px: nothing while the clocks cannot tell, a third of a row at most. */
export function fallOf(delay: number | undefined): number {
  return delay === undefined ? 0 : Math.min(10, 2 + 2.5 * Math.log10(1 + delay / 0.002))
}

interface ArrowProps {
  readonly d: Drawing
  readonly y: number
  readonly from: Side
  readonly end: End
  readonly tone: Tone
  readonly reach?: number
  /** With both ends: how much lower it arrives than it left, px. */
  readonly fall?: number
  /** What it carries refuses something: a bar across it before its head. */
  readonly refuses?: boolean
}

/** One packet's way: the line, and the head that says what became of it. Drawn at height y. */
export function Arrow({ d, y, from, end, tone, reach, fall = 0, refuses }: ArrowProps) {
  const { g, near } = d
  const way = heading(from)
  const start = along(g, from, 0)
  const stop = end === 'arrived' ? along(g, from, 1) : along(g, from, reach ?? REACH[end])
  const seam = near && (near === 'left' ? g.to : g.from)
  const inferred = seam !== undefined && end === 'arrived'
  return (
    <>
      {inferred ? (
        <>
          <line className={toned('msg', tone)} x1={near === from ? start : seam} x2={near === from ? seam : stop} y1={y} y2={y} />
          <line
            className={`${toned('msg', tone)} far`}
            x1={near === from ? seam : start}
            x2={near === from ? stop - way * 8 : seam}
            y1={y}
            y2={y}
          />
        </>
      ) : (
        <line
          className={toned('msg', tone)}
          x1={start}
          x2={end === 'arrived' ? stop - way * 3 : stop}
          y1={y - fall / 2}
          y2={y + fall / 2}
        />
      )}
      {d.both && end === 'lost' && <NeverCame d={d} y={y} from={from} reach={reach ?? REACH.lost} />}
      <Head end={end} x={stop} y={y + fall / 2} way={way} tone={tone} u={g.u} refuses={refuses} />
    </>
  )
}

/** Width of the cross of a lost packet and the words beside it. */
const WORDS = 104

/** Beyond the network a lost packet is only a ghost: a dashed line to an open ring where it should have arrived. */
function NeverCame({ d, y, from, reach }: { d: Drawing; y: number; from: Side; reach: number }) {
  const { g } = d
  const way = heading(from)
  const x = along(g, from, 1)
  const words = along(g, from, reach) + way * WORDS * g.u
  const dashes = way * Math.max(way * along(g, from, 0.64), way * words)
  return (
    <>
      <line className="msg due" x1={dashes} x2={x - way * 7 * g.u} y1={y} y2={y} />
      <circle className="missed" cx={x} cy={y} r={4.5 * g.u} />
      <text className={`s tl${from === 'left' ? '' : ' e'}`} x={x + way * 12 * g.u} y={y + 4 * g.u}>
        never came
      </text>
    </>
  )
}

interface HeadProps {
  readonly end: End
  readonly x: number
  readonly y: number
  readonly way: 1 | -1
  readonly tone: Tone
  readonly u: number
  readonly refuses?: boolean
}

/** Solid: arrived; hollow: sent again; cross: lost; bar: refused, and before a head: it refuses; question mark: this capture cannot know. */
export function Head({ end, x, y, way, tone, u, refuses }: HeadProps) {
  const place = `translate(${x} ${y}) scale(${way * u} ${u})`
  switch (end) {
    case 'arrived':
      return (
        <>
          {refuses && <path className="stop" transform={place} d="M-14 -7V7" />}
          <path className={toned('head-mark', tone)} transform={place} d="M-1.2 0L-9 -4.6V4.6Z" />
        </>
      )
    case 'unknown':
      return (
        <>
          <path className={toned('head-mark', tone)} transform={place} d="M8 0L-1 -4.6V4.6Z" />
          <text className="n m lead halo" x={x + way * 20 * u} y={y + 5.5 * u}>
            ?
          </text>
        </>
      )
    case 'lost':
      return <path className="cross" transform={place} d="M-5 -5L5 5M5 -5L-5 5" />
    case 'refused':
      return <path className="stop" transform={place} d="M0 -3.5V10" />
  }
}
