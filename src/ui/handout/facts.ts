import type { Fingerprint, PacketRow, Session } from '../../host/protocol.ts'
import type { Finding, Report } from '../../trace/report.ts'
import { citedPackets } from '../case/findings.ts'
import type { Note } from '../notes/added.ts'
import type { Figure, Manner } from '../picture/figure.ts'
import { bothEndsOf, laddersOf } from '../picture/figures.ts'

/** Everything a report that is handed on says; it is asked for once, and nothing is asked for later. */
export interface HandoutFacts {
  readonly report: Report
  /** Of A, B and R, where there are such. */
  readonly files: readonly Fingerprint[]
  readonly figures: readonly Figure[]
  readonly evidence: readonly Evidence[]
  /** Cited packets beyond those listed. */
  readonly moreEvidence: number
  /** What somebody calls the hosts, by address. */
  readonly names?: ReadonlyMap<string, string>
  /** What somebody wrote beside packets. */
  readonly notes?: readonly Note[]
  /** `ikescope 0.1.0`, and the day it was made. */
  readonly made: string
}

/** A packet that findings rest on. */
export interface Evidence {
  readonly trace: 0 | 1
  readonly row: PacketRow
  readonly findings: readonly Finding[]
}

/** So many packets are listed. */
const MOST = 300

/** Asks the session for all that the report on paper holds; rejects where a capture cannot be read any more. */
export async function handoutFacts(session: Session, report: Report, made: string, manner: Manner = {}): Promise<HandoutFacts> {
  const count = report.traces.length + (report.between ? 1 : 0)
  const files: Fingerprint[] = []
  for (let trace = 0; trace < count; trace++) files.push(await session.fingerprint(trace))
  const figures = report.pair ? await bothEndsOf(session, report, manner) : await alone(session, report, manner)
  const cited = citations(report)
  const evidence: Evidence[] = []
  for (const { trace, packet, findings } of cited.slice(0, MOST)) {
    const [row] = await session.rows(trace, packet - 1, packet)
    if (row) evidence.push({ trace, row, findings })
  }
  return {
    report,
    files,
    figures,
    evidence,
    moreEvidence: Math.max(0, cited.length - MOST),
    ...(manner.names ? { names: manner.names } : {}),
    ...(manner.notes ? { notes: manner.notes } : {}),
    made,
  }
}

/** Two captures that nothing relates are told one after the other. */
async function alone(session: Session, report: Report, manner: Manner): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const trace of report.traces.keys()) figures.push(...(await laddersOf(session, report, trace as 0 | 1, manner)))
  return figures
}

/** Packets that findings rest on, those of the verdicts first where there are too many. */
function citations({ findings, traces }: Report): (Omit<Evidence, 'row'> & { readonly packet: number })[] {
  const known = new Map<string, { trace: 0 | 1; packet: number; findings: Finding[] }>()
  const verdictsFirst = [...findings].sort((one, other) => Number(one.severity === 'note') - Number(other.severity === 'note'))
  for (const finding of verdictsFirst)
    for (const trace of [0, 1] as const)
      for (const packet of citedPackets(finding, trace)) {
        if (packet < 1 || packet > (traces[trace]?.packets ?? 0)) continue
        const one = known.get(`${trace} ${packet}`)
        if (one) one.findings.push(finding)
        else known.set(`${trace} ${packet}`, { trace, packet, findings: [finding] })
      }
  const all = [...known.values()]
  return [...all.slice(0, MOST).sort((one, other) => one.trace - other.trace || one.packet - other.packet), ...all.slice(MOST)]
}
