import { useEffect, useRef } from 'react'

interface LessonKeys {
  readonly next: () => void
  readonly previous: () => void
  /** What Space does: takes the selection as the answer, or goes on. */
  readonly space: () => void
  /** A digit is typed somewhere: the field for it takes the focus, and with it the digit. False where no number is asked for. */
  readonly answer: () => boolean
}

/** As the sheet of keys shows them. */
export const lessonKeys: readonly { readonly shown: readonly string[]; readonly does: string }[] = [
  { shown: ['N'], does: 'Next step of the lesson, as Page Down; twice where a question is not answered' },
  { shown: ['P'], does: 'Step before, as Page Up' },
  { shown: ['0–9'], does: 'Where a number is asked for: writes it into its field, wherever the focus is; elsewhere the views, as always' },
  { shown: ['Space'], does: 'Takes the selected packet as the answer; once there is one, the next step' },
]

const taken = new Set(lessonKeys.flatMap(({ shown }) => shown))

/** A key of the workspace while a lesson runs: where the lesson has it for itself, it is reached with Shift. */
export function besideLesson(key: string): string {
  return taken.has(key) ? `Shift ${key}` : key
}

/**
 * N and P, Page Down and Page Up, Space: before the workspace sees them, unless somebody writes or presses a button. Where a number
 * is written as the answer, no letter is meant; and a digit is meant as the answer, not as a view, where a number is asked for.
 */
export function useLessonKeys(keys: LessonKeys): void {
  const now = useRef(keys)
  now.current = keys
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : undefined
      if (target?.closest('input:not([type=radio],[inputmode=decimal]),textarea,select,[role=dialog],[role=menu]')) return
      if (/^[0-9]$/.test(event.key) && !target?.closest('input')) {
        // What is typed goes where the focus is by then; the workspace would take it for a view.
        if (now.current.answer()) event.stopPropagation()
        return
      }
      const does = commandOf(event.key)
      if (!does || (does === 'space' && target?.closest('button,a,summary,input,[role=slider]'))) return
      event.preventDefault()
      now.current[does]()
    }
    window.addEventListener('keydown', pressed, { capture: true })
    return () => window.removeEventListener('keydown', pressed, { capture: true })
  }, [])
}

function commandOf(key: string): 'next' | 'previous' | 'space' | undefined {
  if (key === 'n' || key === 'N' || key === 'PageDown') return 'next'
  if (key === 'p' || key === 'P' || key === 'PageUp') return 'previous'
  return key === ' ' ? 'space' : undefined
}
