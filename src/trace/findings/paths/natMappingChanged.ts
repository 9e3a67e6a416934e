import { Kind } from '../../../dissectors/sort.ts'
import type { Side } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import type { IcmpError } from '../../path/icmpErrors.ts'
import { portChanges } from '../../path/natMapping.ts'
import { type Found, inWords, packetsAsEvidence, type Rule, type Scene, times } from '../finding.ts'
import { lastSignOf, ofMapping, ofTranslated, sentTo, sentToPort } from './behindNat.ts'

/** A3, and all went on: the peer only came from another port, and nothing had been sent to the old one meanwhile. */
export const natMappingChanged: Rule = {
  id: 'nat-mapping-expired',
  scenario: 'A3',
  find: scene => ofTranslated(scene, (...side) => (refusedAtOldPort(...side) || movedWithLoss(...side) ? undefined : moved(...side))),
}

/** Packets to the old port, later than the last one from there, from which on they are more than one under way. */
const IN_VAIN = 2
/** Seconds behind a peer's last packet within which what is sent to it still answers that. */
const ANSWERS = 0.5
/** Seconds without a packet from inside before which hardly a NAT forgets by itself. */
const HASTY = 15
const RESTARTED =
  'Look what happened to the NAT at that moment: a restart, new rules, or a table that was full. Few forget a mapping that soon; with one that does, the peer has to send keepalives more often.'

/** The same, and what was sent to the old port until then stayed without an answer. */
export function movedWithLoss(scene: Scene, course: Course, side: Side): Found | undefined {
  const change = changeOf(scene, course, side)
  if (!change) return undefined
  const [before, after] = change
  const heard = lastSignOf(scene, course, side, after.time) ?? before.time
  const meanwhile = sentTo(scene, course, side, heard + ANSWERS, after.time)
  const since = sentToPort(scene, course, side, before).filter(packet => scene.trace.packets.time(packet - 1) >= after.time)
  const late = since.filter(packet => scene.trace.packets.time(packet - 1) > after.time + ANSWERS)
  if (meanwhile.length + late.length < IN_VAIN) return undefined
  const one = moved(scene, course, side)!
  const vain = late.length === 0 ? meanwhile : [...meanwhile, ...since]
  const told =
    late.length === 0
      ? `${vain.length} packets that went to the old port meanwhile got no answer; they were lost at the NAT.`
      : `${vain.length} packets went to the old port, ${since.length === vain.length ? 'all' : since.length} of them when the first had come from the new one; they were lost at the NAT.`
  return {
    ...one,
    severity: 'warning',
    title: `The NAT had forgotten ${after.address}: what went to its old port was lost`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and later from port ${after.port}: the NAT had forgotten the mapping. ${told}`,
    evidence: packetsAsEvidence([before.packet, ...vain.slice(0, 9), after.packet]),
  }
}

/** A port from which nothing comes any more is refused: the peer has gone on from another one, so it is no service that is missing. */
export function refusesOldPort(scene: Scene, { quoted, version, type, code, time }: IcmpError, course: Course, side: Side): boolean {
  if (quoted?.protocol !== 17 || quoted.sourcePort !== 4500) return false
  if (version === 4 ? type !== 3 || code !== 3 : type !== 1 || code !== 4) return false
  const [before, after] = changeOf(scene, course, side) ?? []
  return before?.address === quoted.to && before.port === quoted.destinationPort && after !== undefined && after.time < time
}

/** What went on to the old port was refused. */
export function refusedAtOldPort(scene: Scene, course: Course, side: Side): Found | undefined {
  const errors = scene.trace.icmpErrors.all.filter(e => refusesOldPort(scene, e, course, side))
  const change = changeOf(scene, course, side)
  if (errors.length === 0 || !change) return undefined
  const [before, after] = change
  const one = moved(scene, course, side)!
  const unfollowed = isKeepalive(scene, after.packet)
    ? ['A host follows its peer to another port only when an authenticated packet comes from there; a keepalive is none.']
    : []
  return {
    ...one,
    severity: 'warning',
    title: `The NAT has given ${after.address} another port, and refuses what goes to the old one`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and later from port ${after.port}: the NAT had dropped the mapping. What still went to port ${before.port} was answered ${times(errors.length)} with ICMP "port unreachable" and did not reach the peer.`,
    because: [...one.because, ...unfollowed],
    evidence: packetsAsEvidence([before.packet, after.packet, ...errors.map(e => e.packet)]),
  }
}

type Change = ReturnType<typeof portChanges>[number]
const changes = new WeakMap<Scene, Map<string, Change | undefined>>()

/** Worked out once for all errors. */
function changeOf(scene: Scene, course: Course, side: Side): Change | undefined {
  const known = changes.get(scene) ?? new Map<string, Change | undefined>()
  changes.set(scene, known)
  const key = `${course.negotiation.number} ${side}`
  if (!known.has(key)) known.set(key, portChanges(course, side, scene.trace, scene.courses)[0])
  return known.get(key)
}

function isKeepalive({ trace: { packets } }: Scene, packet: number): boolean {
  return packets.kind(packet - 1) === Kind.natKeepalive
}

/** The same negotiation goes on from another port. */
function moved(scene: Scene, course: Course, side: Side): Found | undefined {
  const change = changeOf(scene, course, side)
  if (!change) return undefined
  const [before, after] = change
  const quiet = after.time - (lastSignOf(scene, course, side, after.time) ?? before.time)
  return {
    ...ofMapping(course),
    ...(quiet < HASTY ? { tryNext: [RESTARTED] } : {}),
    severity: 'note',
    title: `The NAT has given ${after.address} another port`,
    says: `Packets of the peer at ${after.address} came from port ${before.port} and, after ${inWords(quiet)} without one, from port ${after.port}: the NAT ${quiet < HASTY ? 'had dropped the mapping, sooner than most forget one' : 'had forgotten the mapping'}. What goes to the old port is lost from then on.`,
    confidence: 'likely',
    because: [
      isKeepalive(scene, after.packet)
        ? `Nothing comes from port ${before.port} any more, and no other negotiation uses port ${after.port}.`
        : 'The SPIs stay the same, the port changes.',
    ],
    evidence: packetsAsEvidence([before.packet, after.packet]),
    otherwise: [
      quiet < HASTY ? 'The NAT forgets a mapping within seconds.' : 'The NAT was restarted.',
      'The peer itself has opened another socket.',
    ],
    inBrief: `the NAT has given ${after.address} another port`,
  }
}
