import { type Found, inWords } from '../../findings/finding.ts'
import { NATS_DROP_ESP, type NotEncapsulated, notEncapsulated } from '../../findings/paths/natUnused.ts'
import { carriedAs } from '../../findings/protected/protectedTraffic.ts'
import { firstSighting } from '../../model.ts'
import { brokenFrom } from '../brokenPath.ts'
import { onClockOfA } from '../clock.ts'
import { crossed, crossingOf } from '../crossing.ts'
import { Way } from '../ends.ts'
import { Fate } from '../fate.ts'
import type { Joint } from '../joint.ts'
import { isProtected } from '../rows.ts'
import { cited, endName, other, type PairForm, type PairScene, passageOf, wayFrom, ways } from '../scene.ts'
import { stopsOneWay } from './closedOneWay.ts'
import { isBlackHole } from './pmtuBlackHole.ts'
import { type ProtectedWay, protectedWays } from './protectedWays.ts'
import { refusedByIcmp } from './refused.ts'

/** Packets from which "not one arrived" is no accident. */
const SEVERAL = 3

/** T9: what is protected leaves one end and never arrives at the other, while IKE passes; or a host says that it takes none. */
export const espBlocked: PairForm = (pair, alone) => {
  const [attested, inferred] = [alone.filter(one => one.attested), alone.filter(one => !one.attested)]
  return [...refusedTo(pair, attested), ...onTheWay(pair, inferred)]
}

/** Each end may refuse the other's. */
function refusedTo(pair: PairScene, attested: readonly Found[]): Found[] {
  const refuser = ({ evidence }: Found) => passageOf(pair, evidence.at(-1)!.trace, evidence.at(-1)!.packet)?.sender
  return ([0, 1, undefined] as const).flatMap(end =>
    refusedByIcmp(
      pair,
      attested.filter(one => refuser(one) === end),
    ),
  )
}

function onTheWay(pair: PairScene, alone: readonly Found[]): Found[] {
  const blocked = protectedWays(pair).filter(way => isBlocked(pair, way))
  const established = pair.joints.all.findLast(joint => joint.course.verdict.outcome === 'established')
  if (!established) return []
  if (blocked.length === 0)
    return protectedWays(pair).flatMap(way => [...fromThenOn(pair, way, established.id), ...stopsOneWay(pair, way, established.id)])
  const [first] = blocked as [ProtectedWay]
  const { protocol } = first
  const natless = protocol === ESP ? unusedNat(pair, established) : undefined
  const found: Found = {
    severity: 'error',
    title: `Protected packets from ${blocked.map(way => endName(pair, way.sender)).join(' and ')} never arrive`,
    says: `${blocked.map(way => `${missing(way).length + way.inPieces.lost.length} protected packets left ${endName(pair, way.sender)}, and not one of them is in the capture at ${endName(pair, other(way.sender))}`).join('. ')}. IKE passes: ${natless ? `between the two is a NAT. ${natless.why} ${NATS_DROP_ESP}` : `something between the two drops ${protocol}.`}`,
    confidence: blocked.every(way => way.lost.length > 0) ? 'certain' : 'likely',
    place: ways(new Set(blocked.map(way => way.sender))),
    negotiation: alone[0]?.negotiation ?? established.id,
    because: ['The negotiation came to stand between the same two hosts, and its messages arrive.', ...(natless ? [natless.crossed] : [])],
    evidence: blocked.flatMap(way => cited(way.sender, missing(way))),
    otherwise: natless ? [`Something else between the two drops ${protocol} besides.`] : [],
    tryNext: natless ? [natless.turnOn] : [`Let firewalls on the path pass ${protocol} in both directions, not only UDP 500.`],
  }
  return [found]
}

/** What a filter has to name where ESP is not put into UDP. */
const ESP = carriedAs({ kind: 'esp', udpEncapsulated: false })

/** Both captures show that a NAT changes the messages of a negotiation that does nothing about it. */
function unusedNat(pair: PairScene, { parts }: Joint): (NotEncapsulated & { readonly crossed: string }) | undefined {
  for (const trace of [0, 1] as const) {
    const part = parts[trace]
    const own = part && pair.scenes[trace].courses.find(one => one.negotiation === part)
    const unused = own && notEncapsulated(own, `${trace === 0 ? 'A' : 'B'}'s capture`)
    const packet = part?.messages[0] && firstSighting(part.messages[0]).packets[0]
    const crossing = unused && packet !== undefined ? crossingOf(pair, trace, packet) : undefined
    if (unused && crossing) return { ...unused, crossed: crossed(crossing) }
  }
  return undefined
}

/** Rows that did not arrive; those that left while the other capture did not run only where there are no others. */
function missing({ lost, outside }: ProtectedWay): readonly number[] {
  return lost.length > 0 ? lost : outside
}

/** Something was sent, and nothing of it arrived. What left before the other capture began says nothing. */
export function isBlocked(pair: PairScene, { sender, lastArrived, lost, outside }: ProtectedWay): boolean {
  if (lastArrived !== undefined || !hears(pair, other(sender)) || arrivedBefore(pair, sender)) return false
  const from = pair.lineup.fates.spans[other(sender)]?.from ?? Number.NEGATIVE_INFINITY
  const since = outside.filter(row => leftAt(pair, sender, row) >= from)
  return (
    lost.length + since.length >= SEVERAL && (lost.length > 0 || (leftInTime(pair, sender, since) && !sendsUnseen(pair, sender, since[0]!)))
  )
}

/** Its capture takes what comes in: something is there, if no protected packet. */
function hears({ lineup }: PairScene, trace: 0 | 1): boolean {
  return lineup.hears[trace] && !lineup.blind[trace]
}

/** Packets of its SAs stand in the other capture, which left before its own began. */
function arrivedBefore({ lineup }: PairScene, sender: 0 | 1): boolean {
  const [own, there] = [lineup.rows[sender].flows, lineup.rows[other(sender)].flows]
  const sent = new Set<string>()
  for (let flow = 0; flow < own.length; flow++)
    if (isProtected(own.kind(flow)) && lineup.ends.way[sender][flow] === Way.sentHere) sent.add(`${own.kind(flow)} ${own.selector(flow)}`)
  for (let flow = 0; flow < there.length; flow++)
    if (lineup.ends.way[other(sender)][flow] === Way.receivedHere && sent.has(`${there.kind(flow)} ${there.selector(flow)}`)) return true
  return false
}

/** On the clock of A. */
function leftAt({ lineup }: PairScene, sender: 0 | 1, row: number): number {
  return onClockOfA(lineup.clock, sender, lineup.rows[sender].packets.time(row)) ?? Number.NEGATIVE_INFINITY
}

/** Some left just before the last packet of the other capture, and none before that: a capture that takes no such packets lacks all. */
function leftInTime(pair: PairScene, sender: 0 | 1, rows: readonly number[]): boolean {
  const { spans, latest } = pair.lineup.fates
  const until = spans[other(sender)]?.until
  if (until === undefined) return false
  const left = rows.map(row => leftAt(pair, sender, row))
  return left.every(at => at + latest[sender] > until) && left.some(at => at <= until)
}

/** Packets and seconds without an arrival from which a path that let them pass before is taken to be closed. */
const RUN = 6
const RUN_FOR = 2
/** Share of packets lost before, above which a run of losses is chance. */
const LOSSY = 0.2

/** What passed before does not pass any more, and nothing comes back either. */
function fromThenOn(pair: PairScene, way: ProtectedWay, negotiation: string): Found[] {
  const { sender, arrivedRows, lastArrived: last, lost, outside } = way
  const { packets, flows } = pair.lineup.rows[sender]
  if (last === undefined || pair.lineup.blind[other(sender)] || isBlackHole(pair, way) || brokenFrom(pair, sender)) return []
  const run = [...lost, ...outside].filter(row => packets.place(row) > packets.place(last))
  const before = lost.filter(row => packets.place(row) < packets.place(last)).length
  const [first, final] = [run[0], run.at(-1)]
  if (first === undefined || final === undefined || run.length < RUN || before > LOSSY * (before + arrivedRows.length)) return []
  const [from, until] = [packets.time(first), packets.time(final)]
  const heard = protectedWays(pair)[other(sender)].lastHeard
  if (until - from < RUN_FOR || (heard !== undefined && heard > from + 0.5)) return []
  const lostThen = run.filter(row => lost.includes(row)).length
  const sure = lostThen === run.length
  const arrivedOn = new Set(arrivedRows.map(row => flows.selector(packets.flow(row))))
  const isNew = run.every(row => !arrivedOn.has(flows.selector(packets.flow(row))))
  if (lostThen < RUN && sendsUnseen(pair, sender, last)) return []
  return [
    {
      severity: 'error',
      title: `Protected packets from ${endName(pair, sender)} stop arriving`,
      says: `Up to packet ${last + 1} of its trace they arrived at ${endName(pair, other(sender))}. ${run.length} more left after it within ${inWords(until - from)}; none of them is in the capture there, and nothing protected came back.`,
      confidence: sure ? 'certain' : 'likely',
      place: wayFrom(sender),
      negotiation,
      because: [
        isNew
          ? 'Those that are missing are on other SPIs than those that arrived: on these not one arrived.'
          : 'Packets on the same SPIs arrived before.',
      ],
      evidence: cited(sender, [last, ...run]),
      otherwise: sure ? [] : [`The capture at ${endName(pair, other(sender))} had been stopped before.`],
      tryNext: [
        isNew
          ? 'Look for a device on the path that keeps a state for each SPI and does not let new ones pass.'
          : 'Look at what changed on the path at this moment: a filter, a route, a mapping that a stateful device forgot.',
      ],
    },
  ]
}

/** What the other end sent after this row arrived here, and its own capture does not have it: that one had been stopped. */
function sendsUnseen({ lineup }: PairScene, trace: 0 | 1, after: number): boolean {
  const { packets, flows } = lineup.rows[trace]
  for (let flow = 0; flow < flows.length; flow++) {
    if (lineup.ends.way[trace][flow] !== Way.receivedHere) continue
    const rows = packets.rowsOfFlow(flow)
    for (let i = rows.length - 1; i >= 0 && rows[i]! > after; i--) if (lineup.fates.of[trace][rows[i]!] === Fate.outside) return true
  }
  return false
}
