import type { Exchange, Negotiation } from './report.ts'

/** How a negotiation or an exchange ended, in the words that people read, on the page, in text and in findings alike. The report's own
 *  names are others and stay: `unanswered`, `incomplete`. */
export const outcomeWords = {
  established: 'established',
  complete: 'finished',
  failed: 'failed',
  unanswered: 'not answered',
  incomplete: 'not finished',
} as const satisfies Readonly<Record<Negotiation['outcome'] | Exchange['outcome'], string>>

/** Of a negotiation in whose place the peer answered another one. */
export const NOT_NEEDED = 'not needed'

/** Of what is no negotiation. */
export const NO_NEGOTIATION = 'no negotiation'

/** How a negotiation ended: `established`, `not needed, N1 was answered`; `no negotiation, INVALID_SPI`. */
export function ending({ outcome, answeredInstead, notice }: Pick<Negotiation, 'outcome' | 'answeredInstead' | 'notice'>): string {
  if (notice !== undefined) return `${NO_NEGOTIATION}, ${notice}`
  return answeredInstead === undefined ? outcomeWords[outcome] : `${NOT_NEEDED}, ${answeredInstead} was answered`
}
