import { firstSighting, type Seconds } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IkeLife } from '../../protected/lifetime.ts'
import { addressOf } from '../addresses.ts'
import { type Found, HOURS, idOf, inWords, packetsAsEvidence, type Scene, times } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'
import { inAll, isEven } from './renewals.ts'

// One side ends the IKE SA, the other begins anew, and so on. That is no renewal: in between nothing stands, and the period at which it
// happens says what ends it. Who ends and begins himself, as at a reauthentication that breaks before it makes, does it on purpose.

/** One life that was ended by the side that does not begin the next one. */
interface Ended {
  readonly life: IkeLife
  readonly stood: Seconds
  /** Seconds from its last protected packet to its end; undefined where it carried none. */
  readonly idle: Seconds | undefined
  /** Seconds until the next one stood. */
  readonly gap: Seconds | undefined
}

/** Ends from which it is no accident. */
const OFTEN = 3

/** Rows of IKE SAs that the same side ended each time, while the other one wants it. */
export function endedAgain(scene: Scene): { readonly found: Found; readonly lives: readonly IkeLife[] }[] {
  const rows = new Map<string, Ended[][]>()
  for (const life of scene.lives.ike) {
    const { course, deletedBy } = life
    const by = opposite(course.initiator)
    if (deletedBy?.by !== by || deletedBy.confidence === 'possible' || course.negotiation.joined || rekeyedFrom(course.negotiation))
      continue
    const key = [course.mode, addressOf(course, course.initiator), addressOf(course, by)].join()
    const known = rows.get(key) ?? rows.set(key, []).get(key)!
    const last = known.at(-1)
    const next = nextOf(scene, life)
    const one = { life, stood: deletedBy.time - life.since, idle: idleOf(scene, life), gap: next && next.since - deletedBy.time }
    if (last?.at(-1) && nextOf(scene, last.at(-1)!.life) === life) last.push(one)
    else known.push([one])
  }
  return [...rows.values()]
    .flat()
    .filter(row => row.length >= OFTEN)
    .map(row => ({ found: found(row), lives: row.map(one => one.life) }))
}

/** The next one between the two, begun by the same side when this one had been ended. */
function nextOf(scene: Scene, { course, deletedBy }: IkeLife): IkeLife | undefined {
  const { ike } = scene.lives
  const ends = (of: IkeLife) =>
    [of.course.mode, addressOf(of.course, of.course.initiator), addressOf(of.course, opposite(of.course.initiator))].join()
  const own = ike.findIndex(one => one.course === course)
  const next = ike.slice(own + 1).find(one => ends(one) === ends(ike[own]!))
  const first = next?.course.negotiation.messages[0]
  if (!next || !first || firstSighting(first).time <= deletedBy!.time || isOtherHost(scene, course, next.course)) return undefined
  return next
}

function idleOf({ lives: { ipsec } }: Scene, { course, deletedBy }: IkeLife): Seconds | undefined {
  const uses = ipsec.flatMap(one => (one.sa.child?.course === course && one.lastUse !== undefined ? [one.lastUse] : []))
  return uses.length === 0 ? undefined : deletedBy!.time - Math.max(...uses)
}

function found(row: readonly Ended[]): Found {
  const { course, deletedBy } = row[0]!.life
  const [wants, ends] = [addressOf(course, course.initiator), addressOf(course, deletedBy!.by)]
  const stood = row.map(one => one.stood)
  const gaps = row.flatMap(({ gap }) => gap ?? [])
  const regular = isEven(stood)
  const isIdle = row.every(({ idle }) => idle === undefined || idle >= QUIET)
  const most = Math.max(...stood)
  const age = most < HOURS ? inWords(most) : `${inWords(most)} (${Math.round(most)} s)`
  return {
    severity: regular && !isIdle ? 'warning' : 'note',
    title: `${ends} ends the IKE SA again and again, ${wants} begins anew`,
    says: `${ends} deleted the IKE SA ${times(row.length)}, each time ${inAll(stood)} after it came to stand, and nobody had renewed it. ${wants} began anew; until the next one stood, nothing did for ${inAll(gaps)}.`,
    confidence: row.every(({ life }) => life.deletedBy!.confidence === 'certain') ? 'certain' : 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    because: [
      `The first delete is told by this: ${deletedBy!.because}.`,
      ...(regular ? ['It stood equally long each time, as a timer or a setting makes it.'] : []),
      ...(isIdle ? [] : ['Protected packets were under way when it was ended.']),
    ],
    evidence: packetsAsEvidence(row.map(({ life }) => life.deletedBy!.packet)),
    otherwise: isIdle
      ? [`${ends} ends what carries no traffic: an idle timeout.`, `A lifetime or a limit of the session at ${ends}.`]
      : most < SHORT
        ? [
            `${ends} allows each identity one IKE SA, and another host or connection with the same identity takes its place.`,
            `A check at ${ends} after the log-in fails: an address, an account or a script.`,
          ]
        : [
            `A lifetime or a limit of the session at ${ends}, before which ${wants} does not rekey.`,
            `${ends} demands that ${wants} authenticates anew in time, and ${wants} does not.`,
          ],
    tryNext: [
      `Read the log of ${ends} at the moment of a delete: it names the reason.`,
      ...(regular && !isIdle && most >= SHORT ? [`Look for what is set to ${age} at ${ends}, and let ${wants} rekey earlier.`] : []),
    ],
  }
}

/** Seconds without a protected packet from which an end may be one for want of traffic. */
const QUIET = 10
/** Seconds: no lifetime is set so short. */
const SHORT = 60
