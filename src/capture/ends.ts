import type { Input } from './input.ts'
import type { Sink } from './record.ts'

/**
 * Says where a file ends when that is inside a record. Nothing is said of a file that ends between two, or goes on unread.
 * @param what the record that ends the file  @param header length of its header  @param needed its length as far as that is
 * known  @param number of the last whole packet
 */
export function sayWhereItEnds(input: Input, what: string, header: number, needed: number, number: number, sink: Sink): void {
  const left = input.end - input.at
  if ((left === 0 && input.failure === undefined) || input.source.givenUp) return
  const why = input.failure === undefined ? '' : `; reading failed: ${input.failure}`
  const part = left < header ? `${left} of the ${header} bytes of its header` : `${left} of its ${needed} bytes`
  const cut = left === 0 ? '' : `: ${what} is cut off, ${part} are here`
  sink.problem?.(number, { weight: 'cut', says: `the file ends at byte ${input.offset + left}${cut}${why}` })
}
