import { useEffect, useRef, useState } from 'react'
import { type Slices, slice } from './slices.ts'

/** Milliseconds of work before the page has its turn: all that is begun at once together, and later on. */
const FIRST = 20
const LATER = 10

interface Job {
  readonly work: Slices<unknown>
  readonly done: (result: readonly [unknown]) => void
}

let spent = 0
const waiting: Job[] = []
let going = false

/** What is left of the first milliseconds goes to work that has just begun; small work is done by then. */
function begin<T>(work: Slices<T>): readonly [T] | undefined {
  const now = performance.now()
  if (spent === 0) setTimeout(() => (spent = 0))
  const result = slice(work, FIRST - spent)
  spent += Math.max(performance.now() - now, 0.01)
  return result
}

/** Goes on with what waits, one after the other, a few milliseconds at a time. */
function goOn(): void {
  const end = performance.now() + LATER
  try {
    while (waiting.length > 0 && performance.now() < end) {
      const job = waiting.shift()!
      const result = slice(job.work, end - performance.now())
      if (result) job.done(result)
      else waiting.unshift(job)
    }
  } finally {
    going = waiting.length > 0
    if (going) setTimeout(goOn)
  }
}

/** The result of `useSliced`, whether or not it is of what was asked last. */
export function useSlices<T>(make: () => Slices<T>, place: unknown): T | undefined {
  return useSliced(make, place).result
}

/**
 * The result of work that begins anew whenever `make` is another function. Until it is there: the result before, if that
 * was of the same place, else undefined; `behind` says that it is not there.
 */
export function useSliced<T>(make: () => Slices<T>, place: unknown): { readonly result: T | undefined; readonly behind: boolean } {
  const held = useRef<{ make: () => Slices<T>; place: unknown; work: Slices<T>; result?: readonly [T]; before?: readonly [T] }>(undefined)
  const [, redraw] = useState(0)
  const last = held.current
  if (last?.make !== make) {
    const work = make()
    const before = last && last.place === place ? (last.result ?? last.before) : undefined
    held.current = { make, place, work, result: begin(work), before }
  }
  useEffect(() => {
    const mine = held.current!
    if (mine.result || mine.make !== make) return
    const job: Job = {
      work: mine.work,
      done: result => {
        mine.result = result as readonly [T]
        redraw(n => n + 1)
      },
    }
    waiting.push(job)
    if (!going) setTimeout(goOn)
    going = true
    return () => {
      const at = waiting.indexOf(job)
      if (at >= 0) waiting.splice(at, 1)
    }
  }, [make])
  const { result, before } = held.current!
  return { result: (result ?? before)?.[0], behind: result === undefined }
}
