import type { PacketRow } from '../../host/protocol.ts'
import type { ModifiedPacket, Report } from '../../trace/report.ts'
import type { BandRow, BothSeen, Row, SingleRow } from '../ladder/row.ts'
import { sideOf } from '../ladder/rows.ts'
import { isSaidOf, singleName, singleSays } from '../ladder/single.ts'
import { changedTexts } from './changed.ts'
import type { Known } from './known.ts'
import type { Lanes } from './lanes.ts'

/** So many protected packets are drawn by themselves for each end; more would hide the story. */
const MOST = 40

/** Packets of either trace to be drawn by themselves: those changed on the way, cited, or quoted by ICMP, as far as no row has them. */
export function toSingleBoth(report: Report, cited: readonly [readonly number[], readonly number[]], rows: readonly Row[]) {
  const modified = report.pair?.packets.modified ?? []
  const errors = rows.flatMap(row => (row.kind === 'icmp' ? [row.error] : []))
  const of = (trace: 0 | 1): number[] => {
    const quoted = errors.flatMap(({ trace: where, quotes }) => (where === trace && quotes?.packet !== undefined ? [quotes.packet] : []))
    const all = new Set([...cited[trace], ...modified.map(one => (trace === 0 ? one.a : one.b)), ...quoted])
    for (const row of rows) if (row.kind !== 'band') for (const packet of row.seen?.[trace]?.packets ?? []) all.delete(packet)
    return [...all].slice(0, MOST).sort((one, other) => one - other)
  }
  return [of(0), of(1)] as const
}

/** The joined rows with those packets between them, each once, with what became of it. */
export function withSinglesBoth(
  rows: readonly Row[],
  packets: readonly [readonly PacketRow[], readonly PacketRow[]],
  report: Report,
  hosts: Lanes,
  known: Known,
): Row[] {
  const modified = report.pair?.packets.modified ?? []
  const [inA, inB] = packets.map(all => new Map(all.map(one => [one.number, one]))) as [Map<number, PacketRow>, Map<number, PacketRow>]
  const bands = rows.filter((row): row is BandRow => row.kind === 'band')
  const singles: SingleRow[] = []
  const add = (a: PacketRow | undefined, b: PacketRow | undefined) => {
    const row = single(a, b, hosts, known, modified)
    const band = row && bands.find(one => one.from === row.from && one.flow.spi === row.says[0])
    if (row) singles.push(band ? { ...row, of: band.id } : row)
  }
  const told = new Set<number>()
  for (const a of inA.values()) {
    const twin = modified.find(one => one.a === a.number)?.b ?? known.other(0, a.number)
    if (twin !== undefined) told.add(twin)
    add(a, twin === undefined ? undefined : inB.get(twin))
  }
  for (const b of inB.values()) if (!told.has(b.number)) add(undefined, b)
  return singles.length === 0 ? [...rows] : [...rows, ...singles].sort((one, other) => one.time - other.time)
}

function single(
  a: PacketRow | undefined,
  b: PacketRow | undefined,
  hosts: Lanes,
  known: Known,
  modified: readonly ModifiedPacket[],
): SingleRow | undefined {
  const one = (a ?? b)!
  if (!isSaidOf(one.protocol)) return undefined
  const from = sideOf(one.destination, hosts) === 'right' ? 'left' : sideOf(one.source, hosts)
  const sent = from === 'left' ? a : b
  const came = from === 'left' ? b : a
  const seen: BothSeen = [
    a && { packets: [a.number], time: hosts.onA(0, a.time) },
    b && { packets: [b.number], time: hosts.onA(1, b.time) },
  ]
  const change = modified.find(m => m.a === a?.number || m.b === b?.number)
  const trace = from === 'left' ? 0 : 1
  const delay = known.delay(seen[trace]?.time, seen[1 - trace]?.time)
  const lost = sent && !came && !change && known.isLost(trace, sent.number)
  return {
    kind: 'single',
    id: `single ${a?.number ?? ''} ${b?.number ?? ''}`,
    time: seen[trace]?.time ?? seen[1 - trace]!.time,
    packets: [(sent ?? came)!.number],
    seen,
    from,
    name: singleName(one.protocol),
    says: singleSays(one.info),
    bytes: one.length,
    end: lost ? 'lost' : came || change ? 'arrived' : 'unknown',
    ...(change ? { changed: changedTexts(change) } : {}),
    ...(change && came ? { came: { says: singleSays(came.info), bytes: came.length } } : {}),
    ...(delay === undefined ? {} : { delay }),
  }
}
