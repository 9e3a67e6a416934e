import { isUndecided, type Sent } from '../../trace/pair/undecided.ts'
import type { Flow, PairClock, Report } from '../../trace/report.ts'
import { directionOf } from '../ladder/direction.ts'
import { spanOf } from '../ladder/pauses.ts'
import { datagramsByPacket } from '../ladder/pieces.ts'
import type { BandRow, EdgeRow, KeepaliveRow, MessageRow, Row } from '../ladder/row.ts'
import { type Arrangement, arranging, dueLast } from '../ladder/rows.ts'
import { unseenOfBoth } from '../ladder/unseen.ts'
import { each, type Slices, sorting, whole } from '../slices.ts'
import { duration, moment } from '../time.ts'
import { flights } from './flights.ts'
import { marked } from './icmp.ts'
import { type Known, known } from './known.ts'
import type { Lanes } from './lanes.ts'
import { moved } from './moved.ts'
import { outsideText } from './outside.ts'
import { seenAtBoth } from './seenAtBoth.ts'

/** Everything that both traces show between two hosts, each thing once, in the order of A's clock. */
export function joined(report: Report, hosts: Lanes): Row[] {
  return whole(joining(report, hosts, known(report)))
}

/** The same in slices. */
export function* joining(report: Report, hosts: Lanes, knows: Known): Slices<Row[]> {
  const datagrams = [datagramsByPacket(report, 0), datagramsByPacket(report, 1)] as const
  const rows: Row[] = []
  yield
  for (const negotiation of hosts.negotiations) {
    yield* each(yield* flights(negotiation, datagrams, hosts, knows), row => rows.push(row))
    yield
  }
  const drawn = marked([...rows, ...bands(hosts, knows)], hosts, knows)
  yield
  const all = [...drawn, ...keepalives(hosts)]
  yield
  const sorted = dueLast(
    yield* sorting(all, (one, other) => one.time - other.time || (one.packets[0] ?? Infinity) - (other.packets[0] ?? Infinity) || 0),
  )
  return report.pair ? undecided(outside(sorted, report, hosts), report.pair.clock) : sorted
}

/** Says of a message that one capture cannot have why that is. */
function outside(rows: Row[], report: Report, { onA }: Lanes): Row[] {
  return rows.map(row => {
    const why = row.kind === 'message' ? outsideText(row, report, onA) : undefined
    return why === undefined ? row : { ...row, outside: why }
  })
}

/** Says of a message that left within the clocks' error of the one above it, at the other end, that it may have been first. */
function undecided(rows: Row[], clock: PairClock): Row[] {
  let last: MessageRow | undefined
  return rows.map(row => {
    if (row.kind !== 'message') return row
    const before = last
    last = row
    return before && isUndecided(sentOf(before), sentOf(row), clock) ? { ...row, undecided: true } : row
  })
}

function sentOf({ from, seen }: MessageRow): Sent {
  return { from: from === 'left' ? 0 : 1, ends: seen ?? [undefined, undefined] }
}

/** How joined rows are shown: as a ladder's, between the ends of both files. */
export function* arrangingJoined(all: readonly Row[], hosts: Lanes, report: Report, how: Omit<Arrangement, 'trace'>): Slices<Row[]> {
  const arranged = yield* arranging(all, hosts, {
    ...how,
    unseen: report.pair?.clock.found === 'none' ? [] : unseenOfBoth(report, hosts.onA, all),
  })
  const rows = report.pair?.clock.found === 'none' && arranged.length > 0 ? [apart(), ...arranged] : arranged
  if (how.window || rows.length === 0) return rows
  const [a, b] = report.traces.map((trace, i) => hosts.onA(i as 0 | 1, spanOf(trace) ?? Number.NaN))
  if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return rows
  const near = Math.abs(a - b) < 0.5
  const together = near && !all.some(row => row.kind === 'message' && row.outside !== undefined)
  const says = together
    ? `both files end at ${moment(a)}`
    : near
      ? `${a < b ? 'A' : 'B'}'s file ends at ${Math.min(a, b).toFixed(3)} s, ${a < b ? 'B' : 'A'}'s ${duration(a - b)} later`
      : `A's file ends at ${moment(a)}, B's at ${moment(b)}`
  return [...rows, { kind: 'edge', id: 'edge end', time: Math.max(a, b), packets: [], says, ends: [a, b] } satisfies EdgeRow]
}

/** Said first where nothing puts both traces on one clock. */
function apart(): EdgeRow {
  return { kind: 'edge', id: 'edge clocks', time: 0, packets: [], says: 'nothing relates the two clocks: each file keeps its own time' }
}

/** One band for each SPI and direction, with what was lost on the way. */
function bands(hosts: Lanes, known: Known): BandRow[] {
  const byFlow = new Map<string, Flow[]>()
  for (const flow of hosts.flows) {
    const key = `${flow.protocol} ${flow.spi} ${directionOf(flow.from, flow.to, hosts)}`
    const together = byFlow.get(key)
    if (together) together.push(flow)
    else byFlow.set(key, [flow])
  }
  return Array.from(byFlow, ([key, flows]) => {
    const from = key.endsWith('left') ? 'left' : 'right'
    const sender = from === 'left' ? 0 : 1
    const [atA, atB] = ([0, 1] as const).map(trace => moved(flows.filter(one => one.trace === trace)))
    const [left, came] = sender === 0 ? [atA, atB] : [atB, atA]
    const flow = (left ?? came)!
    const arrived = left && came
    const lost = known.lostFlow(sender, flow.protocol, flow.spi)
    const changed = known.changed(sender, flow.spi)
    return {
      kind: 'band',
      id: `flow ${key}`,
      time: flow.firstTime ?? 0,
      packets: ends(flow.firstPacket, flow.lastPacket),
      seen: seenAtBoth(
        [atA, atB]
          .flatMap(one => one ?? [])
          .map(one => [one.trace, { packets: ends(one.firstPacket, one.lastPacket), time: one.firstTime ?? 0 }]),
      ),
      flow,
      from,
      ...(arrived ? { arrived } : {}),
      ...(lost ? { sent: lost.sent, lost: lost.lost } : {}),
      ...(changed > 0 ? { changed } : {}),
    }
  })
}

function keepalives(hosts: Lanes): KeepaliveRow[] {
  return (['left', 'right'] as const).flatMap((from): KeepaliveRow[] => {
    const together = hosts.keepalives.filter(one => directionOf(one.from, one.to, hosts) === from)
    const first = together.find(one => one.trace === (from === 'left' ? 0 : 1)) ?? together[0]
    if (!first) return []
    const came = together.find(one => one.trace !== first.trace)
    return [
      {
        kind: 'keepalive',
        id: `keepalive ${from}`,
        time: first.firstTime,
        packets: ends(first.firstPacket, first.lastPacket),
        seen: seenAtBoth(together.map(one => [one.trace, { packets: ends(one.firstPacket, one.lastPacket), time: one.firstTime }])),
        from,
        count: first.count,
        seconds: first.lastTime - first.firstTime,
        ...(came ? { arrived: { count: came.count, seconds: came.lastTime - came.firstTime } } : {}),
      },
    ]
  })
}

function ends(first: number | undefined, last = first): number[] {
  return first === undefined ? [] : first === last ? [first] : [first, last!]
}
