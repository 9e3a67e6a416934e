import { useId } from 'react'
import type { Report } from '../../trace/report.ts'
import { useApp } from '../app.ts'
import { type AView, canShow, missing, missingBriefly, views } from '../views.ts'

/** The views of what is open. One that waits for something can be gone to all the same, and says what it waits for. */
export function Views({ report }: { report: Report }) {
  const { state, dispatch } = useApp()
  const id = useId()
  const why = missingBriefly(state)
  const show = (one: AView) =>
    canShow(one, report)
      ? dispatch({ type: 'view', view: one.view })
      : dispatch({ type: 'told', says: `${one.name}: ${missing(one, state)}` })
  return (
    <>
      {why && (
        <p className="seg-why">
          <span>{why}</span>
        </p>
      )}
      <nav className="seg" aria-label="View">
        {views
          .filter(({ needs }) => needs !== 'two' || report.traces.length === 2)
          .map(one => {
            const isThere = canShow(one, report)
            return (
              <button
                key={one.view}
                type="button"
                aria-pressed={state.view === one.view}
                aria-disabled={isThere ? undefined : true}
                aria-describedby={isThere ? undefined : `${id}${one.view}`}
                title={isThere ? `${one.does}  ${1 + views.indexOf(one)}` : `${one.name}: ${missing(one, state)}`}
                onClick={() => show(one)}
              >
                {one.name}
              </button>
            )
          })}
        {views
          .filter(one => one.needs !== 'two' && !canShow(one, report))
          .map(one => (
            <span key={one.view} id={`${id}${one.view}`} hidden>
              {missing(one, state)}
            </span>
          ))}
      </nav>
    </>
  )
}
