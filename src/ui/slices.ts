// What follows from a report of a hundred thousand messages takes longer than a page may stand still. Such work is told
// as a generator that yields where it may pause: small work is done at once, large work between the page's other tasks.

/** Work that may pause wherever it yields. */
export type Slices<T> = Generator<undefined, T, undefined>

/** So many steps of a loop lie between two pauses. */
export const STEPS = 1_000

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

/** Does the same with each item of a list, and pauses after every few of them. */
export function* each<T>(items: Iterable<T>, does: (item: T, index: number) => void): Slices<void> {
  let i = 0
  for (const item of items) {
    does(item, i++)
    if (i % STEPS === 0) yield
  }
}

/** The same work for all who ask for it: whoever goes on does so from where the last one paused. */
export function shared<T>(work: Slices<T>): () => Slices<T> {
  let result: readonly [T] | undefined
  return function* () {
    while (!result) {
      const { done, value } = work.next()
      if (done) result = [value]
      else yield
    }
    return result[0]
  }
}

/** A sorted copy, equal items in the order they had: runs of a few are sorted at once, then merged with pauses. */
export function* sorting<T>(items: readonly T[], order: (one: T, other: T) => number): Slices<T[]> {
  let ordered = true
  yield* each(items, (item, i) => {
    if (i > 0 && order(items[i - 1]!, item) > 0) ordered = false
  })
  if (ordered) return [...items]
  let from: T[] = []
  for (let at = 0; at < items.length; at += STEPS) {
    for (const item of items.slice(at, at + STEPS).sort(order)) from.push(item)
    yield
  }
  for (let run = STEPS; run < from.length; run *= 2) {
    const to: T[] = []
    for (let at = 0; at < from.length; at += 2 * run) {
      const [middle, end] = [Math.min(at + run, from.length), Math.min(at + 2 * run, from.length)]
      let [left, right] = [at, middle]
      while (left < middle || right < end) {
        const first = right === end || (left < middle && order(from[left]!, from[right]!) <= 0)
        to.push(first ? from[left++]! : from[right++]!)
        if (to.length % STEPS === 0) yield
      }
    }
    from = to
  }
  return from
}
