import { counted, grouped } from '../../text/figures.ts'
import { useApp } from '../app.ts'
import { captureName, capturesOf, inList } from '../captures.ts'
import { bothInView } from '../state.ts'
import { answered, packetsOf } from './filter.ts'

/** Says what the page is narrowed to and how much of it there is in each capture, as long as that is so. */
export function FilterBar() {
  const { state, dispatch } = useApp()
  const { filter, opened } = state
  if (!filter) return null
  const { text, searched, of, unnamed } = filter
  const captures = opened ? capturesOf(opened.report).map(([capture]) => capture) : []
  const several = captures.length > 1
  const isKnown = answered(filter) !== undefined
  const far = 0 < searched && searched < of ? `, ${Math.floor((100 * searched) / Math.max(of, 1))} % searched` : ''
  return (
    <div className="narrowed" role="status">
      <span>
        Only what fits <code title={text}>{text}</code>:{' '}
        {!opened?.session ? 'its packets are told once all is read' : !isKnown && 'searching…'}
        {opened?.session &&
          isKnown &&
          captures.map((capture, i) => {
            const count = packetsOf(filter, capture).length
            const says = `${i === 0 ? counted(count, 'packet') : grouped(count)}${several ? ` of ${captureName(capture)}` : ''}`
            const elsewhere = several && count > 0 && capture !== inList(state) && !bothInView(state)
            return (
              <span key={capture}>
                {i > 0 && ', '}
                {elsewhere ? (
                  <button type="button" className="link" onClick={() => dispatch({ type: 'trace', trace: capture })}>
                    {says}
                  </button>
                ) : (
                  says
                )}
              </span>
            )
          })}
        {far}
        {unnamed.length > 0 && `; no field here is called ${unnamed.join(' or ')}`}
      </span>
      <button type="button" className="link" onClick={() => dispatch({ type: 'dialog', dialog: 'search' })}>
        Change
      </button>
      <button type="button" className="link" onClick={() => dispatch({ type: 'filter' })}>
        Show all
      </button>
    </div>
  )
}
