import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { BandRow, Row } from '../ladder/row.ts'
import type { Line, StripLane } from './layout.ts'

/** SPIs with a lane of their own; all others share one. */
const OWN = 2
/** px of one part. */
export const PART = 4

/** How many packets of a band fall into each part of the line, by the band's id. */
export type Density = ReadonlyMap<string, Uint32Array>
const none: Density = new Map()

/** Bands with the most packets first get lanes, drawn in the order of time. */
export function laned(rows: readonly Row[]): { readonly own: readonly BandRow[]; readonly others: readonly BandRow[] } {
  const bands = rows.filter((row): row is BandRow => row.kind === 'band')
  const heavy = new Set([...bands].sort((one, other) => other.flow.packets - one.flow.packets).slice(0, OWN))
  return { own: bands.filter(band => heavy.has(band)), others: bands.filter(band => !heavy.has(band)) }
}

/** Asks how dense the traffic of the SPIs with lanes is, over the span of seconds that the line shows. */
export function useDensity(session: Session | undefined, rows: readonly Row[], span: number, width: number): Density {
  const [density, setDensity] = useState(none)
  const { own } = laned(rows)
  const asked = `${own.map(band => band.id).join()} ${span} ${Math.floor(width / PART)}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for, not the lists that say so
  useEffect(() => {
    if (!session || own.length === 0 || width <= 0 || span <= 0) return setDensity(none)
    let current = true
    Promise.all(
      own.map(async ({ id, flow }) => [id, (await session.density(flow.trace, [flow], span, Math.floor(width / PART)))[0]!] as const),
    ).then(
      all => current && setDensity(new Map(all)),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, asked])
  return density
}

/** A lane for a band: a bar for each part with packets, the tallest where most of them are. @param span that the counts cover, seconds from the trace's start */
export function densityLane(band: BandRow, counts: Uint32Array | undefined, span: number, line: Line): StripLane {
  const { protocol, spi, firstTime = 0, lastTime = firstTime } = band.flow
  const name = `${protocol.toUpperCase()} ${spi} ${band.from === 'left' ? '→' : '←'}`
  // In a line of both ends the band stands where A's clock has it.
  const shift = band.time - firstTime
  if (!counts) return { name, marks: [{ kind: 'traffic', x: line.at(band.time), to: line.at(lastTime + shift), dense: false }] }
  const most = counts.reduce((most, count) => Math.max(most, count), 1)
  return { name, marks: bars(counts, span, shift, line, most) }
}

/** A bar for each part with packets. @param most as many as the tallest stands for */
export function bars(counts: Uint32Array, span: number, shift: number, { at }: Line, most: number) {
  const edge = (part: number) => at((part / counts.length) * span + shift)
  return Array.from(counts, (count, i) =>
    count === 0 ? [] : [{ kind: 'density' as const, x: edge(i), to: edge(i + 1), share: count / most }],
  ).flat()
}
