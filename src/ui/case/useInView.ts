import { type RefObject, useEffect, useRef } from 'react'

/** Brings an element into view once it becomes the chosen one; of one taller than its pane, the head. */
export function useInView<E extends HTMLElement>(chosen: boolean): RefObject<E | null> {
  const element = useRef<E>(null)
  useEffect(() => {
    if (!chosen) return
    element.current?.scrollIntoView({ block: 'nearest' })
    element.current?.firstElementChild?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return element
}
