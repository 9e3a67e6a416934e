import { betweenLines } from '../text/between.ts'
import { bothEndsLines } from '../text/bothEnds.ts'
import { columns, wrapped } from '../text/columns.ts'
import { counted, duration, grouped, ranges, size } from '../text/figures.ts'
import { isModeSeen } from '../text/modes.ts'
import { progress } from '../text/progress.ts'
import { severityName } from '../text/severity.ts'
import { verdict } from '../text/verdict.ts'
import { secondsBetween } from '../trace/instant.ts'
import { ending } from '../trace/outcomeWords.ts'
import type { Finding, Flow, Negotiation, Report, SecurityAssociation, TraceSummary } from '../trace/report.ts'
import { refusedOffers } from './offers.ts'
import { onOneLine } from './output.ts'
import { overheads } from './overheads.ts'

/** Rows of a table that are printed; --json has all. */
const ROWS = 100

/** The report for a person: the verdict, then what it stands on. */
export function summary(report: Report): string[] {
  const two = report.traces.length > 1
  const sections = [
    [verdict(report)],
    report.traces.flatMap(trace),
    report.pair ? bothEndsLines(report.pair, report.traces) : [],
    report.between ? betweenLines(report.between) : [],
    negotiationLines(report.negotiations, two),
    section('Security associations', report.securityAssociations, associationRow),
    overheads(report.securityAssociations),
    section('ESP and AH', report.flows, flow => (two ? ['AB'[flow.trace]!, ...flowRow(flow)] : flowRow(flow))),
    fragments(report),
    refusedOffers(report),
    report.findings.length ? ['Findings', ...report.findings.flatMap(one => finding(one, two, report.findings))] : [],
  ]
  return sections.filter(lines => lines.length > 0).flatMap((lines, i) => (i ? ['', ...lines] : lines))
}

function trace(summary: TraceSummary, index: number, all: readonly TraceSummary[]): string[] {
  const { counts, problems } = summary
  const span = secondsBetween(summary.start, summary.end)
  const named = {
    IKE: counts.ike,
    ESP: counts.esp,
    AH: counts.ah,
    'ESP in UDP': counts.udpEncapsulatedEsp,
    keepalives: counts.natKeepalive,
    fragments: counts.fragments,
    'ICMP errors': counts.icmpErrors,
    other: counts.other,
    'capture metadata': counts.metadata,
  }
  // The last piece of a whole datagram also stands for what it carried.
  const twice = Object.values(counts).reduce((sum, one) => sum + one, -summary.packets)
  const words = Object.entries(named).flatMap(([name, value]) => {
    if (value === 0) return []
    const also = name === 'fragments' && twice > 0 ? ` (${grouped(twice)} of them also counted as what they carried)` : ''
    return `${name} ${grouped(value)}${also}`
  })
  const about = [
    `${summary.format}${summary.compression ? `, ${summary.compression}` : ''}`,
    summary.linkTypes.join(' and '),
    counted(summary.packets, 'packet'),
    size(summary.bytes),
    span === undefined ? '' : duration(span),
    summary.start ? `from ${summary.start}${summary.clock === 'local' ? ', local clock' : ''}` : '',
  ]
  const more = problems.length - 5 + (summary.moreProblems ?? 0)
  return [
    `${all.length > 1 ? `${'AB'[index]}  ` : ''}${onOneLine(summary.name)}: ${about.filter(part => part).join(', ')}`,
    ...(words.length ? [`  ${words.join(', ')}`] : []),
    ...(summary.dropped ? [`  ${counted(summary.dropped, 'packet')} dropped while capturing`] : []),
    ...(summary.filters?.length ? [`  captured with the filter ${summary.filters.slice(0, 3).join('; ')}`] : []),
    ...problems
      .slice(0, 5)
      .map(problem => `  ${problem.packet === 0 ? 'before packet 1' : `packet ${problem.packet}`}, ${problem.weight}: ${problem.says}`),
    ...(more > 0 ? [`  and ${counted(more, 'more problem')}`] : []),
  ]
}

function section<T>(title: string, all: readonly T[], row: (one: T) => string[], right: number[] = []): string[] {
  if (all.length === 0) return []
  const left = all.length > ROWS ? [`  and ${grouped(all.length - ROWS)} more; --json has all`] : []
  return [title, ...columns(all.slice(0, ROWS).map(row), right), ...left]
}

function negotiationLines(all: readonly Negotiation[], two: boolean): string[] {
  if (all.length === 0) return []
  const shown = all.slice(0, ROWS)
  const heads = columns(shown.map(negotiationRow))
  const left = all.length > ROWS ? [`  and ${grouped(all.length - ROWS)} more; --json has all`] : []
  return ['Negotiations', ...shown.flatMap((one, i) => [heads[i]!, `      ${course(one, two)}`]), ...left]
}

function negotiationRow(negotiation: Negotiation): string[] {
  const { id, version, mode, authentication, initiator, responder, rekeys } = negotiation
  return [
    id,
    `${initiator.address}:${initiator.port} -> ${responder.address}:${responder.port}`,
    `${mode === 'authip' ? 'AuthIP' : `IKEv${version}${mode === 'ikev2' || !isModeSeen(negotiation) ? '' : ` ${mode}`}`}${rekeys ? `, new keys of ${rekeys}` : ''}${authentication ? `, ${authentication}` : ''}`,
    ending(negotiation),
  ]
}

/** `packet 4`, `packets 4-7, 9`. */
function packetsSay(packets: readonly number[], most: number): string {
  return `${new Set(packets).size === 1 ? 'packet' : 'packets'} ${ranges(packets, most)}`
}

/** How far it came, how often it tried, where it is in the capture. */
function course(one: Negotiation, two: boolean): string {
  const messages = one.exchanges.flatMap(exchange => exchange.messages)
  const sightings = messages.flatMap(message => message.transmissions.flatMap(t => t.sightings))
  const again = messages.reduce((sum, message) => sum + message.transmissions.filter(one => one.retransmission).length, 0)
  const first = sightings.reduce((least, sighting) => Math.min(least, sighting.time), Number.POSITIVE_INFINITY)
  return [
    progress(one),
    again ? `${counted(again, 'copy', 'copies')} sent again` : '',
    Number.isFinite(first) ? `from ${first.toFixed(3)} s` : '',
    ...([0, 1] as const).map(trace => {
      const packets = sightings.flatMap(sighting => (sighting.trace === trace ? sighting.packets : []))
      return packets.length ? `${two ? `${'AB'[trace]} ` : ''}${packetsSay(packets, 5)}` : ''
    }),
  ]
    .filter(part => part)
    .join('; ')
}

function associationRow({
  id,
  negotiation,
  kind,
  protocol,
  spis,
  encapsulation,
  algorithms,
  lifetimes,
  state,
}: SecurityAssociation): string[] {
  return [
    id,
    negotiation ?? '',
    kind === 'ike' ? 'IKE SA' : protocol === 'null' ? 'IPsec SA' : `${protocol.toUpperCase()} SA`,
    spis.toResponder || spis.toInitiator
      ? bothSpis(kind, spis)
          .map(spi => spi ?? 'not seen')
          .join(' / ')
      : 'SPIs encrypted',
    [encapsulation ?? '', algorithms.join(' '), ...Object.entries(lifetimes).map(([unit, value]) => `${grouped(value)} ${unit}`)]
      .filter(part => part)
      .join(', '),
    state,
  ]
}

/** As peers and logs write them: of IKE the initiator's own first, of ESP and AH that which the initiator sends under. */
function bothSpis(kind: SecurityAssociation['kind'], { toInitiator, toResponder }: SecurityAssociation['spis']) {
  return kind === 'ike' ? [toInitiator, toResponder] : [toResponder, toInitiator]
}

function flowRow(flow: Flow): string[] {
  const faults = [
    flow.missing ? `${grouped(flow.missing)} missing` : '',
    flow.duplicates ? `${grouped(flow.duplicates)} twice` : '',
    flow.reordered ? `${grouped(flow.reordered)} out of order` : '',
  ].filter(part => part)
  const span =
    flow.firstTime === undefined || flow.lastTime === undefined ? '' : `${flow.firstTime.toFixed(3)} to ${flow.lastTime.toFixed(3)} s`
  return [
    `${flow.protocol.toUpperCase()}${flow.udpEncapsulated ? ' in UDP' : flow.tcpEncapsulated ? ' in TCP' : ''}`,
    flow.spi,
    `${flow.from} -> ${flow.to}`,
    span,
    counted(flow.packets, 'packet'),
    `seq ${grouped(flow.firstSequence)}-${grouped(flow.lastSequence)}`,
    faults.join(', ') || (flow.firstSequence > 1 ? 'none missing between' : 'none missing'),
    [readable(flow), flow.backwards ? 'numbers written backwards' : ''].filter(part => part).join('; '),
  ]
}

/** ESP that is not encrypted, as that is not what one expects; AH never is. */
function readable({ protocol, cipher, confidence }: Flow): string {
  if (protocol === 'ah' || (cipher !== 'null' && cipher !== 'offloaded')) return ''
  const says = cipher === 'null' ? 'not encrypted' : 'in the clear here, perhaps encrypted by the network card'
  return confidence === 'certain' ? says : `${says}, it seems`
}

function fragments({ datagrams }: Report): string[] {
  const broken = datagrams.filter(datagram => !datagram.complete)
  if (broken.length === 0) return []
  const lines = broken.slice(0, ROWS).map(({ from, to, identification, packets, missing }) => [
    `${from} -> ${to}`,
    `id ${identification}`,
    packetsSay(packets, 4),
    missing.length
      ? `bytes ${missing
          .map(([start, end]) => `${start}-${end - 1}`)
          .slice(0, 4)
          .join(', ')} missing`
      : 'end missing',
  ])
  return [`Incomplete datagrams: ${grouped(broken.length)} of ${grouped(datagrams.length)}`, ...columns(lines)]
}

function finding(one: Finding, two: boolean, all: readonly Finding[]): string[] {
  const { severity, title, says, confidence, because, evidence, otherwise, tryNext, consequenceOf } = one
  const cause = consequenceOf === undefined ? undefined : all[consequenceOf]
  const list = (head: string, texts: readonly string[]) => texts.flatMap(text => wrapped(`${head} ${text}`, 96, '      '))
  const cited = ([0, 1] as const).flatMap(trace => {
    const packets = evidence.flatMap(cited => (cited.trace === trace ? [cited.packet] : []))
    return packets.length ? [`${two ? `${'AB'[trace]} ` : ''}${packetsSay(packets, 12)}`] : []
  })
  return [
    `  ${cause ? 'consequence' : severityName[severity]}, ${confidence}: ${title}`,
    ...wrapped(says, 96, '    '),
    ...(cause ? wrapped(`follows from: ${cause.title}`, 96, '      ') : []),
    ...list('because', because),
    ...list('see', cited),
    ...list('it could also be:', otherwise),
    ...list('try next:', tryNext),
  ]
}
