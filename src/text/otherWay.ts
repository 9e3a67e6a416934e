import type { Sighting, Transmission } from '../trace/report.ts'

/** Of a sending that is none of the first, and repeats none between its own addresses: `again, another way: 192.0.2.10 to 198.51.100.20`. */
export function otherWay({ retransmission }: Transmission, { source, destination }: Sighting): string | undefined {
  if (retransmission || !source || !destination) return undefined
  return `again, another way: ${source.address} to ${destination.address}`
}
