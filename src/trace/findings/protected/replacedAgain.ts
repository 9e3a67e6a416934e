import { firstSighting, type Seconds } from '../../model.ts'
import { rekeyedFrom } from '../../negotiation/child.ts'
import { opposite } from '../../negotiation/sides.ts'
import type { IkeLife } from '../../protected/lifetime.ts'
import { addressOf, initiatorAndResponder } from '../addresses.ts'
import { type Found, idOf, packetsAsEvidence, type Scene, times } from '../finding.ts'
import { isOtherHost } from '../negotiations/otherHost.ts'
import { listed } from '../wording.ts'
import { gapsOf, inAll, isEven } from './renewals.ts'

// A new IKE SA comes from one side every few seconds although one stands, and the other side deletes the older one each time. It looks like a
// renewal; but no lifetime is so short, and whoever renews lets the old one go itself. A gateway that allows each identity one IKE SA does so.

/** Takeovers from which it is no accident. */
const OFTEN = 3
/** Seconds: no lifetime is set so short. */
const SHORT: Seconds = 60
/** Seconds from the new one to the delete of the older one that belongs to it. */
const RIGHT_BEHIND: Seconds = 2

/** Rows of IKE SAs that one side makes anew within seconds, of which the other side deletes the older one. */
export function replacedAgain(scene: Scene): { readonly found: Found; readonly lives: readonly IkeLife[] }[] {
  const rows: IkeLife[][] = []
  for (const life of scene.lives.ike) {
    if (!takesOver(scene, life)) continue
    const row = rows.find(one => one.at(-1) === life.replaces)
    if (row) row.push(life)
    else rows.push([life.replaces!, life])
  }
  return rows.filter(row => row.length > OFTEN).map(row => ({ found: found(row), lives: row.slice(0, -1) }))
}

/** Begun from the start by the side that began the one before, which the other side deleted right behind. */
function takesOver(scene: Scene, { course, since, replaces }: IkeLife): boolean {
  const by = replaces?.deletedBy
  if (!by || by.confidence === 'possible' || rekeyedFrom(course.negotiation) || course.negotiation.joined) return false
  const old = replaces.course
  const areSame = initiatorAndResponder(old).join() === initiatorAndResponder(course).join()
  if (!areSame || by.by !== opposite(old.initiator) || since - replaces.since >= SHORT) return false
  return by.time >= since && by.time - since <= RIGHT_BEHIND && !isOtherHost(scene, old, course)
}

function found(row: readonly IkeLife[]): Found {
  const [{ course, deletedBy }] = row as [IkeLife]
  const [wants, ends] = [addressOf(course, course.initiator), addressOf(course, deletedBy!.by)]
  const gaps = gapsOf(row)
  const deletes = row.flatMap(life => (life === row.at(-1) ? [] : life.deletedBy!.packet))
  const ports = [...new Set(row.map(one => firstSighting(one.course.negotiation.messages[0]!).source.port))]
  return {
    severity: isEven(gaps) ? 'warning' : 'note',
    title: `${ends} deletes the IKE SA of ${wants} again and again, when a new one comes`,
    says: `From ${wants} a new negotiation came ${times(gaps.length)}, each time ${inAll(gaps)} after the last one, and as soon as it was done ${ends} deleted the older IKE SA. Lifetimes are far longer, and who renews an IKE SA deletes the old one itself as a rule. It looks as if ${ends} allows each identity one IKE SA, and two hosts or connections have the same.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course),
    matter: 'replaced again',
    because: [
      `The first delete is told by this: ${deletedBy!.because}.`,
      ...(isEven(gaps) ? ['They come equally long after one another, as a timer makes it.'] : []),
      ...(ports.length > 1 ? [`They came from ports ${listed(ports.map(String))} of ${wants}, as of several hosts behind a NAT.`] : []),
    ],
    evidence: packetsAsEvidence(row.slice(1).flatMap((life, i) => [life.sincePacket, deletes[i]!])),
    otherwise: [
      `One host: a script or a check at ${wants} takes the connection for dead and starts it again.`,
      'Both were set to very short lifetimes, as for a test.',
    ],
    tryNext: [
      `Read the log of ${ends} at the moment of a delete: it names the reason, and the identity.`,
      `Look at ${wants} for what begins the connection each time.`,
    ],
  }
}
