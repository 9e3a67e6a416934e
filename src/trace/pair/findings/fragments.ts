import { Kind } from '../../../dissectors/sort.ts'
import { courseBetween } from '../../findings/espPairs.ts'
import type { Found } from '../../findings/finding.ts'
import { letFragmentsPass, ON_THE_PATH } from '../../findings/paths/letFragmentsPass.ts'
import { type Missed, missedParts, saidMissed } from '../../findings/paths/missedParts.ts'
import type { Course } from '../../negotiation/course.ts'
import { quotedPackets } from '../../path/icmpQuotes.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import type { Joint } from '../joint.ts'
import { cited, endName, other, type PairForm, type PairScene, sendingsOf, wayFrom } from '../scene.ts'
import { DROPPED_THERE } from './dropped.ts'
import { notTaken } from './fragmentsNotTaken.ts'
import { perNegotiation, underLoss } from './inVain.ts'
import { joined } from './joined.ts'
import { stuckOf } from './stuck.ts'

// Fragments counted one by one: which left, which arrived. A device that has no use for fragments without ports drops
// every one that is not the first, and lets all others pass; a lossy path drops now one, now the other.

/** Fragments that one end sent while both captures ran. */
interface FragmentWay {
  readonly sender: 0 | 1
  readonly firstSent: number
  readonly firstLost: number
  readonly laterSent: number
  readonly laterLost: number
  readonly lost: readonly number[]
}

/** Of the ways on which a device drops what is not the first fragment. */
export const fragmentFiltered: PairForm = (pair, alone) => tell(pair, alone, true)
/** Of the ways on which fragments are lost otherwise. */
export const fragmentsLost: PairForm = (pair, alone) => tell(pair, alone, false)

function tell(pair: PairScene, alone: readonly Found[], filtered: boolean): Found[] {
  const lossy = ([0, 1] as const).map(sender => fragmentWay(pair, sender)).filter(way => way.lost.length > 0)
  if (lossy.length === 0 && unrelated(pair)) return perNegotiation(pair, alone).map(joined)
  const attested = alone.filter(one => one.attested)
  return [
    ...lossy.filter(way => isFiltered(way) === filtered).map(way => found(pair, alone, way, filtered)),
    ...notTaken(pair, attested, new Set(lossy.map(way => way.sender)), filtered),
  ]
}

/** Nothing relates the traces, so the one-sided view stays. */
function unrelated({ lineup }: PairScene): boolean {
  return lineup.clock.found === 'none'
}

/** No first fragment was lost and every later one, two at least. */
export function isFiltered({ firstLost, laterSent, laterLost }: FragmentWay): boolean {
  return laterLost >= 2 && laterLost === laterSent && firstLost === 0
}

function found(pair: PairScene, alone: readonly Found[], way: FragmentWay, filtered: boolean): Found {
  const { sender, lost, laterLost, laterSent, firstLost, firstSent } = way
  const [from, to] = [endName(pair, sender), endName(pair, other(sender))]
  const holes = missingBytes(pair, way.sender, way.lost)
  const stuck = pair.joints.all.find(joint => stuckOf(pair, joint)?.place === wayFrom(sender) && isInPieces(pair, joint, lost, sender))
  const refusing = refusedAsTooLarge(pair, sender, lost)
  if (refusing) return tooLarge(pair, way, refusing)
  const healed = !stuck && !filtered
  const waits = stuck && stuckOf(pair, stuck)
  const { missed, at } = missedIn(pair, sender, lost)
  return {
    ...(!filtered && stuck && waits ? underLoss(pair, stuck, waits) : {}),
    severity: healed ? 'note' : 'error',
    title: filtered ? `Every later fragment from ${from} is dropped on the way` : `Fragments from ${from} are lost on the way`,
    says: `${filtered ? `All ${laterLost} fragments that are not the first of their packet were lost on the way from ${from} to ${to}; all ${firstSent} first fragments arrived.` : `${lost.length} ${lost.length === 1 ? 'fragment' : 'fragments'} from ${from} did not arrive at ${to}: ${firstLost} of ${firstSent} first ones, ${laterLost} of ${laterSent} later ones.`} What is not whole cannot be read by ${to}.`,
    confidence: 'certain',
    place: wayFrom(sender),
    negotiation: stuck?.id ?? alone[0]?.negotiation ?? null,
    because: [
      `Lost: ${holes}.`,
      ...saidMissed(missed, to, 'AB'[at]),
      'Every fragment was looked for in the other trace by its datagram and its bytes.',
    ],
    evidence: [
      ...cited(sender, lost, 12),
      ...cited(
        at,
        missed.errors.map(error => error.packet - 1),
        12,
      ),
    ],
    otherwise: filtered || missed.all ? [] : [DROPPED_THERE],
    tryNext: [letFragmentsPass(ON_THE_PATH, stuck?.course ?? courseOfRow(pair, sender, lost[0]!))],
  }
}

/** What is said of the packets of which these were lost: as it left the receiver, else as it reached the sender. @param lost rows of the sender */
export function missedIn({ scenes }: PairScene, sender: 0 | 1, lost: readonly number[]): { readonly missed: Missed; readonly at: 0 | 1 } {
  const packets = new Set(lost.map(row => row + 1))
  const sent = scenes[sender].trace.datagrams.reassembly.datagrams.filter(d => d.pieces.some(p => packets.has(p.packet)))
  const atReceiver = missedParts(scenes[other(sender)], sent)
  return atReceiver.errors.length > 0
    ? { missed: atReceiver, at: other(sender) }
    : { missed: missedParts(scenes[sender], sent), at: sender }
}

/** Packets with ICMP errors that say of each of these fragments that it is too large for a link. RFC 8201 §4; undefined where one is lost without. */
function refusedAsTooLarge({ scenes }: PairScene, sender: 0 | 1, lost: readonly number[]): number[] | undefined {
  const { packets, icmpErrors, datagrams } = scenes[sender].trace
  const tooBig = icmpErrors.all.filter(one => (one.version === 6 ? one.type === 2 : one.type === 3 && one.code === 4))
  const quoted = new Map(quotedPackets(packets, tooBig, datagrams.reassembly.datagrams).map(([error, packet]) => [packet, error.packet]))
  const refusing = lost.map(row => quoted.get(row + 1))
  return refusing.every(packet => packet !== undefined) ? refusing : undefined
}

/** A consequence of the path's MTU, which the errors name: nothing takes fragments away. */
function tooLarge(pair: PairScene, { sender, lost }: FragmentWay, refusing: readonly number[]): Found {
  const from = endName(pair, sender)
  const course = courseOfRow(pair, sender, lost[0]!)
  return {
    under: ['pmtu-reported', 'pmtu-ignored'],
    severity: 'note',
    title: `Fragments from ${from} are too large for a link on the way`,
    says: `${lost.length === 1 ? 'One fragment' : `${lost.length} fragments`} from ${from} did not arrive: a router says of each that it is too large for its next link.`,
    confidence: 'certain',
    place: wayFrom(sender),
    negotiation: (course && pair.joints.of.get(course.negotiation)?.id) ?? null,
    because: ['An ICMP message of the router quotes each of them.'],
    evidence: [
      ...cited(sender, lost, 8),
      ...cited(
        sender,
        refusing.map(packet => packet - 1),
        4,
      ),
    ],
    otherwise: [],
    tryNext: [],
  }
}

/** The negotiation, as its sender has it, of the two hosts of a packet. */
function courseOfRow({ lineup, scenes }: PairScene, sender: 0 | 1, row: number): Course | undefined {
  const { packets, flows } = lineup.rows[sender]
  const flow = packets.flow(row)
  return courseBetween(scenes[sender], { source: flows.source(flow), destination: flows.destination(flow) })
}

/** What a negotiation waits for is what lost these fragments: its last answer, too, with which one end thinks that it stands. */
function isInPieces(pair: PairScene, joint: Joint, rows: readonly number[], sender: 0 | 1): boolean {
  const lost = new Set(rows)
  const message = stuckOf(pair, joint)?.named.message
  return (
    message !== undefined && sendingsOf(pair, message).some(one => one.sender === sender && one.lost.some(packet => lost.has(packet - 1)))
  )
}

/** Of fragments that were lost, `bytes 1480 to 2355 (6 times)`. @param lost rows of the sender */
export function missingBytes({ lineup }: PairScene, sender: 0 | 1, lost: readonly number[]): string {
  const { packets, surviving } = lineup.rows[sender]
  const counts = new Map<string, number>()
  for (const row of lost) {
    const start = packets.sequence(row)
    const missing = lineup.missing[sender].get(row) ?? [[start, start + packets.ipLength(row) - surviving.headerLength(row)] as const]
    for (const [from, to] of missing) counts.set(`bytes ${from} to ${to - 1}`, (counts.get(`bytes ${from} to ${to - 1}`) ?? 0) + 1)
  }
  return [...counts]
    .slice(0, 4)
    .map(([range, count]) => (count > 1 ? `${range} (${count} times)` : range))
    .join(', ')
}

/** The fragments of one end of which it is known whether they arrived; `lost` are rows of its trace. */
export function fragmentWay({ lineup }: PairScene, sender: 0 | 1): FragmentWay {
  const { packets } = lineup.rows[sender]
  const fates = lineup.fates.of[sender]
  const lost: number[] = []
  const count = { first: [0, 0], later: [0, 0] }
  for (const row of packets.rowsOfKind(Kind.fragment)) {
    if (lineup.ends.way[sender][packets.flow(row)] !== Way.sentHere) continue
    const fate = fates[row]
    if (fate !== Fate.delivered && fate !== Fate.lost) continue
    const which = packets.sequence(row) === 0 ? count.first : count.later
    which[0]!++
    if (fate !== Fate.lost) continue
    which[1]!++
    lost.push(row)
  }
  const [firstSent = 0, firstLost = 0] = count.first
  const [laterSent = 0, laterLost = 0] = count.later
  return { sender, firstSent, firstLost, laterSent, laterLost, lost }
}
