import { firstSighting, type Seconds } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import type { Course } from '../../negotiation/course.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IkeLife } from '../../protected/lifetime.ts'
import { addressOf, initiatorAndResponder } from '../addresses.ts'
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
  const uses = lastUsesOf(scene)
  const byEnds = new Map<string, IkeLife[]>()
  for (const life of scene.lives.ike) {
    const same = byEnds.get(endsOf(life))
    if (same) same.push(life)
    else byEnds.set(endsOf(life), [life])
  }
  return [...byEnds.values()]
    .flatMap(lives => rowsOf(scene, lives, uses))
    .filter(row => row.length >= OFTEN)
    .map(row => ({ found: found(row), lives: row.map(one => one.life) }))
}

/** The mode, and the two hosts with the one that began first. */
function endsOf({ course }: IkeLife): string {
  return [course.mode, ...initiatorAndResponder(course)].join()
}

/** @param lives of the same two, in the order in which they began  @param uses when each was last used */
function rowsOf(scene: Scene, lives: readonly IkeLife[], uses: ReadonlyMap<Course, Seconds>): Ended[][] {
  const rows: Ended[][] = []
  let goesOn = false
  for (const [i, life] of lives.entries()) {
    const { course, deletedBy } = life
    const isEnded = deletedBy?.by === opposite(course.initiator) && deletedBy.confidence !== 'possible'
    if (!isEnded || course.negotiation.joined || rekeyedFrom(course.negotiation)) {
      goesOn = false
      continue
    }
    const next = nextOf(scene, life, lives[i + 1])
    const use = uses.get(course)
    const one = {
      life,
      stood: deletedBy.time - life.since,
      idle: use === undefined ? undefined : deletedBy.time - use,
      gap: next && next.since - deletedBy.time,
    }
    if (goesOn) rows.at(-1)!.push(one)
    else rows.push([one])
    goesOn = next !== undefined
  }
  return rows
}

/** The next one between the two, where it was begun when this one had been ended, and by no other host behind a NAT. */
function nextOf(scene: Scene, { course, deletedBy }: IkeLife, next: IkeLife | undefined): IkeLife | undefined {
  const first = next?.course.negotiation.messages[0]
  if (!first || firstSighting(first).time <= deletedBy!.time || isOtherHost(scene, course, next.course)) return undefined
  return next
}

/** When protected packets of each negotiation were last seen. */
function lastUsesOf({ lives: { ipsec } }: Scene): ReadonlyMap<Course, Seconds> {
  const uses = new Map<Course, Seconds>()
  for (const { sa, lastUse } of ipsec) {
    const course = sa.child?.course
    if (course && lastUse !== undefined) uses.set(course, Math.max(lastUse, uses.get(course) ?? lastUse))
  }
  return uses
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
