import type { PacketView } from '../../host/protocol.ts'
import { useApp } from '../app.ts'
import { captureName, choosing, looked } from '../captures.ts'
import type { Row } from '../ladder/row.ts'
import { pieceFates } from './pieceFates.ts'
import { pieceSpans } from './pieceSpans.ts'

/** Of a message put together from several packets: which packet brought which bytes, which never came, and which did not arrive. */
export function Pieces({ view, root, row }: { view: PacketView; root: number; row?: Row }) {
  const { state, dispatch } = useApp()
  const shown = view.roots[root]
  const pieces = shown?.pieces
  if (!shown || !pieces || pieces.length === 0) return null
  const { spans, length } = pieceSpans(pieces, shown.bytes.length)
  const capture = looked(state)?.trace ?? state.trace
  const name = captureName(capture)
  const fates = pieceFates(row, capture)
  return (
    <figure className="pieces" aria-label="Pieces">
      <svg viewBox="0 0 100 11" preserveAspectRatio="none" aria-hidden="true">
        {spans.map(({ start, end, packet }) => (
          <rect
            key={`${start} ${packet}`}
            className={packet === undefined ? 'piece-gap' : `piece-${fates.get(packet) ?? 'here'}`}
            x={(start / length) * 100 + 0.15}
            width={Math.max(0.4, ((end - start) / length) * 100 - 0.3)}
            y="0"
            height="11"
            opacity={packet === undefined || packet === view.number ? 1 : 0.55}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <figcaption className="small muted">
        {spans.slice(0, 8).map(({ start, end, packet }) =>
          packet === undefined ? (
            <span key={`${start} gap`} className="lost">
              {start}–{end - 1} never came{' '}
            </span>
          ) : (
            <span key={`${start} ${packet}`}>
              <button
                type="button"
                className="cite"
                onClick={() => dispatch({ ...choosing(state.opened!.report, capture, packet), row: state.selection?.row, reveal: false })}
              >
                {name}
                {packet}
              </button>{' '}
              {start}–{end - 1}
              {fates.has(packet) && <span className={fates.get(packet)}> {fates.get(packet)}</span>}{' '}
            </span>
          ),
        )}
        {spans.length > 8 && `and ${spans.length - 8} more`}
      </figcaption>
    </figure>
  )
}
