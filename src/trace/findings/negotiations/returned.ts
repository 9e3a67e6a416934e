import type { Message, Sighting } from '../../model.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { route } from '../addresses.ts'
import type { Found, Scene } from '../finding.ts'
import { ICMP_UNSIGNED } from '../wording.ts'

// What became of a message need not be guessed where one host returns it with an ICMP error: its receiver, then it arrived and no
// answer was made; or a router that returns every sending, then it got no further than there.

/** Who returns a message, and how many of its sendings. */
export interface Returns {
  readonly by: string
  readonly count: number
  readonly of: number
}

/** Undefined where nobody returns these messages, more than one does, a router only some of their sendings, or their receiver few of them. */
export function returnedBy(scene: Scene, messages: readonly Message[]): Returns | undefined {
  const known = errorsBySighting(scene)
  const sendings = messages.flatMap(m => m.transmissions.map(t => t.sightings.flatMap(sighting => known.get(sighting)?.from ?? [])[0]))
  const returns = sendings.flatMap(from => from ?? [])
  const [by, ...others] = new Set(returns)
  if (by === undefined || others.length > 0) return undefined
  const most = by === route(messages[0]!).to && 2 * returns.length > sendings.length
  if (returns.length < sendings.length && !most) return undefined
  return { by, count: returns.length, of: sendings.length }
}

/** Who returns one sending of a message. */
export function returnerOf(scene: Scene, sighting: Sighting): string | undefined {
  return errorsBySighting(scene).get(sighting)?.from
}

/** The router that returns every one of these sendings as for a host that is not there: next to it nobody answers, and no filter says so.
 *  RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
export function noHostBy(scene: Scene, sendings: readonly (Sighting | undefined)[]): string | undefined {
  const errors = sendings.map(one => one && errorsBySighting(scene).get(one))
  const [first] = errors
  return first && errors.every(one => one?.from === first.from && isNoHost(one)) ? first.from : undefined
}

/** The first sighting of each sending of these messages. */
export function firstsOf(messages: readonly Message[]): Sighting[] {
  return messages.flatMap(m => m.transmissions.map(t => t.sightings[0]!))
}

function isNoHost({ version, type, code }: IcmpError): boolean {
  return version === 4 ? type === 3 && code === 1 : type === 1 && code === 3
}

/** What to look at then. */
function lookForHost(by: string, to: string): string {
  return `Look whether ${to} is up and connected, then at routes and neighbours at ${by}.`
}

/** What to look at where one router returns every one of these sendings; undefined where none does. */
export function lookAtRouter(
  scene: Scene,
  sendings: readonly (Sighting | undefined)[],
  to: string,
  isEnd: (address: string) => boolean,
): string | undefined {
  const [by, ...others] = new Set(sendings.map(one => one && errorsBySighting(scene).get(one)?.from))
  if (by === undefined || others.length > 0 || isEnd(by)) return undefined
  return noHostBy(scene, sendings) === undefined ? `Look at the filters and routes of ${by}.` : lookForHost(by, to)
}

/**
 * What this leaves open, and why.
 * @param to whom they were sent to; @param it what they are called; @param noHost that one returns them as for a host that is not there
 */
export function returned(
  { by, count, of }: Returns,
  to: string,
  it: string,
  noHost = false,
): Pick<Found, 'because' | 'otherwise' | 'tryNext'> {
  const isPeer = by === to
  return {
    because: [
      `${by} returned ${count === of ? 'every sending' : `${count} of ${of} sendings`} with an ICMP error: ${it} ${isPeer ? 'arrived there' : 'did not pass on from there'}.`,
    ],
    otherwise: [ICMP_UNSIGNED],
    tryNext: [
      isPeer
        ? `Look at the log and the firewall of ${by} for this moment.`
        : noHost
          ? lookForHost(by, to)
          : `Look at the filters and routes of ${by}, and whether ${to} is up.`,
    ],
  }
}

/** Destination unreachable, packet too big, hops used up. RFC 792, RFC 4443 §3. */
function isReturn({ version, type, code }: IcmpError): boolean {
  return version === 4 ? type === 3 || (type === 11 && code === 0) : type === 1 || type === 2 || (type === 3 && code === 0)
}

const returns = new WeakMap<Scene, ReadonlyMap<Sighting, IcmpError>>()

/** What is said of which sending. */
function errorsBySighting(scene: Scene): ReadonlyMap<Sighting, IcmpError> {
  const before = returns.get(scene)
  if (before) return before
  const all = scene.trace.icmpErrors.all.filter(isReturn)
  const known = new Map(all.flatMap(error => (error.about ? [[error.about.sighting, error] as const] : [])))
  returns.set(scene, known)
  return known
}
