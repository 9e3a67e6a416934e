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
import { windowsDriverEvents } from './windowsDriverEvents.ts'
import type { Happening } from './windowsEventNumbers.ts'
import { isLater, windowsHosts } from './windowsHosts.ts'
import { type Event, usedCertificate, written } from './windowsWriting.ts'

// What Windows hosts would have written into their logs at these packets: how negotiations ended, and what the IPsec driver
// dropped. Which number it has depends on which Windows the host is, and where nothing tells, on whether older ones speak what was
// spoken. A host that says it is something else logs none of them, and nothing is told of it; of most nobody knows, and `windows`
// is said of those that are. Each line says what it is derived from by its packets, and is no surer than that.

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
    ...windowsDriverEvents(history, findings, trace),
  ]
  const known = windowsHosts(history.courses)
  return all
    .filter(({ host }) => known(host).isWindows !== false)
    .sort((a, b) => a.time - b.time)
    .slice(0, MOST)
    .map(event => {
      const { time, packets, host, course } = event
      const { isWindows, generation = course && isLater(course) ? 'sinceVista' : 'until2003' } = known(host)
      return {
        ...{ trace, time, packets, host, ...written(event, generation) },
        negotiation: (course && ids.get(course)) ?? null,
        ...(isWindows ? { windows: true as const } : {}),
        ...(time > history.trace.packets.end ? { afterEnd: true as const } : {}),
      }
    })
}

const MOST = 1000

function hosts(course: Course): readonly [string, string] {
  return [addressesOf(course.negotiation, 0)[0] ?? '', addressesOf(course.negotiation, 1)[0] ?? '']
}

/** The same event at both ends, each at the packet that makes it known there. */
function atBoth(
  course: Course,
  at: readonly [Message | undefined, Message | undefined],
  what: Happening,
  says: string,
  confidence: Report.ExpectedEvent['confidence'],
): Event[] {
  return hosts(course).flatMap((host, side) => {
    const message = at[side]
    if (!message) return []
    const { time, packets } = firstSighting(message)
    return [{ time, packets: [packets[0]!], host, what, says, confidence, course }]
  })
}

function mainModeEvents({ course, deletedBy }: IkeLife): Event[] {
  const sa = course.negotiation.version === 2 ? 'IKE SA' : 'main mode SA'
  return [...established(course, `${sa} established`), ...(deletedBy ? ended(course, deletedBy, 'main mode ended', `${sa} ended`) : [])]
}

/** With AuthIP's extended mode it is told when that is through, of both. */
function established(course: Course, says: string): Event[] {
  const extended = course.exchanges.findLast(({ exchangeType }) => exchangeType === Exchanges.authipExtended)
  if (!extended) {
    const last = lastOfProof(course)
    return last ? atBoth(course, [last, last], 'main mode established', says, course.verdict.confidence) : []
  }
  if (extended.outcome !== 'complete') return []
  const last = extended.messages.at(-1)!.message
  const both = 'main mode and extended mode SAs established (4980 to 4982 if with a certificate)'
  return atBoth(course, [last, last], 'extended mode established', both, 'possible')
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
    ...atBoth(course, at, 'quick mode established', `${sa} established`, 'likely'),
    ...(deletedBy?.of === 'ipsec' ? ended(course, deletedBy, 'quick mode ended', `${sa} ended`) : []),
  ]
}

/** At whoever deletes; at the peer when the delete arrived there: it answered, or the capture was taken there. */
function ended(course: Course, { message, by, confidence }: Delete, what: Happening, says: string): Event[] {
  const { time, packets } = firstSighting(message)
  const own = { time, packets: [packets[0]!], what, says, course }
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
  const event = (side: Side, time: number, what: Happening, says: string, confidence: Event['confidence']): Event => ({
    time,
    packets: [firstSighting(last).packets[0]!],
    host: names[side]!,
    what,
    says,
    confidence,
    course,
  })
  if (verdict.outcome === 'failed') {
    const { time } = firstSighting(last)
    const refused = errorNotify(last.ike)?.notifyType === NO_PROPOSAL_CHOSEN
    if (refused)
      return [
        event(last.side, time, 'proposal refused', 'invalid proposal: none that it accepts', 'likely'),
        { ...event(opposite(last.side), time, 'main mode failed', 'negotiation failed', 'likely'), failurePoint: 'peer' },
      ]
    if (verdict.reason === 'refused encrypted')
      return ([0, 1] as const).map(side =>
        usedCertificate(course)
          ? event(side, time, 'certificate refused', 'authentication failed: certificate not trusted', 'possible')
          : event(side, time, 'authentication failed', 'authentication failed', 'possible'),
      )
    return ([0, 1] as const).map(side => ({
      ...event(side, time, 'main mode failed', 'negotiation failed', 'likely'),
      failurePoint: side === last.side ? 'own' : 'peer',
    }))
  }
  const waiting = negotiation.messages.findLast(m => m.side === initiator)
  if (!waiting || waiting.transmissions.length < 2) return []
  const sent = waiting.transmissions.map(t => t.sightings[0]!.time)
  const due = lastTime(waiting) + (sent.at(-1)! - sent.at(-2)!)
  return [
    {
      ...event(initiator, due, 'main mode failed', 'negotiation failed: no response from peer', 'possible'),
      failurePoint: 'own',
      state: stateOf(course),
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
      what: 'quick mode failed',
      course,
      confidence: readableError(refusal.ike) ? 'likely' : 'possible',
    } as const
    return hosts(course).map((host, side) => ({
      ...what,
      host,
      says: `${isQuick ? 'quick mode' : 'child SA'} negotiation failed`,
      failurePoint: side === refusal.side ? 'own' : 'peer',
    }))
  })
}

const NO_PROPOSAL_CHOSEN = 14

/** What the extra status of event 547 says on Windows Server 2003, by the last message that was sent. */
function stateOf({ exchanges, initiator }: Course): string {
  const sent = exchanges[0]?.messages.filter(m => m.message.side === initiator).length ?? 0
  return sent <= 1 ? 'Sent first (SA) payload' : sent === 2 ? 'Processed first (SA) payload' : 'Processed second (KE) payload'
}
