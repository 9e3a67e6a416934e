import { duration } from '../time.ts'

/** With both ends: seconds from leaving to arriving. */
export interface Took {
  /** As measured, where that is well above the clocks' error: of delays about as long as it some would be told and some not. */
  readonly delay?: number
  /** Else what it cannot exceed. */
  readonly within?: number
}

/** How long something took that left at a moment of A's clock. @param seconds as both captures have it; less than nothing is no delay */
export type OnTheWay = (seconds: number | undefined, at: number) => Took

/** The finest that is told, seconds. */
const LEAST = 1e-4
/** Bounds that are told, times a power of ten: one says little more than the next. */
const BOUNDS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** `3.8 ms`; `< 2.5 ms`, rounded up. */
export function tookText({ delay, within }: Took): string {
  if (delay !== undefined) return duration(delay)
  if (within === undefined) return ''
  const unit = 10 ** Math.floor(Math.log10(Math.max(within, LEAST)))
  const most = BOUNDS.find(bound => bound * unit >= within) ?? 10
  return `< ${duration(most * unit).replace(/\.0 ms$/, ' ms')}`
}
