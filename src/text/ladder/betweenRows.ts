import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import type { ClearHosts, Flow, IcmpError, Negotiation, Pair, Report } from '../../trace/report.ts'
import { counted, duration, grouped, ranges } from '../figures.ts'
import { course } from './course.ts'
import { fromRouter, laneOf } from './lane.ts'

/** One line of a ladder between two captures. */
export interface Line {
  /** Seconds on A's clock. */
  readonly time: number
  /** When what it stands for ended, if that took time. */
  readonly until?: number
  readonly text: string
  readonly ends: readonly [AtEnd | undefined, AtEnd | undefined]
}

/** What one capture has of it; the time is on A's clock. */
export interface AtEnd {
  readonly packets: readonly number[]
  readonly time: number
}

/** Packet and time of A to the left, of B to the right, what lies between, and a remark. */
export function lineOf(a: AtEnd | undefined, b: AtEnd | undefined, lane: string, remark: string): Line {
  const left = a ? `${ranges(a.packets, 2).padStart(8)} ${a.time.toFixed(6).padStart(12)}` : '·'
  const right = b ? `${b.time.toFixed(6).padStart(12)} ${ranges(b.packets, 2)}` : '·'
  const times = [a, b].flatMap(one => (one ? [one.time] : []))
  return {
    time: Math.min(...times),
    text: `${left.padStart(21)}  ${lane}  ${right.padEnd(21)}${remark ? `  ${remark}` : ''}`,
    ends: [a, b],
  }
}

/** ICMP errors and the ESP and AH that belong to a negotiation. */
export function aside(report: Report): (negotiation: Negotiation) => Line[] {
  const pair = report.pair!
  const [ofA, ofB] = [course(report, 0), course(report, 1)]
  const same = new Map(pair.packets.same)
  return negotiation => [
    ...errorLines(pair, ofA.errors(negotiation), ofB.errors(negotiation), same),
    ...flowLines(pair, ofA.flows(negotiation), ofB.flows(negotiation)),
  ]
}

/** A ladder of two hosts that have no negotiation. */
export interface Bare {
  readonly left: string
  readonly right: string
  readonly lines: readonly Line[]
}

/** ICMP errors, ESP and AH, and what was said in the clear, by pair of hosts: of two captures without IKE. */
export function bareBetween(report: Report): Bare[] {
  const pair = report.pair!
  const same = new Map(pair.packets.same)
  const { flows, icmpErrors = [], clearHosts = [] } = report
  const keys = new Map<string, readonly [string, string]>()
  const ends = [
    ...flows.map(({ from, to }) => [from, to] as const),
    ...icmpErrors.flatMap(({ quotes }) => (quotes ? [[quotes.from, quotes.to] as const] : [])),
    ...clearHosts.map(({ from, to }) => [from, to] as const),
  ]
  for (const [one, other] of ends) {
    const [left, right] = pair.ends.b.includes(one) || pair.ends.a.includes(other) ? [other, one] : [one, other]
    if (!keys.has(`${right} ${left}`)) keys.set(`${left} ${right}`, [left, right])
  }
  return [...keys.values()].slice(0, MOST_PAIRS).map(hosts => {
    const [left, right] = hosts
    const isOf = (from: string, to: string) => hosts.includes(from) && hosts.includes(to)
    const ofEnd = (trace: 0 | 1) => ({
      flows: flows.filter(flow => flow.trace === trace && isOf(flow.from, flow.to)),
      errors: icmpErrors.filter(({ trace: where, quotes }) => where === trace && quotes && isOf(quotes.from, quotes.to)),
      clear: clearHosts.find(one => one.trace === trace && isOf(one.from, one.to)),
    })
    const [a, b] = [ofEnd(0), ofEnd(1)]
    const lines = [
      ...errorLines(pair, a.errors, b.errors, same),
      ...flowLines(pair, a.flows, b.flows),
      ...clearLines(pair, a.clear, b.clear),
    ]
    return { left, right, lines: lines.sort((one, other) => one.time - other.time) }
  })
}

const MOST_PAIRS = 40

function clearLines({ clock }: Pair, a: ClearHosts | undefined, b: ClearHosts | undefined): Line[] {
  if (!a && !b) return []
  const at = (one: ClearHosts | undefined) =>
    one && { packets: [one.firstPacket], time: one.trace === 0 ? one.firstTime : onClockOfA(clock, one.firstTime) }
  const lane = laneOf({ label: 'in the clear', rightwards: true, shaft: '. ', tip: ' ' })
  const says =
    a && b && a.packets !== b.packets ? `${counted(a.packets, 'packet')}, ${grouped(b.packets)} in B` : counted((a ?? b)!.packets, 'packet')
  return [{ ...lineOf(at(a), at(b), lane, says), until: Number.POSITIVE_INFINITY }]
}

function errorLines(pair: Pair, atA: readonly IcmpError[], atB: readonly IcmpError[], same: ReadonlyMap<number, number>): Line[] {
  const told = new Set<IcmpError>()
  const lines = atA.map(error => {
    const twin = atB.find(one => one.packet === same.get(error.packet))
    if (twin) told.add(twin)
    return errorLine(pair, error, twin)
  })
  return [...lines, ...atB.filter(one => !told.has(one)).map(error => errorLine(pair, undefined, error))]
}

function errorLine(pair: Pair, a: IcmpError | undefined, b: IcmpError | undefined): Line {
  const { means, mtu, from, to, quotes, trace } = (a ?? b)!
  const label = `${means}${mtu ? `, MTU ${mtu}` : ''}`
  const rightwards = pair.ends.b.includes(to) || (!pair.ends.a.includes(to) && trace === 1)
  const isHost = pair.ends.a.includes(from) || pair.ends.b.includes(from)
  const lane = isHost ? laneOf({ label, rightwards, shaft: '.', tip: a && b ? '>' : '?' }) : fromRouter('ICMP', rightwards)
  const about = quotes?.packet ? `, about ${'AB'[trace]} ${quotes.packet}` : ''
  return lineOf(seen(pair, a), seen(pair, b), lane, `${isHost ? 'ICMP' : label} from ${from}${about}`)
}

function seen({ clock }: Pair, error: IcmpError | undefined): AtEnd | undefined {
  return error && { packets: [error.packet], time: error.trace === 0 ? error.time : onClockOfA(clock, error.time) }
}

function flowLines(pair: Pair, atA: readonly Flow[], atB: readonly Flow[]): Line[] {
  const told = new Set<Flow>()
  const rightwardsOf = (flow: Flow) => (flow.trace === 0 ? pair.ends.a.includes(flow.from) : !pair.ends.b.includes(flow.from))
  const lines = atA.map(flow => {
    const twin = atB.find(one => !told.has(one) && one.spi === flow.spi && rightwardsOf(one) === rightwardsOf(flow))
    if (twin) told.add(twin)
    return flowLine(pair, flow, twin, rightwardsOf(flow))
  })
  return [...lines, ...atB.filter(one => !told.has(one)).map(flow => flowLine(pair, undefined, flow, rightwardsOf(flow)))]
}

function flowLine(pair: Pair, a: Flow | undefined, b: Flow | undefined, rightwards: boolean): Line {
  const flow = (a ?? b)!
  const [left, came] = rightwards ? [a, b] : [b, a]
  const lost = pair.packets.lostFlows.filter(one => one.spi === flow.spi && (one.trace === 0) === rightwards)
  const missing = lost.reduce((sum, one) => sum + one.lost, 0)
  const isGone = left !== undefined && came === undefined
  const lane = laneOf({
    label: `${flow.protocol.toUpperCase()} ${flow.spi}`,
    rightwards,
    shaft: '=',
    tip: isGone ? (missing > 0 ? 'x' : '?') : '>',
    until: isGone && missing > 0 ? 0.66 : 1,
  })
  const [start, end] = [a, b]
    .flatMap(one => (one ? [spanOf(pair, one)] : []))
    .reduce(([s, e], [from, until]) => [Math.min(s, from), Math.max(e, until)])
  const remark = [
    left ? counted(left.packets, 'packet') : `${counted(came!.packets, 'packet')} arrived`,
    end > start ? `in ${duration(end - start)}` : '',
    missing ? `, ${grouped(missing)} lost` : '',
    flow.udpEncapsulated ? ', in UDP' : '',
  ]
  return {
    ...lineOf(
      atEnd(pair, a),
      atEnd(pair, b),
      lane,
      remark
        .filter(part => part)
        .join(' ')
        .replaceAll(' ,', ','),
    ),
    until: end,
  }
}

function atEnd(pair: Pair, flow: Flow | undefined): AtEnd | undefined {
  if (flow?.firstPacket === undefined) return undefined
  return { packets: [flow.firstPacket], time: spanOf(pair, flow)[0] }
}

function spanOf({ clock }: Pair, { trace, firstTime = 0, lastTime = firstTime }: Flow): [number, number] {
  const onA = (time: number) => (trace === 0 ? time : onClockOfA(clock, time))
  return [onA(firstTime), onA(lastTime)]
}
