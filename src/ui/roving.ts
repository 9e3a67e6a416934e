import { type KeyboardEvent, useState } from 'react'

/** A list that Tab comes to once: arrows, Home and End lead from line to line, Enter does what a line is for. */
export interface Roving {
  /** To be put on line `i`. */
  readonly line: (i: number) => { readonly 'data-line': number; readonly tabIndex: 0 | -1; readonly onFocus: () => void }
  /** To be put on what holds the lines. @param enter on a line of that number */
  readonly keys: (enter: (i: number) => void) => (event: KeyboardEvent<HTMLElement>) => void
}

/** @param count lines that the list has */
export function useRoving(count: number): Roving {
  const [at, setAt] = useState(0)
  const now = Math.min(at, Math.max(count - 1, 0))
  return {
    line: i => ({ 'data-line': i, tabIndex: i === now ? 0 : -1, onFocus: () => setAt(i) }),
    keys: enter => event => {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      const own = (event.target as Element).getAttribute('data-line')
      if (event.key === 'Enter' && own !== null) enter(Number(own))
      else {
        const next = focusAfter(event.key, now, count)
        const to = next === undefined ? null : event.currentTarget.querySelector<HTMLElement>(`[data-line="${next}"]`)
        if (!to) return
        to.focus()
      }
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

/** The line that has the focus after a key; undefined: the key means nothing here. */
export function focusAfter(key: string, now: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return Math.min(now + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(now - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
