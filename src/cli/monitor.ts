import { columns } from '../text/columns.ts'
import { counted, duration, grouped, size } from '../text/figures.ts'
import {
  answerWords,
  authenticationWords,
  behindTheEnd,
  betweenWords,
  eventSays,
  LIVING,
  loggedBy,
  NOT_MADE,
  numberedBy,
  type SaWords,
  saWords,
  sinceWords,
} from '../text/monitor.ts'
import type { MonitoredIke } from '../trace/monitor/ikeSas.ts'
import type { Carried, MonitoredIpsec } from '../trace/monitor/ipsecSas.ts'
import type { Monitor } from '../trace/monitor/monitor.ts'
import type { ExpectedEvent, Report } from '../trace/report.ts'
import { onOneLine } from './output.ts'

/** Ended SAs and events that are printed; --json has all. */
const ROWS = 40

/** One moment for a person. @param end seconds of the capture's last packet @param negotiations those of the capture */
export function monitorLines(moment: Monitor, name: string, end: number, negotiations: Report['negotiations']): string[] {
  const { time, at, packet, mainMode, quickMode, host, events } = moment
  const words = saWords(negotiations)
  const titled = ({ title, plain }: SaWords) => `${title} (${plain})`
  const late = time > end + 0.000001 ? `, after the last packet at ${end.toFixed(3)} s` : ''
  const sections = [
    [
      `${onOneLine(name)} at ${time.toFixed(3)} s${at ? ` (${at})` : ''}, ${packet ? `up to packet ${grouped(packet)}` : 'before any packet'}${late}`,
    ],
    [titled(words.ike), ...rows(mainMode, sa => ikeRow(sa, time))],
    [titled(words.ipsec), ...rows(quickMode, sa => ipsecRow(sa, time))],
    host === null ? [] : [`Statistics of ${host}`, ...(['IKE', 'IPSec'] as const).map(group => counters(moment, group))],
    events.length
      ? [
          `Events ${loggedBy(events)}`,
          ...columns(events.slice(-ROWS).map(eventRow)),
          ...[numberedBy(events), behindTheEnd(events)].flatMap(says => (says ? [`  ${says}`] : [])),
        ]
      : [],
  ]
  return sections.filter(lines => lines.length > 0).flatMap((lines, i) => (i ? ['', ...lines] : lines))
}

/** Those that live, then those that ended. */
function rows<T extends { readonly state: string }>(all: readonly T[], row: (one: T) => string[]): string[] {
  if (all.length === 0) return ['  none']
  const ended = all.filter(one => !LIVING.has(one.state))
  const shown = [...all.filter(one => LIVING.has(one.state)), ...ended.slice(-ROWS)]
  const left = ended.length > ROWS ? [`  and ${grouped(ended.length - ROWS)} that ended before`] : []
  return [...columns(shown.map(row)), ...left]
}

function ikeRow(sa: MonitoredIke, time: number): string[] {
  const { initiator, responder, initiatorSpi, algorithms, lifetime } = sa
  return [
    sa.negotiation,
    `${initiator.address}:${initiator.port} -> ${responder.address}:${responder.port}`,
    stateFor(sa, time),
    `${initiatorSpi} / ${answerWords(sa)}`,
    [authenticationWords(sa), algorithms.join(' '), lifetime === null ? '' : `lifetime ${duration(lifetime)}`]
      .filter(part => part)
      .join(', '),
  ]
}

function ipsecRow(sa: MonitoredIpsec, time: number): string[] {
  const [there, back] = sa.directions
  return [
    sa.negotiation ?? '',
    `${sa.protocol ?? 'IPsec'}${sa.encapsulation ? ' in UDP' : ''}`,
    stateFor(sa, time),
    ...(sa.state === 'failed' ? [betweenWords(sa), NOT_MADE] : [direction(there), direction(back)]),
    [sa.selectors.join(', '), sa.algorithms.join(' '), sa.pfs ? `PFS ${sa.pfs}` : ''].filter(part => part).join('; '),
  ]
}

function direction({ to, spi, packets, bytes }: Carried): string {
  return `to ${to} ${spi ?? 'SPI unknown'}: ${packets ? `${counted(packets, 'packet')}, ${size(bytes)}` : 'nothing'}`
}

/** `up for 12.3 s`, `deleted 3.0 s ago`. */
function stateFor(sa: { readonly state: string; readonly since: number }, time: number): string {
  return `${sa.state} ${sinceWords(sa, time, duration)}`
}

function counters({ statistics }: Monitor, group: 'IKE' | 'IPSec'): string {
  const all = statistics.filter(one => one.group === group).map(({ name, value }) => `${name} ${grouped(value)}`)
  return `  ${group}: ${all.join(', ')}`
}

function eventRow(one: ExpectedEvent): string[] {
  const { time, host, event, packets, confidence } = one
  return [
    `${time.toFixed(3)} s`,
    host,
    String(event),
    `${eventSays(one)}${confidence === 'certain' ? '' : `, ${confidence}`}`,
    `packet ${packets[0] ?? '-'}`,
  ]
}
