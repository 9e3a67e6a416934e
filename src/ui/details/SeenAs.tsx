import { useMemo } from 'react'
import type { Everywhere } from '../../trace/pair/everywhere.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { atRouter } from '../bothEnds/router.ts'
import { type Capture, captureName, choosing, looked, ROUTER } from '../captures.ts'
import { numberIn } from './everywhere.ts'

/** The numbers that the chosen packet has in each capture; each of them can be looked at. @param numbers empty: not known yet */
export function SeenAs({ report, numbers }: { report: Report; numbers: Everywhere }) {
  const { state, dispatch } = useApp()
  const { selection, trace } = state
  const between = useMemo(() => atRouter(report), [report])
  const at = looked(state)
  if (!selection || !at) return null
  const { lost } = selection.packet > 0 && between ? between(trace, selection.packet) : {}
  const known = numberIn(numbers, at.trace) !== undefined
  const show = (capture: Capture, number: number) => {
    const { row } = selection
    const end = numberIn(numbers, trace) === undefined ? (trace === 0 ? 1 : 0) : trace
    const packet = numberIn(numbers, end)
    const chosen = capture === ROUTER && packet !== undefined ? { trace: end, packet, atR: number } : choosing(report, capture, number)
    dispatch({ type: 'select', ...chosen, row, reveal: false })
  }
  return (
    <span className="seen-as" role="group" aria-label="The same packet in each capture">
      {(between ? ([0, ROUTER, 1] as const) : ([0, 1] as const)).map(capture => (
        <Sighting
          key={capture}
          name={captureName(capture)}
          number={capture === at.trace ? at.packet : known ? (numberIn(numbers, capture) ?? null) : undefined}
          on={capture === at.trace}
          lost={capture === ROUTER && lost ? `lost ${lost === 'before' ? 'before R' : 'at R or behind it'}` : undefined}
          show={number => show(capture, number)}
        />
      ))}
    </span>
  )
}

function Sighting(props: {
  name: string
  /** Null: it is not there. */
  number: number | null | undefined
  on: boolean
  lost: string | undefined
  show: (number: number) => void
}) {
  const { name, number, on, lost, show } = props
  if (number === undefined) return null
  if (number === null) return <span className="small">{lost ?? `not in ${name}`}</span>
  return (
    <button type="button" aria-pressed={on} onClick={() => show(number)}>
      {name}
      {number}
    </button>
  )
}
