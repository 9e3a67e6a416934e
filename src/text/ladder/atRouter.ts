import type { Between, Sighting } from '../../trace/report.ts'

/** What a capture at a router between the two has of a sending. */
export interface AtRouter {
  /** Its packet numbers there. */
  readonly packets: readonly number[]
  /** Of a lost one: on which side of the router. */
  readonly lost?: 'before' | 'behind' | 'unknown'
}

/** Looks sendings up by the packets of either end; undefined without such a capture. */
export function atRouter(between: Between | undefined): ((sightings: readonly Sighting[]) => AtRouter) | undefined {
  if (!between) return undefined
  const seen = [new Map(between.seen.a), new Map(between.seen.b)] as const
  const losses = new Map(between.losses.map(one => [`${one.trace} ${one.packet}`, one]))
  return sightings => {
    const own = sightings.flatMap(({ trace, packets }) => packets.map(packet => ({ trace, packet })))
    const packets = own.flatMap(({ trace, packet }) => seen[trace].get(packet) ?? losses.get(`${trace} ${packet}`)?.atR ?? [])
    const places = own.flatMap(({ trace, packet }) => losses.get(`${trace} ${packet}`)?.place ?? [])
    const lost = places.find(place => place !== 'behind') ?? places[0]
    return { packets: [...new Set(packets)].sort((x, y) => x - y), ...(lost ? { lost } : {}) }
  }
}
