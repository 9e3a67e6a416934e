import { type Dispatch, useEffect } from 'react'
import type { Action } from './state.ts'

/** Keys that by themselves do nothing. */
const silent = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'])

/** Notices while something is being read that somebody does something with what is shown already: scrolls, presses a key or a button. */
export function useTouched(reading: boolean, dispatch: Dispatch<Action>): void {
  useEffect(() => {
    if (!reading) return
    const touched = () => dispatch({ type: 'touched' })
    const pressed = ({ key }: KeyboardEvent) => !silent.has(key) && touched()
    window.addEventListener('wheel', touched, { passive: true, capture: true })
    window.addEventListener('pointerdown', touched, true)
    window.addEventListener('keydown', pressed, true)
    return () => {
      window.removeEventListener('wheel', touched, true)
      window.removeEventListener('pointerdown', touched, true)
      window.removeEventListener('keydown', pressed, true)
    }
  }, [reading, dispatch])
}
