import { counted } from '../../../text/figures.ts'
import type { Drawing } from '../drawing.ts'
import type { RestRow } from '../row.ts'

/** Packets of an open band that are not drawn yet; pressing it draws some of them. */
export function RestMark({ d, row }: { d: Drawing; row: RestRow }) {
  const { g } = d
  return (
    <>
      <line className="hair2 dots" x1={g.left + 12 * g.u} x2={g.right - 12 * g.u} y1={16 * g.u} y2={16 * g.u} />
      <text className="s m halo rest" x={(g.left + g.right) / 2} y={20 * g.u}>
        {restText(row)}
      </text>
    </>
  )
}

/** `1,004 more packets of ESP c0ffee01`. */
export function restText({ flow, left }: RestRow): string {
  return `${counted(left, 'more packet')} of ${flow.protocol.toUpperCase()} ${flow.spi}`
}
