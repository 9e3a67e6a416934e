import { Sign } from '../../icons.tsx'
import { type Drawing, heading, pin } from '../drawing.ts'
import { fitting } from '../label.ts'
import { along } from '../layout.ts'
import type { Side } from '../row.ts'

/** Name, lock and payloads above an arrow, beginning at its sender: A's labels left, B's right. */
export function Label(props: {
  d: Drawing
  y: number
  from: Side
  name: string
  lock?: 'lock' | 'unlock'
  texts: readonly string[]
  tone?: string
  pale?: boolean
}) {
  const { d, y, from, name, lock, texts, tone, pale } = props
  const { g, measure } = d
  const { u } = g
  const way = heading(from)
  const x = along(g, from, 0) + way * 14 * u
  const nameWidth = measure(name, true)
  const sign = lock ? 21 * u : 0
  const room = g.right - g.left - 28 * u - nameWidth - sign - 8 * u
  const said = fitting(texts, room, measure)
  const anchor = way === 1 ? '' : ' e'
  const saidWidth = said ? measure(said, false) : 0
  const saidX = way === 1 ? x + nameWidth + (lock ? 26 * u : 8 * u) : x
  const nameX = way === 1 ? x : x - saidWidth - (said ? 8 * u : 0) - sign
  const signX = way === 1 ? x + nameWidth + 8 * u : nameX + 8 * u
  return (
    <>
      <text className={`halo n${anchor}${pale ? ' pale' : ''}`} x={nameX} y={y} {...(way === 1 && (said || lock) ? pin(d, nameWidth) : {})}>
        {name}
      </text>
      {lock && <Sign name={lock} x={signX} y={y - 11.5 * u} size={13 * u} />}
      {said && (
        <text
          className={`halo${anchor}${tone ? ` ${tone}` : ''}${pale ? ' pale' : ''}`}
          x={saidX}
          y={y}
          {...(way === 1 ? {} : pin(d, saidWidth))}
        >
          {said}
        </text>
      )}
    </>
  )
}

/** Where a label stands above an arrow that lies at 24 px: higher by what a slope takes. */
export function aboveArrow(u: number, fall: number): number {
  return 17 * u - Math.max(fall / 2 - u, 0)
}

/** What stands below an arrow at its sender's foot: the size. */
export function Foot({ d, y, from, text, tone = 's' }: { d: Drawing; y: number; from: Side; text: string; tone?: string }) {
  const way = heading(from)
  return (
    <text className={`${tone}${way === 1 ? '' : ' e'} halo`} x={along(d.g, from, 0) + way * 14 * d.g.u} y={y}>
      {text}
    </text>
  )
}
