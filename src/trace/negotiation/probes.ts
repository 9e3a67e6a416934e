import type { Message, Transmission } from '../model.ts'
import { Exchanges, isResponse } from './header.ts'

// Who has several addresses, or whose peer has, can ask which way is open: the very same request goes out between one pair of addresses
// after the other, and the first answer says which (RFC 4555 §3.10). Such a sending is no repetition of one that got no answer.

/** The addresses between which it went. */
function way({ sightings: [first] }: Transmission): string {
  return `${first!.source.address} ${first!.destination.address}`
}

/** A request that was sent between several pairs of addresses. */
export function isProbe({ ike, negotiation, transmissions }: Message): boolean {
  if (negotiation.version !== 2 || transmissions.length < 2) return false
  if (ike.exchangeType !== Exchanges.informationalV2 || isResponse(ike)) return false
  const first = way(transmissions[0]!)
  return transmissions.some(one => way(one) !== first)
}

/** The pairs of addresses of a request, `192.0.2.10 to 198.51.100.20`, in the order in which they were tried. */
export function waysTried({ transmissions }: Message): string[] {
  return [...new Set(transmissions.map(way))].map(one => one.replace(' ', ' to '))
}

/** Whether a sending repeats an earlier one between the same addresses. */
export function repeatsEarlier(message: Message, at: number): boolean {
  if (at === 0) return false
  if (!isProbe(message)) return true
  const own = way(message.transmissions[at]!)
  return message.transmissions.slice(0, at).some(one => way(one) === own)
}
