import { onClockOfA } from '../../trace/pair/onClockOfA.ts'
import type { Flow, IcmpError, Negotiation, Pair, Report } from '../../trace/report.ts'
import { count, duration, plural, ranges } from '../figures.ts'
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
    left ? plural(left.packets, 'packet') : `${plural(came!.packets, 'packet')} arrived`,
    end > start ? `in ${duration(end - start)}` : '',
    missing ? `, ${count(missing)} lost` : '',
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
