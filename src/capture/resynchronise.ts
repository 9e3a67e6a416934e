import type { Input } from './input.ts'
import type { Sink } from './record.ts'

// After a length that cannot be, the next record is looked for byte by byte (or by the format's alignment). A place counts
// only if the headers there follow one another: LINKED of them in a row, or up to the exact end of the file. A header of
// random bytes passes as plausible about once in 10^6 for pcap, so a chain of three is safe; what is passed over is said.

/** Headers that must follow one another. */
const LINKED = 3
/** Longest record that counts as plausible here; a window of LINKED of them is looked at without waiting. */
export const LONGEST_LINK = 256 * 1024
/** Bytes searched before giving up. */
const SEARCHED = 64 * 1024 * 1024
const WINDOW = LINKED * (LONGEST_LINK + 1024)

/**
 * Length of the record whose header lies at `at`, 0 when it is none. At least `header` bytes are there.
 */
export type Plausible = (view: DataView, at: number, end: number) => number

/**
 * Moves to the next place, from the cursor on, where records follow one another; false when there is none near.
 * @param header length of a record's header  @param step alignment of records  @param least headers that must be there even
 * if the file ends exactly behind them
 */
export async function resynchronise(input: Input, header: number, step: number, plausible: Plausible, least = 1): Promise<boolean> {
  const from = input.offset
  for (;;) {
    const whole = await input.more(WINDOW)
    const { view, end } = input
    const last = whole ? end - WINDOW : end - header
    for (let at = input.at; at <= last; at += step) {
      if (plausible(view, at, end) > 0 && linked(view, at, end, header, plausible, whole ? LINKED : least)) {
        input.at = at
        return true
      }
      input.at = at
    }
    if (!whole) {
      input.at = end
      return false
    }
    if (input.offset - from > SEARCHED) return false
    input.at += step
  }
}

function linked(view: DataView, start: number, end: number, header: number, plausible: Plausible, least: number): boolean {
  let at = start
  for (let n = 0; n < LINKED; n++) {
    if (at === end && n >= least) return true
    if (at + header > end) return false
    const length = plausible(view, at, end)
    if (length === 0) return false
    at += length
  }
  return true
}

/** Says what was wrong at `from` and where reading went on, after packet `number`. */
export function sayPassedOver(sink: Sink, number: number, wrong: string, what: string, from: number, found: boolean, input: Input): void {
  const then = found ? `${input.offset - from} bytes were passed over up to byte ${input.offset}` : `nothing behind it reads as ${what}`
  sink.problem?.(number, { weight: 'malformed', says: `${wrong}; ${then}` })
}
