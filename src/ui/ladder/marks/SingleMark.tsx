import { grouped } from '../../../text/figures.ts'
import type { Drawing } from '../drawing.ts'
import { fitting } from '../label.ts'
import { along } from '../layout.ts'
import type { SingleRow } from '../row.ts'
import { Arrow, fallOf } from './Arrow.tsx'
import { Changed, LostOnTheWay } from './Fates.tsx'
import { Gutter } from './Gutter.tsx'
import { aboveArrow, Foot, Label } from './Label.tsx'
import { Refused, reachOf } from './Refused.tsx'
import { lostReach, lostWhere, RouterNumber, routedRow } from './Router.tsx'
import { TookFoot } from './TookFoot.tsx'

/** One packet of protected traffic that something is said about. */
export function SingleMark({ d, row, previous }: { d: Drawing; row: SingleRow; previous?: number }) {
  const { u } = d.g
  const y = 24 * u
  const { from, end, delay } = row
  const at = routedRow(d, row)
  const fall = fallOf(delay) * u
  const reach = end === 'lost' ? (lostReach(at) ?? reachOf(row)) : reachOf(row)
  return (
    <>
      <Arrow d={d} y={y} from={from} end={end} tone={end === 'refused' ? 're' : 'fine'} reach={reach} fall={fall} />
      <Label d={d} y={aboveArrow(u, fall)} from={from} name={row.name} texts={row.of ? [...row.says, 'of those above'] : row.says} />
      <Foot d={d} y={y + 14 * u} from={from} text={footText(d, row)} />
      {!row.changed && end !== 'refused' && <TookFoot d={d} y={y + 14 * u} from={from} row={row} beside={footText(d, row)} />}
      {row.changed && <Changed d={d} y={y} at={along(d.g, from, CHANGED)} />}
      {end === 'lost' && d.both && <LostOnTheWay d={d} from={from} y={y} reach={lostReach(at)} where={lostWhere(at, from)} />}
      {end === 'refused' && <Refused d={d} row={row} y={y} />}
      <RouterNumber d={d} y={y} at={at} above={row.changed !== undefined} />
      <Gutter d={d} y={y} row={row} previous={previous} />
    </>
  )
}

/** Size of the foot's letters to those that are measured. */
const SMALL = 0.9
/** Share of the way at which the sign of a change stands. */
const CHANGED = 0.9

/** What was changed first, up to its sign, then the size where there is room. */
function footText({ g, measure }: Drawing, { bytes, changed }: SingleRow): string {
  const size = `${grouped(bytes)} bytes on the wire`
  if (!changed) return size
  const room = ((g.right - g.left) * CHANGED - 26 * g.u) / SMALL
  const all = [...changed, size]
  return fitting(measure(all.join(', '), false) <= room ? all : changed, room, measure)
}
