import { useEffect, useState } from 'react'
import type { Session } from '../../host/protocol.ts'
import type { BandRow, Row } from '../ladder/row.ts'
import type { Taken } from './inTheClear.ts'
import type { Line, StripLane } from './layout.ts'

/** SPIs with a lane of their own; all others share one. */
const OWN = 2
/** px of one part. */
export const PART = 4

/** How many packets of a band fall into each part of the capture that they were counted in. */
export interface Counted extends Pick<Taken, 'span' | 'begins'> {
  readonly counts: Uint32Array
}

/** By a band's id. */
export type Density = ReadonlyMap<string, Counted>
const none: Density = new Map()

/** Bands with the most packets first get lanes, drawn in the order of time. */
export function laned(rows: readonly Row[]): { readonly own: readonly BandRow[]; readonly others: readonly BandRow[] } {
  const bands = rows.filter((row): row is BandRow => row.kind === 'band')
  const heavy = new Set([...bands].sort((one, other) => other.flow.packets - one.flow.packets).slice(0, OWN))
  return { own: bands.filter(band => heavy.has(band)), others: bands.filter(band => !heavy.has(band)) }
}

/** Asks how dense the traffic of the SPIs with lanes is, each in the capture that its band is of. */
export function useDensity(session: Session | undefined, rows: readonly Row[], taken: readonly Taken[], width: number): Density {
  const [density, setDensity] = useState(none)
  const { own } = laned(rows)
  const parts = Math.floor(width / PART)
  const asked = `${own.map(band => band.id).join()} ${taken.map(({ trace, span, begins }) => [trace, span, begins]).join(' ')} ${parts}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for, not the lists that say so
  useEffect(() => {
    const bands = own.flatMap(band => {
      const capture = taken.find(({ trace }) => trace === band.flow.trace) ?? taken[0]
      return capture && capture.span > 0 ? [{ band, capture }] : []
    })
    if (!session || bands.length === 0 || parts <= 0) return setDensity(none)
    let current = true
    Promise.all(
      bands.map(async ({ band: { id, flow }, capture: { span, begins } }) => {
        const [counts] = await session.density(flow.trace, [flow], span, parts)
        return [id, { counts: counts!, span, begins }] as const
      }),
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

/** A lane for a band: a bar for each part with packets, the tallest where most of them are. */
export function densityLane(band: BandRow, counted: Counted | undefined, line: Line): StripLane {
  const { protocol, spi, firstTime = 0, lastTime = firstTime } = band.flow
  const name = `${protocol.toUpperCase()} ${spi} ${band.from === 'left' ? '→' : '←'}`
  const end = band.time + lastTime - firstTime
  if (!counted) return { name, marks: [{ kind: 'traffic', x: line.at(band.time), to: line.at(end), dense: false }] }
  const { counts, span, begins } = counted
  return {
    name,
    marks: bars(
      counts,
      span,
      begins,
      line,
      counts.reduce((most, count) => Math.max(most, count), 1),
    ),
  }
}

/** A bar for each part with packets. @param begins when the counts do, on the line's clock  @param most as many as the tallest stands for */
export function bars(counts: Uint32Array, span: number, begins: number, { at }: Line, most: number) {
  const edge = (part: number) => at((part / counts.length) * span + begins)
  return Array.from(counts, (count, i) =>
    count === 0 ? [] : [{ kind: 'density' as const, x: edge(i), to: edge(i + 1), share: count / most }],
  ).flat()
}
