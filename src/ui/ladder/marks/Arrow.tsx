import { type Drawing, heading, type Tone, toned } from '../drawing.ts'
import { along } from '../layout.ts'
import type { End, Side } from '../row.ts'

/** Where an arrow ends on its way when nobody saw it arrive, when it was lost, when it was refused. */
const REACH = { unknown: 0.46, lost: 0.41, refused: 0.44 }

/** One packet's way: the line, and the head that says what became of it. Drawn at height y. */
export function Arrow({ d, y, from, end, tone, reach }: { d: Drawing; y: number; from: Side; end: End; tone: Tone; reach?: number }) {
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
        <line className={toned('msg', tone)} x1={start} x2={end === 'arrived' ? stop - way * 3 : stop} y1={y} y2={y} />
      )}
      <Head end={end} x={stop} y={y} way={way} tone={tone} u={g.u} />
    </>
  )
}

/** Solid: arrived; hollow: sent again; cross: lost; bar: refused; question mark: this capture cannot know. */
function Head({ end, x, y, way, tone, u }: { end: End; x: number; y: number; way: 1 | -1; tone: Tone; u: number }) {
  const place = `translate(${x} ${y}) scale(${way * u} ${u})`
  switch (end) {
    case 'arrived':
      return <path className={toned('head-mark', tone)} transform={place} d="M-1.2 0L-9 -4.6V4.6Z" />
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
      return <path className="stop" transform={place} d="M0 -9V9" />
  }
}
