import { sentence } from '../../trace/findings/wording.ts'
import type { ClearHosts, Flow, IcmpError, Report } from '../../trace/report.ts'
import { counted, grouped } from '../figures.ts'
import { lackingText } from '../lacking.ts'
import { draw, ends } from './draw.ts'
import { paused, type Row, type Side, span } from './rows.ts'

// A capture without IKE: what there is, as a ladder for each pair of hosts.

/** Pairs of hosts, and rows of each, that are drawn. */
const PAIRS = 40
const ROWS = 100

interface Pair {
  readonly left: string
  readonly right: string
  readonly flows: Flow[]
  readonly errors: IcmpError[]
  readonly clear: ClearHosts[]
}

/** The ladders of a trace without IKE, what is missing said first; nothing where there is nothing of any hosts. */
export function bareLadders(report: Report, trace: 0 | 1): string[] {
  const pairs = new Map<string, Pair>()
  const pairOf = (one: string, other: string): Pair => {
    const pair = pairs.get(`${one} ${other}`) ??
      pairs.get(`${other} ${one}`) ?? { left: one, right: other, flows: [], errors: [], clear: [] }
    if (pair.flows.length + pair.errors.length + pair.clear.length === 0) pairs.set(`${one} ${other}`, pair)
    return pair
  }
  const own = <T extends { readonly trace: 0 | 1 }>(all: readonly T[] = []) => all.filter(one => one.trace === trace)
  for (const flow of own(report.flows)) pairOf(flow.from, flow.to).flows.push(flow)
  for (const error of own(report.icmpErrors)) if (error.quotes) pairOf(error.quotes.from, error.quotes.to).errors.push(error)
  for (const hosts of own(report.clearHosts)) pairOf(hosts.from, hosts.to).clear.push(hosts)
  if (pairs.size === 0) return []
  const all = [...pairs.values()]
  const some = (has: (pair: Pair) => boolean) => all.some(has)
  const protocols = (['esp', 'ah'] as const).filter(name => some(({ flows }) => flows.some(({ protocol }) => protocol === name)))
  const instead = {
    protocols: protocols.map(name => name.toUpperCase()),
    icmp: some(one => one.errors.length > 0),
    clear: some(one => one.clear.length > 0),
    unread: report.traces[trace]!.unread !== undefined,
  }
  const end = span(report.traces[trace]!)
  const more = all.length - PAIRS
  return [
    `${sentence(lackingText('in this capture', instead))}.`,
    ...all.slice(0, PAIRS).flatMap(pair => ['', ...drawn(pair, end)]),
    ...(more > 0 ? ['', `and ${counted(more, 'more pair')} of hosts`] : []),
  ]
}

function drawn({ left, right, flows, errors, clear }: Pair, end: number): string[] {
  const sideOf = (address: string): Side => (address === right ? 'responder' : 'initiator')
  const rows: Row[] = [
    ...flows.map((flow): Row => ({ kind: 'flow', time: flow.firstTime ?? 0, from: sideOf(flow.from), flow })),
    ...errors.map((error): Row => ({ kind: 'icmp', time: error.time, to: toOf(error, sideOf, left, right), error })),
    ...clear.map(({ firstPacket, firstTime, packets }): Row => ({ kind: 'clear', time: firstTime, packet: firstPacket, packets })),
  ]
  rows.sort((one, other) => one.time - other.time)
  const more = rows.length - ROWS
  return [
    `${'packet'.padStart(9)} ${'time'.padStart(11)}   ${ends(left, right)}`,
    // How long they went on in the clear is not counted.
    ...paused(rows.slice(0, ROWS), more > 0 || clear.length > 0 ? Number.NaN : end).map(draw),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ].map(line => line.trimEnd())
}

/** An error comes to one of the two; else it goes back to whoever sent what it quotes. */
function toOf({ to, quotes }: IcmpError, sideOf: (address: string) => Side, left: string, right: string): Side {
  return sideOf(to === left || to === right ? to : (quotes?.from ?? left))
}
