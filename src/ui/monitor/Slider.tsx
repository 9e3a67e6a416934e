import { type PointerEvent, useRef } from 'react'
import { useViewport } from '../scrolling.ts'
import { stepTo, ticks } from './layout.ts'

interface SliderProps {
  readonly time: number
  readonly end: number
  /** Moments at which something changes. */
  readonly changes: readonly number[]
  readonly text: string
  readonly onMove: (time: number) => void
}

/** The moment shown, on a line as long as the capture; Ctrl or Page leads from change to change. */
export function Slider({ time, end, changes, text, onMove }: SliderProps) {
  const line = useRef<HTMLDivElement>(null)
  const { width } = useViewport(line)
  const timeAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(Math.max((event.clientX - box.left) / Math.max(box.width, 1), 0), 1) * end
  }
  const at = end > 0 ? time / end : 1
  return (
    <div
      ref={line}
      className="moment-line"
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={end}
      aria-valuenow={time}
      aria-valuetext={text}
      data-pane="moment"
      onPointerDown={event => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        onMove(timeAt(event))
      }}
      onPointerMove={event => event.currentTarget.hasPointerCapture(event.pointerId) && onMove(timeAt(event))}
      onKeyDown={event => {
        const by = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01 }[event.key]
        const step = { PageUp: -1, PageDown: 1 }[event.key] as -1 | 1 | undefined
        const edge = { Home: 0, End: end }[event.key]
        const to = edge ?? (step ? stepTo(changes, time, step) : by === undefined ? undefined : time + by * end)
        if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        onMove(Math.min(Math.max(to, 0), end))
      }}
    >
      <svg width="100%" height="100%" aria-hidden="true">
        <line className="rail" x1="0" x2="100%" y1="50%" y2="50%" />
        <line className="past" x1="0" x2={`${at * 100}%`} y1="50%" y2="50%" />
        {ticks(changes, end, width).map(x => (
          <line key={x} className="tick" x1={`${x * 100}%`} x2={`${x * 100}%`} y1="22%" y2="78%" />
        ))}
      </svg>
      <span className="knob" style={{ left: `${at * 100}%` }} />
    </div>
  )
}
