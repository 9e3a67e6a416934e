import type { History } from './history.ts'
import { firstSighting, lastTime, type Message, type Side } from './model.ts'
import { addressesOf } from './negotiation/child.ts'
import type { Course } from './negotiation/course.ts'
import type { Delete } from './negotiation/deletes.ts'
import { Exchanges, errorNotify, readableError } from './negotiation/header.ts'
import { phase2, refusalOf } from './negotiation/phase2.ts'
import { opposite } from './negotiation/sides.ts'
import { lastOfProof } from './negotiation/standing.ts'
import type { IkeLife, IpsecLife } from './protected/lifetime.ts'
import type * as Report from './report.ts'
import { windowsHosts } from './windowsHosts.ts'

// What Windows hosts would have written into their logs at these packets. The security log tells how negotiations ended
// (541 to 547), the system log what the IPsec driver dropped (4268, 4284, 4285). A host that says it is something else logs none
// of them, and nothing is told of it; of most nobody knows, and `windows` is said of those that are. Each line says what it is
// derived from by its packets, and is no surer than that.

/** An event before it has a place in the report. */
type Event = Omit<Report.ExpectedEvent, 'trace' | 'negotiation' | 'windows'> & { readonly course?: Course }

/** The events of a trace in order of time; of a flood only the first. @param findings what rules said */
export function windowsEvents(
  history: History,
  findings: readonly Report.Finding[],
  trace: 0 | 1,
  ids: ReadonlyMap<Course, string>,
): Report.ExpectedEvent[] {
  const all: Event[] = [
    ...history.lives.ike.flatMap(mainModeEvents),
    ...history.lives.ipsec.flatMap(quickModeEvents),
    ...history.courses.flatMap(failureEvents),
    ...history.courses.flatMap(refusedChildEvents),
    ...driverEvents(history, findings, trace),
  ]
  const isWindows = windowsHosts(history.courses)
  return all
    .filter(({ host }) => isWindows(host) !== false)
    .sort((a, b) => a.time - b.time)
    .slice(0, MOST)
    .map(({ course, ...event }) => ({
      trace,
      ...event,
      negotiation: (course && ids.get(course)) ?? null,
      ...(isWindows(event.host) ? { windows: true as const } : {}),
    }))
}

const MOST = 1000

function hosts(course: Course): readonly [string, string] {
  return [addressesOf(course.negotiation, 0)[0] ?? '', addressesOf(course.negotiation, 1)[0] ?? '']
}

/** The same event at both ends, each at the packet that makes it known there. */
function atBoth(
  course: Course,
  at: readonly [Message | undefined, Message | undefined],
  event: number,
  says: string,
  confidence: Report.ExpectedEvent['confidence'],
): Event[] {
  return hosts(course).flatMap((host, side) => {
    const message = at[side]
    if (!message) return []
    const { time, packets } = firstSighting(message)
    return [{ time, packets: [packets[0]!], host, event, says, confidence, course }]
  })
}

function mainModeEvents({ course, deletedBy }: IkeLife): Event[] {
  const last = lastOfProof(course)
  const says = course.negotiation.version === 2 ? 'IKE SA established' : 'main mode SA established'
  return [
    ...(last ? atBoth(course, [last, last], 541, says, course.verdict.confidence) : []),
    ...(deletedBy ? ended(course, deletedBy, 543, course.negotiation.version === 2 ? 'IKE SA ended' : 'main mode SA ended') : []),
  ]
}

function quickModeEvents({ sa: { child }, deletedBy }: IpsecLife): Event[] {
  const course = child?.course
  if (!child || !course) return []
  const { exchange } = child
  const of = (position: number) => exchange.messages.find(m => m.position === position)?.message
  const isQuick = exchange.exchangeType === Exchanges.quick
  const answer = exchange.messages.findLast(m => m.message.side !== exchange.starter)?.message
  const at: [Message | undefined, Message | undefined] = [answer, answer]
  if (isQuick) at[opposite(exchange.starter)] = exchange.outcome === 'complete' ? of(3) : undefined
  const sa = course.negotiation.version === 2 ? 'child SA' : 'quick mode SA'
  return [
    ...atBoth(course, at, 541, `${sa} established`, 'likely'),
    ...(deletedBy?.of === 'ipsec' ? ended(course, deletedBy, 542, `${sa} ended`) : []),
  ]
}

/** At whoever deletes; at the peer when the delete arrived there: it answered, or the capture was taken there. */
function ended(course: Course, { message, by, confidence }: Delete, event: number, says: string): Event[] {
  const { time, packets } = firstSighting(message)
  const own = { time, packets: [packets[0]!], event, says, course }
  const names = hosts(course)
  const { vantage } = course
  const near = vantage === 'initiator' ? course.initiator : vantage === 'responder' ? opposite(course.initiator) : undefined
  const arrived = near === opposite(by) || (course.negotiation.version === 2 && confidence === 'certain')
  return [
    { ...own, host: names[by]!, confidence },
    {
      ...own,
      host: names[opposite(by)]!,
      ...(arrived ? { confidence } : { says: `${says}, if the delete arrived`, confidence: 'possible' as const }),
    },
  ]
}

function failureEvents(course: Course): Event[] {
  const { negotiation, verdict, initiator } = course
  if (negotiation.messages.length === 0 || verdict.outcome === 'established') return []
  const last = verdict.because.at(-1) ?? negotiation.messages.at(-1)!
  const names = hosts(course)
  const event = (side: Side, time: number, number: number, says: string, confidence: Event['confidence']): Event => ({
    time,
    packets: [firstSighting(last).packets[0]!],
    host: names[side]!,
    event: number,
    says,
    confidence,
    course,
  })
  if (verdict.outcome === 'failed') {
    const time = firstSighting(last).time
    const refused = errorNotify(last.ike)?.notifyType === NO_PROPOSAL_CHOSEN
    if (refused)
      return [
        event(last.side, time, 546, 'invalid proposal: none that it accepts', 'likely'),
        event(opposite(last.side), time, 547, 'negotiation failed. Failure point: Peer', 'likely'),
      ]
    const isCertificate = /signature|certificate/i.test(course.authentication ?? '')
    const number = isCertificate ? 544 : 545
    const says = isCertificate ? 'authentication failed: certificate not trusted' : 'authentication failed'
    if (verdict.reason === 'refused encrypted') return ([0, 1] as const).map(side => event(side, time, number, says, 'possible'))
    return ([0, 1] as const).map(side =>
      event(side, time, 547, `negotiation failed. Failure point: ${side === last.side ? 'Me' : 'Peer'}`, 'likely'),
    )
  }
  const waiting = negotiation.messages.findLast(m => m.side === initiator)
  if (!waiting || waiting.transmissions.length < 2) return []
  const sent = waiting.transmissions.map(t => t.sightings[0]!.time)
  const due = lastTime(waiting) + (sent.at(-1)! - sent.at(-2)!)
  return [
    {
      ...event(initiator, due, 547, `negotiation failed: no response from peer. Failure point: Me. ${stateOf(course)}`, 'possible'),
      packets: waiting.transmissions.map(t => t.sightings[0]!.packets[0]!).slice(0, 12),
    },
  ]
}

/** A quick mode or child that was refused under an IKE SA that stands. */
function refusedChildEvents(course: Course): Event[] {
  if (course.verdict.outcome !== 'established') return []
  return phase2(course).flatMap(exchange => {
    const isQuick = exchange.exchangeType === Exchanges.quick
    const refusal = refusalOf(course, exchange)
    if (!refusal) return []
    const { time, packets } = firstSighting(refusal)
    const what = {
      time,
      packets: [packets[0]!],
      event: 547,
      course,
      confidence: readableError(refusal.ike) ? 'likely' : 'possible',
    } as const
    return hosts(course).map((host, side) => ({
      ...what,
      host,
      says: `${isQuick ? 'quick mode' : 'child SA'} negotiation failed. Failure point: ${side === refusal.side ? 'Me' : 'Peer'}`,
    }))
  })
}

const NO_PROPOSAL_CHOSEN = 14

/** What the extra status of event 547 says on Windows Server 2003, by the last message that was sent. */
function stateOf({ exchanges, initiator }: Course): string {
  const sent = exchanges[0]?.messages.filter(m => m.message.side === initiator).length ?? 0
  return sent <= 1 ? 'Sent first (SA) payload' : sent === 2 ? 'Processed first (SA) payload' : 'Processed second (KE) payload'
}

/** By rule: the event, what it says, and whether the evidence is a packet that reached its host. */
const ofDriver: Readonly<Record<string, readonly [number, string]>> = {
  'bad-spi': [4268, 'packets with a bad SPI'],
  'delete-lost': [4268, 'packets with a bad SPI'],
  'clear-text-while-protected': [4284, 'packets in the clear that should have been secured'],
  'modified-in-path': [4285, 'a packet whose hash does not fit'],
}

/** Windows writes one such event for many packets. */
function driverEvents({ trace: { packets } }: History, findings: readonly Report.Finding[], trace: 0 | 1): Event[] {
  const seen = new Set<string>()
  return findings.flatMap(finding => {
    const what = ofDriver[finding.rule]
    const cited = finding.evidence
      .filter(one => one.trace === trace)
      .map(one => one.packet)
      .filter(packet => packet >= 1 && packet <= packets.length && carries(packets.kind(packet - 1), what?.[0]))
    const last = cited.at(-1)
    if (!what || last === undefined) return []
    const host = packets.flows.destination(packets.flow(last - 1))
    const key = `${what[0]} ${host} ${finding.negotiation}`
    if (seen.has(key)) return []
    seen.add(key)
    const first = cited.find(packet => packets.flows.destination(packets.flow(packet - 1)) === host)!
    const confidence = finding.confidence === 'certain' ? 'likely' : finding.confidence
    return [{ time: packets.time(first - 1), packets: cited, host, event: what[0], says: what[1], confidence }]
  })
}

/** Kinds of packets that an event is about. */
function carries(kind: number, event: number | undefined): boolean {
  return event === 4284 ? CLEAR.has(kind) : SECURED.has(kind)
}

const SECURED: ReadonlySet<number> = new Set([3, 4, 5])
const CLEAR: ReadonlySet<number> = new Set([9, 12, 13, 14])
