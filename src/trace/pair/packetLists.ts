import { Kind } from '../../dissectors/sort.ts'
import { Way, wayOf } from './ends.ts'
import { Fate } from './fate.ts'
import type { Lineup } from './lineUp.ts'
import { lostFlows } from './lostFlows.ts'
import type { LostPacket, PairPackets } from './report.ts'
import { isProtected, Mark, NONE, tellsOrder } from './rows.ts'

/** Entries of one list that are told one by one. */
const MOST = 5000

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
