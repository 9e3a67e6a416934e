import { type Capture, inList, ROUTER } from './captures.ts'
import { bothInView, type State } from './state.ts'
import { ofOneCapture, type View } from './views.ts'
import { without } from './without.ts'

/** Another view comes into view. */
export function viewed(state: State, view: View): State {
  return windowOfClock(state, { ...without(ofOneCapture(view) ? state : without(state, 'inR'), 'offersBoth'), view })
}

/** Another capture comes into view; that of a router has a ladder and the packet list. */
export function turnedTo(state: State, trace: Capture): State {
  if (trace === inList(state)) return state
  const fresh = { ...without(without(without(without(without(state, 'selection'), 'field'), 'window'), 'moment'), 'inR'), root: -1 }
  return trace === ROUTER ? { ...fresh, inR: true, view: ofOneCapture(state.view) ? state.view : 'packets' } : { ...fresh, trace }
}

/** A part of the time is told by the clock in view: once another clock is in view all is shown. */
export function windowOfClock(before: State, after: State): State {
  return clockInView(before) === clockInView(after) ? after : without(after, 'window')
}

/** The capture whose clock the ladder and the strip go by; both ends go by A's. */
function clockInView(state: State): Capture {
  return bothInView(state) ? 0 : inList(state)
}
