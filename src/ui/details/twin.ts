import type { Report } from '../../trace/report.ts'
import { packetsIn } from '../ladder/layout.ts'
import type { Row } from '../ladder/row.ts'

/** The same packet in the other trace, by the row that shows both or by what the report says of single packets. */
export function twinOf(report: Report, row: Row | undefined, trace: 0 | 1, packet: number): number | undefined {
  if (!report.pair) return undefined
  const named = report.pair.packets.same.find(both => both[trace] === packet)
  if (named) return named[1 - trace]
  if (!row?.seen || row.kind === 'band' || row.kind === 'keepalive' || row.kind === 'fold') return undefined
  const [here, there] = [packetsIn(row, trace), packetsIn(row, trace === 0 ? 1 : 0)]
  return here.length === there.length ? there[here.indexOf(packet)] : undefined
}
