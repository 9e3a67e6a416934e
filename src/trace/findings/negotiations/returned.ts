import type { Message, Sighting } from '../../model.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import type { Found, Scene } from '../finding.ts'
import { ICMP_UNSIGNED } from '../wording.ts'

// What became of a message need not be guessed where one host returns every sending of it with an ICMP error: its receiver,
// then it arrived and no answer was made; or a router, then it got no further than there.

/** Who returns every sending of these messages; undefined where nobody does, or more than one. */
export function returnedBy(scene: Scene, messages: readonly Message[]): string | undefined {
  const known = returnersOf(scene)
  const [by, ...others] = new Set(
    messages.flatMap(m => m.transmissions.map(t => t.sightings.map(sighting => known.get(sighting)).find(from => from !== undefined))),
  )
  return others.length === 0 ? by : undefined
}

/** Who returns one sending of a message. */
export function returnerOf(scene: Scene, sighting: Sighting): string | undefined {
  return returnersOf(scene).get(sighting)
}

/**
 * What this leaves open, and why.
 * @param to whom they were sent to; @param it what they are called
 */
export function returned(by: string, to: string, it: string): Pick<Found, 'because' | 'otherwise' | 'tryNext'> {
  const isPeer = by === to
  return {
    because: [`${by} returned every sending with an ICMP error: ${it} ${isPeer ? 'arrived there' : 'did not pass on from there'}.`],
    otherwise: [ICMP_UNSIGNED],
    tryNext: [
      isPeer
        ? `Look at the log and the firewall of ${by} for this moment.`
        : `Look at the filters and routes of ${by}, and whether ${to} is up.`,
    ],
  }
}

/** Destination unreachable, packet too big, hops used up. RFC 792, RFC 4443 §3. */
function isReturn({ version, type, code }: IcmpError): boolean {
  return version === 4 ? type === 3 || (type === 11 && code === 0) : type === 1 || type === 2 || (type === 3 && code === 0)
}

const returners = new WeakMap<Scene, ReadonlyMap<Sighting, string>>()

/** Who says so of what. */
function returnersOf(scene: Scene): ReadonlyMap<Sighting, string> {
  const before = returners.get(scene)
  if (before) return before
  const all = scene.trace.icmpErrors.all.filter(isReturn)
  const known = new Map(all.flatMap(({ about, from }) => (about ? [[about.sighting, from] as const] : [])))
  returners.set(scene, known)
  return known
}
