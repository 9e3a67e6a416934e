import { useEffect, useRef } from 'react'

/** Where the focus goes when nothing has it, the first that is there. */
const PANES = ['[data-pane=ladder]', '[data-pane=packets]', '[data-pane=moment]', '[data-pane=baseline]', 'main']

/** Milliseconds in which a closing sheet gives the focus back by itself. */
const GRACE = 80

/** Never lets the focus fall on nothing: whoever uses the keyboard would begin again from the top. When what had it has left
 *  the page, or a whole screen has come, the pane in view gets it. */
export function useFocusKept(): void {
  const last = useRef<Element>(undefined)
  const due = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const came = (event: FocusEvent) => {
      if (event.target instanceof Element) last.current = event.target
    }
    document.addEventListener('focusin', came)
    return () => {
      document.removeEventListener('focusin', came)
      clearTimeout(due.current)
      due.current = undefined
    }
  }, [])
  // After every drawing, for each may take something away.
  useEffect(() => {
    due.current ??= setTimeout(() => {
      due.current = undefined
      if (isNowhere() && !canHold(last.current)) pane()?.focus({ preventScroll: true, focusVisible: false } as FocusOptions)
    }, GRACE)
  })
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

function canHold(element: Element | undefined): boolean {
  return element?.isConnected === true && !element.matches(':disabled') && element.checkVisibility()
}

function pane(): HTMLElement | null {
  for (const selector of PANES) {
    const element = document.querySelector<HTMLElement>(selector)
    if (element) return element
  }
  return null
}
