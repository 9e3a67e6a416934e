import type { Trace } from '../trace/trace.ts'

/** Pieces that are put together for one look. A datagram has at most 8192, a message 255 (version 1) or 65,535. */
const MOST = 10_000

/** The packets whose IKE fragments belong together with that of a packet, itself among them; empty when it carries none. */
export function ikeFragmentsOf(trace: Trace, number: number): readonly number[] {
  for (const { messages } of trace.negotiations)
    for (const { transmissions } of messages)
      for (const { sightings } of transmissions)
        for (const { carriage, packets } of sightings)
          if (carriage === 'ike-fragments' && packets.includes(number)) return packets.slice(0, MOST)
  return []
}
