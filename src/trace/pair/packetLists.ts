import { Kind } from '../../dissectors/sort.ts'
import { hexSpi } from '../protected/securityAssociation.ts'
import { Way, wayOf } from './ends.ts'
import { Fate } from './fate.ts'
import type { Lineup } from './lineUp.ts'
import type { LostFlow, LostPacket, PairPackets } from './report.ts'
import { isProtected, Mark, NONE, type Rows, tellsOrder } from './rows.ts'

/** Entries of one list, and packets of one flow, that are told one by one. */
const MOST = 5000
const MOST_OF_FLOW = 1000
const MOST_FLOWS = 1000

/** Packets that tell something, by number. @param modified those of which the difference is known */
export function packetLists(lineup: Lineup, modified: PairPackets['modified']): PairPackets {
  const lists = {
    same: [] as [number, number][],
    lost: [] as LostPacket[],
    duplicates: [] as PairPackets['duplicates'][number][],
    reordered: [] as PairPackets['reordered'][number][],
    missedBySender: [] as PairPackets['missedBySender'][number][],
    recut: lineup.recuts.slice(0, MOST).map(recutReport),
  }
  let more = Math.max(0, lineup.recuts.length - MOST)
  const add = <T>(list: T[], one: T) => {
    if (list.length < MOST) list.push(one)
    else more++
  }
  const [a] = lineup.rows
  const inOrder = tellsOrder(lineup)
  for (let row = 0; row < a.mate.length; row++)
    if (a.mate[row] !== NONE && (TELLING.has(a.packets.kind(row)) || a.marks[row]! & Mark.altered))
      add(lists.same, [row + 1, a.mate[row]! + 1])
  for (const trace of [0, 1] as const) {
    const rows = lineup.rows[trace]
    const fates = lineup.fates.of[trace]
    let latest = -1
    for (let row = 0; row < rows.mate.length; row++) {
      if (fates[row] === Fate.unrelated) continue
      const arrived = wayOf(lineup.ends, trace, rows, row) === Way.receivedHere
      if (fates[row] === Fate.lost && !isProtected(rows.packets.kind(row))) add(lists.lost, lostReport(lineup, trace, row))
      else if (fates[row] === Fate.missed) add(lists.missedBySender, { trace, packet: row + 1 })
      else if (fates[row] === Fate.copy && arrived) add(lists.duplicates, { trace, packet: row + 1, of: (rows.copyOf.get(row) ?? row) + 1 })
      else if (fates[row] === Fate.delivered && arrived && rows.mate[row] !== NONE) {
        if (rows.mate[row]! < latest && inOrder) add(lists.reordered, { trace, packet: row + 1 })
        latest = Math.max(latest, rows.mate[row]!)
      }
    }
  }
  return { ...lists, lostFlows: lostFlows(lineup), modified, ...(more ? { more } : {}) }
}

/** Kinds whose packets are told one by one. */
const TELLING: ReadonlySet<number> = new Set([Kind.ike, Kind.fragment, Kind.icmpError])

function recutReport({ fromA, sent, came }: Lineup['recuts'][number]): PairPackets['recut'][number] {
  const [from, to] = [sent.map(row => row + 1), came.map(row => row + 1)]
  return fromA ? { a: from, b: to } : { a: to, b: from }
}

function lostReport(lineup: Lineup, trace: 0 | 1, row: number): LostPacket {
  const kind = lineup.rows[trace].packets.kind(row)
  const what = kind === Kind.ike ? 'ike' : kind === Kind.fragment ? 'fragment' : kind === Kind.icmpError ? 'icmp' : 'other'
  const missing = lineup.missing[trace].get(row)
  return { trace, packet: row + 1, what, ...(missing ? { missing } : {}) }
}

/** Flows of ESP and AH of which something was lost. */
function lostFlows(lineup: Lineup): LostFlow[] {
  return ([0, 1] as const).flatMap(trace => {
    const rows = lineup.rows[trace]
    const found: LostFlow[] = []
    for (let flow = 0; flow < rows.flows.length && found.length < MOST_FLOWS; flow++) {
      if (!isProtected(rows.flows.kind(flow)) || lineup.ends.way[trace][flow] !== Way.sentHere) continue
      const one = lostFlow(rows, lineup.fates.of[trace], flow, trace)
      if (one.lost > 0) found.push(one)
    }
    return found
  })
}

function lostFlow({ packets, flows }: Rows, fates: Uint8Array, flow: number, trace: 0 | 1): LostFlow {
  const numbers: number[] = []
  let [sent, lost, arrived, least] = [0, 0, 0, Number.POSITIVE_INFINITY]
  for (const row of packets.rowsOfFlow(flow)) {
    if (fates[row] === Fate.delivered) {
      sent++
      arrived = Math.max(arrived, packets.ipLength(row))
    } else if (fates[row] === Fate.lost) {
      sent++
      lost++
      least = Math.min(least, packets.ipLength(row))
      if (numbers.length < MOST_OF_FLOW) numbers.push(row + 1)
    }
  }
  return {
    trace,
    protocol: flows.kind(flow) === Kind.ah ? 'ah' : 'esp',
    spi: hexSpi(flows.selector(flow)),
    from: flows.source(flow),
    to: flows.destination(flow),
    sent,
    lost,
    packets: numbers,
    ...(lost > 0 && arrived > 0 && least > arrived ? { sizes: { arrived, lost: least } } : {}),
  }
}
