import type { Negotiation } from '../../trace/report.ts'

/** Where a sending stands in its negotiation: its exchange, its message there, and which sending of that. */
export type Place = readonly [exchange: number, message: number, sending: number]

/** Id of the row of one sending. Names of messages come again within an exchange; places do not, and every view has the same. */
export function messageId({ id }: Negotiation, place: Place): string {
  return `${id} ${place.join(' ')}`
}

/** Id of the row of what an exchange still waits for. */
export function dueId({ id }: Negotiation, exchange: number): string {
  return `${id} ${exchange} due`
}
