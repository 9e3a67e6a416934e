import { useSyncExternalStore } from 'react'

/** The span of time that a ladder shows at the moment: told with every scroll, heard only by what draws it. */
export interface Looking {
  readonly at: (from: number, to: number) => void
  readonly now: () => readonly [number, number] | undefined
  readonly listen: (heard: () => void) => () => void
}

/** Nothing is shown until `at` is told; seconds. */
export function createLooking(): Looking {
  let span: readonly [number, number] | undefined
  const listening = new Set<() => void>()
  return {
    at(from, to) {
      span = [from, to]
      for (const heard of listening) heard()
    },
    now: () => span,
    listen(heard) {
      listening.add(heard)
      return () => listening.delete(heard)
    },
  }
}

/** The span, drawn anew with every change. */
export function useLooking({ listen, now }: Looking): readonly [number, number] | undefined {
  return useSyncExternalStore(listen, now)
}
