import { useMemo } from 'react'
import type { Everywhere } from '../../trace/pair/everywhere.ts'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { atRouter } from '../bothEnds/router.ts'
import { type Capture, captureName, choosing, looked, ROUTER } from '../captures.ts'
import { numberIn } from './everywhere.ts'

/** With a capture from between: the numbers that the chosen packet has in all three, each of which can be looked at. */
export function SeenAs({ report, numbers }: { report: Report; numbers: Everywhere }) {
  const { state, dispatch } = useApp()
  const { selection, trace } = state
  const between = useMemo(() => atRouter(report), [report])
  const at = looked(state)
  if (!selection || !between || !at) return null
  const { lost } = selection.packet > 0 ? between(trace, selection.packet) : {}
  const show = (capture: Capture, number: number) => {
    const { row } = selection
    const end = numberIn(numbers, trace) === undefined ? (trace === 0 ? 1 : 0) : trace
    const packet = numberIn(numbers, end)
    const chosen = capture === ROUTER && packet !== undefined ? { trace: end, packet, atR: number } : choosing(report, capture, number)
    dispatch({ type: 'select', ...chosen, row, reveal: false })
  }
  return (
    <div className="seen-as" role="group" aria-label="The same packet in each capture">
      {([0, ROUTER, 1] as const).map(capture => (
        <Sighting
          key={capture}
          name={captureName(capture)}
          number={capture === at.trace ? at.packet : numberIn(numbers, capture)}
          on={capture === at.trace}
          lost={capture === ROUTER && lost ? `lost ${lost === 'before' ? 'before R' : 'at R or behind it'}` : undefined}
          show={number => show(capture, number)}
        />
      ))}
    </div>
  )
}

function Sighting(props: {
  name: string
  number: number | undefined
  on: boolean
  lost: string | undefined
  show: (number: number) => void
}) {
  const { name, number, on, lost, show } = props
  if (number === undefined) return <span className="small">{lost ?? `not in ${name}`}</span>
  return (
    <button type="button" aria-pressed={on} onClick={() => show(number)}>
      {name}
      {number}
    </button>
  )
}
