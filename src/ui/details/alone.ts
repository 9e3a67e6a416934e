import type { Session } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { type Capture, captureName, ROUTER } from '../captures.ts'
import { counterpart, refusedIn } from '../packets/counterpart.ts'

/** Of a packet that no other capture has: why there is nothing to hold it against. */
export async function aloneText(session: Session, report: Report, capture: Capture, packet: number): Promise<string> {
  const other = capture === 0 ? 1 : 0
  const [line] = capture === ROUTER ? [] : await session.rows(capture, packet - 1, packet)
  const why = line && counterpart(line, capture, other, report, refusedIn(report, capture).has(packet))?.says
  return `${why ?? `${captureName(capture)}${packet} is in no other capture`}: there is nothing to compare`
}
