import type { Datagram } from '../dissectors/network/reassembly.ts'
import { inFigures, withThousands } from './findings/figures.ts'
import type { Scene } from './findings/finding.ts'
import { findingsOf } from './findings/index.ts'
import { withWhoStopped } from './findings/whoStopped.ts'
import { type History, historyOf } from './history.ts'
import type { Negotiation } from './model.ts'
import { insteadOf, negotiationReport, rekeysOf } from './negotiation/negotiationReport.ts'
import { keepalivesOf } from './packets/counts.ts'
import { jointAssociations } from './pair/associations.ts'
import { bothOf } from './pair/both.ts'
import { eventsOfBoth } from './pair/events.ts'
import { findingsInPair } from './pair/findings/index.ts'
import { takenAtOnePlace } from './pair/findings/samePlace.ts'
import { isLineup, type Lineup, lineUp } from './pair/lineUp.ts'
import { pairReport } from './pair/pairReport.ts'
import { patternsOf } from './pair/patterns.ts'
import { refusedPackets } from './pair/refusedPackets.ts'
import type { SamePlace } from './pair/samePlace.ts'
import { icmpReports } from './path/icmpReport.ts'
import { natReport } from './path/natReport.ts'
import { pathReport } from './path/pathReport.ts'
import { clearHosts } from './protected/clearHosts.ts'
import type { Flow } from './protected/flow.ts'
import { hexSpi } from './protected/securityAssociation.ts'
import { securityAssociationsOf, tellingsOf } from './protected/securityAssociationReport.ts'
import type * as Report from './report.ts'
import type { Trace } from './trace.ts'
import { traceSummary } from './traceSummary.ts'
import { windowsEvents } from './windowsEvents.ts'

/** What is known of a trace's file beside its packets. */
export interface TraceAbout {
  readonly name: string
  readonly format: Report.TraceSummary['format']
  readonly compression: 'gzip' | null
  readonly clock: 'utc' | 'local'
  /** Nanoseconds since 1970. */
  readonly start: bigint | null
  readonly end: bigint | null
  readonly linkTypes: readonly string[]
  /** What gave the order of its packets is lost from the file. */
  readonly orderUnknown?: true
  readonly problems: Report.TraceSummary['problems']
  readonly moreProblems?: number
  readonly comments?: Report.TraceSummary['comments']
  readonly moreComments?: number
  readonly dropped?: number
  readonly drops?: readonly Omit<Report.Drop, 'from' | 'until'>[]
  readonly filters?: readonly string[]
  readonly hostNames?: Report.TraceSummary['hostNames']
  /** Addresses that need no IPsec, as the user says. */
  readonly exempt?: readonly string[]
}

/** The report on one trace, or on both ends of one conversation. May be asked for while the traces are still growing. */
export function report(
  traces: readonly Trace[],
  about: readonly TraceAbout[],
  together: Lineup | SamePlace | null = lineUp(traces, about),
  modified: Report.PairPackets['modified'] = [],
): Report.Report {
  const lined = isLineup(together) ? together : null
  const same = together && !isLineup(together) ? [takenAtOnePlace(together)] : []
  const histories = traces.slice(0, 2).map(historyOf)
  const both = lined && bothOf(lined, histories)
  const scene = both && { ...both, scenes: scenesOf(histories, about), modified }
  let count = 0
  let sas = 0
  const parts = histories.map((history, i) => {
    const ids = both?.ids ?? new Map(history.courses.map(({ negotiation }, k) => [negotiation, `N${count + k + 1}`]))
    const part = partOf(history, about[i]!, i as 0 | 1, ids, sas)
    count += history.courses.length
    sas += part.securityAssociations.length
    return part
  })
  const negotiations = both ? both.negotiations : parts.flatMap(part => part.negotiations())
  const found = scene ? findingsInPair(scene) : oneAfterAnother([same, ...parts.map(part => part.findings())])
  const findings = withWhoStopped(found, negotiations).map(inFigures)
  let events: Report.ExpectedEvent[] | undefined
  const clear = histories.flatMap(({ courses, trace }, i) => (courses.length > 0 ? [] : clearHosts(trace.packets, i as 0 | 1)))
  const moreFlows = histories.reduce((more, history) => more + history.moreFlows, 0)
  return {
    schema: 'ikescope-report/1',
    traces: parts.map(part => part.summary),
    negotiations,
    securityAssociations: both
      ? jointAssociations(parts.map(told), openOf(negotiations))
      : parts.flatMap(part => part.securityAssociations),
    flows: parts.flatMap(part => part.flows),
    datagrams: parts.flatMap(part => part.datagrams),
    pair:
      lined &&
      pairReport(
        lined,
        modified,
        scene ? patternsOf(scene, modified).map(one => ({ ...one, says: withThousands(one.says) })) : [],
        scene ? [refusedPackets(scene, 0), refusedPackets(scene, 1)] : [new Set(), new Set()],
      ),
    findings,
    icmpErrors: parts.flatMap(part => part.icmpErrors),
    paths: parts.flatMap(part => part.paths),
    keepalives: parts.flatMap(part => part.keepalives),
    // Worked out when somebody asks: a summary for the terminal does not.
    get expectedEvents() {
      if (events) return events
      const [ofA, ofB] = parts.map(part => part.expectedEvents(findings))
      events = lined && ofA && ofB ? eventsOfBoth(lined, [ofA, ofB]) : [...(ofA ?? []), ...(ofB ?? [])]
      return events
    },
    ...(moreFlows ? { moreFlows } : {}),
    ...(clear.length > 0 ? { clearHosts: clear } : {}),
  }
}

function openOf(negotiations: readonly Report.Negotiation[]): ReadonlySet<string> {
  return new Set(negotiations.filter(one => one.outcome === 'incomplete').map(one => one.id))
}

/** The SAs of one trace with what joins them to those of the other. */
function told({ securityAssociations, tellings }: ReturnType<typeof partOf>) {
  const all = tellings()
  return securityAssociations.map((sa, i) => ({ sa, telling: all[i]! }))
}

/** Findings of several traces in one list; what one is the consequence of gets its place in that list. */
function oneAfterAnother(lists: readonly (readonly Report.Finding[])[]): Report.Finding[] {
  const all: Report.Finding[] = []
  for (const list of lists) {
    const before = all.length
    for (const one of list) all.push(one.consequenceOf === undefined ? one : { ...one, consequenceOf: before + one.consequenceOf })
  }
  return all
}

/** @param sas SAs of the traces before this one: ids go on counting */
function partOf(history: History, about: TraceAbout, trace: 0 | 1, ids: ReadonlyMap<Negotiation, string>, sas: number) {
  const { courses, flows } = history
  const { packets, datagrams } = history.trace
  const ofCourses = new Map(courses.map(course => [course, ids.get(course.negotiation)!]))
  return {
    summary: traceSummary(history.trace, about),
    negotiations: () =>
      courses.map(course =>
        negotiationReport(course, trace, {
          id: ofCourses.get(course)!,
          ...rekeysOf(course.negotiation, ids),
          ...insteadOf(course, courses, ids),
          ...natReport(history, course),
        }),
      ),
    securityAssociations: securityAssociationsOf(history, ofCourses, sas),
    tellings: () => tellingsOf(history, ofCourses),
    flows: flows.map(flow => flowReport(flow, trace)),
    datagrams: datagrams.reassembly.datagrams.map(datagram => datagramReport(datagram, trace)),
    icmpErrors: icmpReports(history, ofCourses, trace),
    paths: history.paths.map(path => pathReport(path, trace)),
    keepalives: keepalivesOf(packets, trace),
    findings: () => findingsReport(history, about, trace, ids),
    expectedEvents: (findings: readonly Report.Finding[]) => windowsEvents(history, findings, trace, ofCourses),
  }
}

/** What one trace alone can tell. The rules count negotiations and traces from the first; here they get their place. */
function findingsReport(history: History, about: TraceAbout, trace: 0 | 1, ids: ReadonlyMap<Negotiation, string>): Report.Finding[] {
  const idOf = (local: string) => ids.get(history.courses[Number(local.slice(1)) - 1]!.negotiation)!
  return findingsOf(sceneOf(history, about)).map(finding => ({
    ...finding,
    negotiation: finding.negotiation && idOf(finding.negotiation),
    evidence: finding.evidence.map(one => ({ ...one, trace })),
  }))
}

function sceneOf(history: History, about: TraceAbout): Scene {
  const { packets } = history.trace
  return { ...history, about, end: packets.end }
}

function scenesOf(histories: readonly History[], about: readonly TraceAbout[]): readonly [Scene, Scene] {
  return [sceneOf(histories[0]!, about[0]!), sceneOf(histories[1]!, about[1]!)]
}

function flowReport(flow: Flow, trace: 0 | 1): Report.Flow {
  return {
    trace,
    protocol: flow.kind,
    spi: hexSpi(flow.spi),
    from: flow.source,
    to: flow.destination,
    udpEncapsulated: flow.udpEncapsulated,
    ...(flow.tcpEncapsulated ? { tcpEncapsulated: true } : {}),
    packets: flow.packets,
    bytes: flow.bytes,
    firstSequence: flow.firstSequence,
    lastSequence: flow.lastSequence,
    missing: flow.missing,
    duplicates: flow.duplicates,
    reordered: flow.reordered,
    outOfWindow: flow.outOfWindow,
    ...(flow.capturedTwice ? { capturedTwice: flow.capturedTwice } : {}),
    ...(flow.wraps ? { wraps: flow.wraps } : {}),
    ...(flow.backwards ? { backwards: true } : {}),
    ...(flow.restarts.length ? { restarts: flow.restarts.map(row => row + 1) } : {}),
    cipher: flow.cipher.cipher,
    confidence: flow.cipher.confidence,
    firstPacket: flow.firstPacket,
    lastPacket: flow.lastPacket,
    firstTime: flow.firstTime,
    lastTime: flow.lastTime,
  }
}

function datagramReport(datagram: Datagram, trace: 0 | 1): Report.Datagram {
  return {
    trace,
    from: datagram.source,
    to: datagram.destination,
    protocol: datagram.protocol,
    identification: datagram.identification,
    fragments: datagram.pieces.length,
    packets: datagram.pieces.map(piece => piece.packet),
    complete: datagram.complete,
    missing: datagram.missing,
    ...(datagram.overlaps.length > 0 ? { overlaps: true } : {}),
    pieces: datagram.pieces.map(({ packet, start, end }) => ({ packet, start, end })),
  }
}
