import type { Drawing } from '../drawing.ts'
import { SMALL } from '../label.ts'
import { opposite, type Side } from '../row.ts'
import { type Took, tookText } from '../took.ts'
import { Foot } from './Label.tsx'

/** The least room between the two feet, px. */
const APART = 44

/** How long it was on the way, below the arrow where it arrived; a bound only where there is room. @param beside what stands at the sender's foot */
export function TookFoot({
  d,
  y,
  from,
  row,
  beside,
}: {
  d: Drawing
  y: number
  from: Side
  row: Took & { readonly refusedBy?: 'host' | 'network' }
  beside: string
}) {
  const { g, measure } = d
  const text = tookText(row)
  // At a host's own door stands that it was refused, and this with it.
  if (text === '' || row.refusedBy === 'host') return null
  if (row.delay === undefined && (measure(beside, false) + measure(text, false)) * SMALL + APART * g.u > g.right - g.left) return null
  return <Foot d={d} y={y} from={opposite(from)} text={text} />
}
