import type { PacketRow } from '../../host/protocol.ts'
import type { ModifiedPacket, Report } from '../../trace/report.ts'
import { directionOf } from '../ladder/direction.ts'
import type { BandRow, BothSeen, Row, Seen, SingleRow } from '../ladder/row.ts'
import { isSaidOf, singleName, singleSays } from '../ladder/single.ts'
import { changedTexts } from './changed.ts'
import type { Couple } from './couple.ts'
import type { Known } from './known.ts'
import type { Lanes } from './lanes.ts'

/** So many protected packets are drawn by themselves for each end; more would hide the story. */
const MOST = 40

/**
 * Packets of either trace to be drawn by themselves: those changed on the way, cited, or quoted by ICMP, as far as no row
 * has them, and what they are in the other trace.
 */
export function toSingleBoth(report: Report, cited: readonly [readonly number[], readonly number[]], rows: readonly Row[], known: Known) {
  const modified = report.pair?.packets.modified ?? []
  const errors = rows.flatMap(row => (row.kind === 'icmp' ? [row.error] : []))
  const of = (trace: 0 | 1): number[] => {
    const quoted = errors.flatMap(({ trace: where, quotes }) => (where === trace && quotes?.packet !== undefined ? [quotes.packet] : []))
    const all = new Set([...cited[trace], ...modified.map(one => (trace === 0 ? one.a : one.b)), ...quoted])
    for (const row of rows) if (row.kind !== 'band') for (const packet of row.seen?.[trace]?.packets ?? []) all.delete(packet)
    return [...all].slice(0, MOST)
  }
  const own = [of(0), of(1)] as const
  const couples = ([0, 1] as const).flatMap(trace => own[trace].flatMap(packet => known.couples(trace, packet)))
  const withTheirs = (trace: 0 | 1) => {
    const all = new Set([...own[trace], ...couples.flatMap(couple => couple.packets[trace].slice(0, MOST))])
    return [...all].sort((one, other) => one - other)
  }
  return [withTheirs(0), withTheirs(1)] as const
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
  const asked = packets.map(all => new Map(all.map(one => [one.number, one]))) as [Map<number, PacketRow>, Map<number, PacketRow>]
  const bands = rows.filter((row): row is BandRow => row.kind === 'band')
  const singles = new Map<string, SingleRow>()
  for (const trace of [0, 1] as const)
    for (const { number } of asked[trace].values())
      for (const couple of couplesOf(trace, number)) {
        const [a, b] = ([0, 1] as const).map(end => couple.packets[end].flatMap(packet => asked[end].get(packet) ?? []))
        const row = single(a!, b!, couple, hosts, known, modified)
        const band = row && bands.find(one => one.from === row.from && one.flow.spi === row.says[0])
        if (row) singles.set(row.id, band ? { ...row, of: band.id } : row)
      }
  return singles.size === 0 ? [...rows] : [...rows, ...singles.values()].sort((one, other) => one.time - other.time)

  /** A packet that is in no couple is one by itself. */
  function couplesOf(trace: 0 | 1, packet: number): readonly Couple[] {
    const change = modified.find(one => (trace === 0 ? one.a : one.b) === packet)
    if (change) return [{ packets: [[change.a], [change.b]], recut: false }]
    const couples = known.couples(trace, packet)
    return couples.length > 0 ? couples : [{ packets: trace === 0 ? [[packet], []] : [[], [packet]], recut: false }]
  }
}

function single(
  a: readonly PacketRow[],
  b: readonly PacketRow[],
  { packets, recut }: Couple,
  hosts: Lanes,
  known: Known,
  modified: readonly ModifiedPacket[],
): SingleRow | undefined {
  const [one] = [...a, ...b]
  if (!one || ![...a, ...b].some(({ protocol }) => isSaidOf(protocol))) return undefined
  const from = directionOf(one.source, one.destination, hosts)
  const trace = from === 'left' ? 0 : 1
  const [sent] = trace === 0 ? a : b
  const arrived = trace === 0 ? b : a
  const [came] = arrived
  const seen: BothSeen = [seenBy(a, 0, hosts), seenBy(b, 1, hosts)]
  const change = modified.find(m => m.a === a[0]?.number || m.b === b[0]?.number)
  const [left, arrival] = [seen[trace]?.time, seen[1 - trace]?.time]
  const lost = sent && (recut || !came) && !change && known.isLost(trace, sent.number)
  const shown = (sent ?? came)!
  return {
    kind: 'single',
    id: `single ${a[0]?.number ?? ''} ${b[0]?.number ?? ''}`,
    time: seen[trace]?.time ?? seen[1 - trace]!.time,
    packets: [shown.number],
    seen,
    from,
    name: singleName(shown.protocol),
    says: singleSays(shown.info).toSpliced(2, 0, ...(recut && !lost ? [recutText(shown, came)] : [])),
    bytes: shown.length,
    end: lost ? 'lost' : packets[1 - trace]!.length > 0 || change ? 'arrived' : 'unknown',
    ...(change ? { changed: changedTexts(change) } : {}),
    ...(change && came ? { came: { says: singleSays(came.info), bytes: came.length } } : {}),
    ...(left === undefined || arrival === undefined ? {} : known.onTheWay(arrival - left, left)),
  }
}

function seenBy(rows: readonly PacketRow[], trace: 0 | 1, { onA }: Lanes): Seen | undefined {
  const [first] = rows
  return first && { packets: rows.map(row => row.number), time: onA(trace, first.time) }
}

function recutText(sent: PacketRow, came: PacketRow | undefined): string {
  if (came && came.length > sent.length) return 'put together on the way'
  return sent.protocol === 'Fragment' ? 'cut again on the way' : 'cut on the way'
}
