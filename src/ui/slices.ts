import { useEffect, useRef, useState } from 'react'

// What follows from a report of a hundred thousand messages takes longer than a page may stand still. Such work is told
// as a generator that yields where it may pause: small work is done at once, large work between the page's other tasks.

/** Work that may pause wherever it yields. */
export type Slices<T> = Generator<undefined, T, undefined>

/** So many steps of a loop lie between two pauses. */
export const STEPS = 2_000

/** Milliseconds of work before the page has its turn: at first, when small work is to be done at once, and later on. */
const FIRST = 25
const LATER = 12

/** Does all of it without a pause. */
export function whole<T>(work: Slices<T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** Does a part of it, for about so many milliseconds; gives the result in a list of one once there is one. */
export function slice<T>(work: Slices<T>, milliseconds: number, now = () => performance.now()): readonly [T] | undefined {
  const end = now() + milliseconds
  do {
    const { done, value } = work.next()
    if (done) return [value]
  } while (now() < end)
  return undefined
}

/** The items of a list, with a pause after every few of them. */
export function* paused<T, R>(items: readonly T[], each: (item: T, index: number) => R): Slices<R[]> {
  const all: R[] = []
  for (let i = 0; i < items.length; i++) {
    all.push(each(items[i]!, i))
    if (i % STEPS === STEPS - 1) yield
  }
  return all
}

/**
 * The result of work that begins anew whenever `make` is another function. Until it is there: the result before, if that
 * was of the same place, else undefined.
 */
export function useSlices<T>(make: () => Slices<T>, place: unknown): T | undefined {
  const held = useRef<{ make: () => Slices<T>; place: unknown; work: Slices<T>; result?: readonly [T]; before?: readonly [T] }>(undefined)
  const [, redraw] = useState(0)
  const last = held.current
  if (last?.make !== make) {
    const work = make()
    const before = last && last.place === place ? (last.result ?? last.before) : undefined
    held.current = { make, place, work, result: slice(work, FIRST), before }
  }
  useEffect(() => {
    const mine = held.current!
    if (mine.result || mine.make !== make) return
    let timer: ReturnType<typeof setTimeout>
    const go = () => {
      mine.result = slice(mine.work, LATER)
      if (mine.result) redraw(n => n + 1)
      else timer = setTimeout(go)
    }
    timer = setTimeout(go)
    return () => clearTimeout(timer)
  }, [make])
  return (held.current?.result ?? held.current?.before)?.[0]
}
