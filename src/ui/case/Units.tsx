import { useCallback } from 'react'
import { grouped } from '../../text/figures.ts'
import type { Report } from '../../trace/report.ts'
import { useSlices } from '../useSlices.ts'
import { answering, DRAWN, gettingThrough, type Unit, type Units } from './units.ts'

const STEP = 11

/** Counted before it is explained: a square a packet that came through, a cross one that did not, `?` where nobody can tell. */
export function UnitChart({ report, trace }: { report: Report; trace: 0 | 1 }) {
  const both = report.pair !== null
  const lines = useSlices(
    useCallback(() => (both ? gettingThrough(report) : answering(report, trace)), [report, trace, both]),
    both ? 'both' : trace,
  )
  if (!lines || lines.length === 0) return null
  return (
    <section className="sec" data-testid="units">
      <p className="cap">{both ? 'What got through' : 'What was answered'}</p>
      <div className="units">
        {lines.map(line => (
          <Line key={line.name} line={line} />
        ))}
      </div>
    </section>
  )
}

function Line({ line }: { line: Units }) {
  const { name, fine, lost, unknown, units } = line
  const all = fine + lost + unknown
  return (
    <>
      <span>{name}</span>
      <b className={fine === 0 ? 'lost' : undefined}>
        {grouped(fine)} of {grouped(all)}
      </b>
      <svg viewBox={`0 0 ${DRAWN * STEP} 9`} preserveAspectRatio="xMinYMid" aria-hidden="true">
        {all <= DRAWN ? units.map((unit, i) => <Mark key={i} unit={unit} x={i * STEP} />) : <Shares line={line} all={all} />}
      </svg>
    </>
  )
}

function Mark({ unit, x }: { unit: Unit; x: number }) {
  if (unit === 'fine') return <rect className="u-fine" x={x} width="8" height="9" rx="1.5" />
  if (unit === 'lost') return <path className="cross" d={`M${x + 1} 1l7 7M${x + 8} 1l-7 7`} />
  return (
    <text className="m n" x={x + 4} y="9">
      ?
    </text>
  )
}

/** Too many to count: one bar. */
function Shares({ line: { fine, lost }, all }: { line: Units; all: number }) {
  const width = DRAWN * STEP - 3
  const at = (count: number) => (count / all) * width
  return (
    <>
      <rect className="u-unknown" width={width} height="9" rx="1.5" />
      <rect className="u-fine" width={at(fine)} height="9" rx="1.5" />
      <rect className="u-lost" x={at(fine)} width={lost > 0 ? Math.max(at(lost), 2) : 0} height="9" rx="1.5" />
    </>
  )
}
