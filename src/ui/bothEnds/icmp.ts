import { isRefusal } from '../../trace/path/icmpMeaning.ts'
import type { IcmpError } from '../../trace/report.ts'
import { bandOf, quotedAs, quotedUnseen, type Refusal, refusalOf, refusedRow } from '../ladder/icmp.ts'
import { type IcmpRow, opposite, type Row } from '../ladder/row.ts'
import type { Known } from './known.ts'
import type { Lanes } from './lanes.ts'
import { seenAtBoth } from './seenAtBoth.ts'

/** Adds ICMP errors, each once and tied to what it quotes, of protected traffic to its band; what was refused is drawn so. */
export function marked(rows: readonly Row[], hosts: Lanes, known: Known): readonly Row[] {
  if (hosts.icmpErrors.length === 0) return rows
  const carrying = new Map<string, Row>()
  for (const row of rows)
    if (row.kind !== 'band')
      row.seen?.forEach((seen, trace) => {
        for (const packet of seen?.packets ?? []) carrying.set(`${trace} ${packet}`, row)
      })
  const refused = new Map<Row, Refusal>()
  const bands = rows.filter(row => row.kind === 'band')
  const turnedBack = new Map<Row, Set<string>>()
  const errorsOf = [0, 1].map(trace => new Map(hosts.icmpErrors.filter(one => one.trace === trace).map(one => [one.packet, one])))
  const errors = hosts.icmpErrors.flatMap((error): IcmpRow[] => {
    const twin = known.other(error.trace, error.packet)
    const other = twin === undefined ? undefined : errorsOf[1 - error.trace]!.get(twin)
    if (other && error.trace === 1) return []
    const sights = [error, other].flatMap(one => (one ? [one] : []))
    const band = bandOf(bands, error, hosts)
    const quoted = sights.map(({ trace, quotes }) => carrying.get(`${trace} ${quotes?.packet}`)).find(Boolean) ?? band
    if (quoted && isRefusal(error)) refused.set(quoted, refusalOf(error, refused.get(quoted)))
    const lost = sights.find(({ trace, quotes }) => quotes?.packet !== undefined && known.isLost(trace, quotes.packet))
    if (band && lost && isRefusal(error))
      turnedBack.set(band, (turnedBack.get(band) ?? new Set()).add(`${lost.trace} ${lost.quotes?.packet}`))
    return [icmpRow(error, other, quoted, hosts, known)]
  })
  const drawn = rows.map(row => {
    const refusal = refused.get(row)
    const packets = turnedBack.get(row)
    if (row.kind === 'band') return packets ? { ...row, refused: packets.size } : row
    return refusal && row.kind === 'message' && (row.end === 'unknown' || row.end === 'lost' || refusal.by === 'host')
      ? refusedRow(row, refusal)
      : row
  })
  return [...drawn, ...errors]
}

function icmpRow(error: IcmpError, other: IcmpError | undefined, quoted: Row | undefined, hosts: Lanes, known: Known): IcmpRow {
  const from = error.from === hosts.left ? 'left' : error.from === hosts.right ? 'right' : undefined
  // From somebody in the network both ends have it only where it came past one of them on its way to the other.
  const sender = from ? (from === 'right' ? 1 : 0) : other && other.time < error.time ? other.trace : error.trace
  const first = other && other.trace === sender ? other : error
  const last = first === error ? other : error
  return {
    kind: 'icmp',
    id: `icmp ${error.trace} ${error.packet}`,
    time: first.time,
    packets: [first.packet],
    seen: seenAtBoth([error, ...(other ? [other] : [])].map(({ trace, packet, time }) => [trace, { packets: [packet], time }])),
    ...(quoted?.negotiation === undefined ? {} : { negotiation: quoted.negotiation }),
    error,
    ...(from ? { from } : {}),
    to: from ? opposite(from) : (last ?? error).trace === 0 ? 'left' : 'right',
    refuses: isRefusal(error),
    ...(quoted
      ? { quotes: quoted.id, ...(quoted.kind === 'band' ? {} : { after: first.time - quoted.time }), ...quotedAs(quoted) }
      : quotedUnseen(error)),
    ...(known.isLost(error.trace, error.packet) ? { lost: true } : {}),
    ...(last ? known.onTheWay(last.time - first.time, first.time) : {}),
  }
}
