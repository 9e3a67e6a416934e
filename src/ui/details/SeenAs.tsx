import { useMemo } from 'react'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { atRouter } from '../bothEnds/router.ts'

/** With a capture from between: the numbers that the chosen packet has in all three, each of which can be looked at. */
export function SeenAs({ report, twin }: { report: Report; twin: number | undefined }) {
  const { state, dispatch } = useApp()
  const { selection, trace } = state
  const between = useMemo(() => atRouter(report), [report])
  if (!selection || !between) return null
  const { packet, row, atR: looked } = selection
  const other = trace === 0 ? 1 : 0
  const here = between(trace, packet)
  const atR = here.packet ?? (twin === undefined ? undefined : between(other, twin).packet)
  const numbers = trace === 0 ? [packet, twin] : [twin, packet]
  const show = (at: 0 | 1, number: number, router?: number) =>
    dispatch({ type: 'select', trace: at, packet: number, row, reveal: false, ...(router === undefined ? {} : { atR: router }) })
  return (
    <div className="seen-as" role="group" aria-label="The same packet in each capture">
      <Sighting name="A" number={numbers[0]} on={looked === undefined && trace === 0} show={number => show(0, number)} />
      <Sighting
        name="R"
        number={atR}
        on={looked !== undefined}
        lost={here.lost && `lost ${here.lost === 'before' ? 'before R' : 'at R or behind it'}`}
        show={number => show(trace, packet, number)}
      />
      <Sighting name="B" number={numbers[1]} on={looked === undefined && trace === 1} show={number => show(1, number)} />
    </div>
  )
}

function Sighting(props: { name: string; number: number | undefined; on: boolean; lost?: string; show: (number: number) => void }) {
  const { name, number, on, lost, show } = props
  if (number === undefined) return <span className="small">{lost ?? `not in ${name}`}</span>
  return (
    <button type="button" aria-pressed={on} onClick={() => show(number)}>
      {name}
      {number}
    </button>
  )
}
