import { useEffect, useState } from 'react'
import type { ContextRun, Session } from '../../host/protocol.ts'
import { counted, grouped } from '../../text/figures.ts'
import type { Report } from '../../trace/report.ts'
import { megabytes } from '../bar/sizes.ts'
import { citedPackets } from '../case/findings.ts'
import { duration } from '../time.ts'
import type { HostPair } from './hostPairs.ts'
import { packetsIn } from './layout.ts'
import type { ContextRow, Row } from './row.ts'

// Traffic beside IPsec is no part of the report. It is asked of the session, and only when it is to be seen: when
// somebody switched it on, or when a verdict rests on it.

/** Packets that verdicts, or the finding in view, rest on and that no row of the ladder shows. */
export function citedBeside(report: Report, trace: 0 | 1, finding: number | undefined, rows: readonly Row[]): number[] {
  const wanted = new Set<number>()
  report.findings.forEach((one, index) => {
    if (one.severity !== 'note' || index === finding) for (const packet of citedPackets(one, trace)) wanted.add(packet)
  })
  if (wanted.size > 0) for (const row of rows) for (const packet of packetsIn(row, trace)) wanted.delete(packet)
  return [...wanted]
}

const none: readonly ContextRun[] = []

/** What two hosts said beside IPsec; nothing while nobody wants to know. @param wanted packets that somebody cites */
export function useContextRuns(
  session: Session | undefined,
  trace: 0 | 1,
  pair: { readonly left: string; readonly right: string } | undefined,
  wanted: readonly number[],
  on: boolean,
): readonly ContextRun[] {
  const [runs, setRuns] = useState(none)
  const { left, right } = pair ?? { left: '', right: '' }
  const asked = wanted.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the numbers asked for, not the list that holds them
  useEffect(() => {
    setRuns(none)
    if (!session || !left || !on) return
    let current = true
    session.context(trace, [left, right], wanted).then(
      all => current && setRuns(all),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, trace, left, right, asked, on])
  return runs
}

/** Rows of the ladder with the runs between them, in the order of time. @param all whether also those that nobody cites */
export function withContext(rows: readonly Row[], runs: readonly ContextRun[], pair: HostPair, all: boolean): Row[] {
  const shown = all ? runs : runs.filter(run => run.holds.length > 0)
  if (shown.length === 0) return [...rows]
  const lanes = shown.map((run): ContextRow => {
    const third = run.other !== pair.left && run.other !== pair.right
    return {
      kind: 'context',
      id: `context ${run.firstPacket}`,
      time: run.firstTime,
      packets: packetsOfRun(run),
      run,
      from: run.host === pair.right ? 'right' : 'left',
      ...(third ? { third: run.other } : {}),
    }
  })
  return [...rows, ...lanes].sort((one, other) => one.time - other.time)
}

/** Packets of a run that are known by number: its ends, and those that somebody cites. */
export function packetsOfRun({ firstPacket, holds, lastPacket }: ContextRun): number[] {
  return [...new Set([firstPacket, ...holds, lastPacket])].sort((one, other) => one - other)
}

/** `TCP port 445`, `DNS`. */
export function contextName({ kind, port }: ContextRun): string {
  const name = { dns: 'DNS', kerberos: 'Kerberos', ping: 'Ping', tcp: 'TCP', udp: 'UDP' }[kind]
  return port === undefined ? name : `${name} port ${port}`
}

/** The same of a row; of both ends with what the other capture has otherwise. */
export function contextWords({ run, runs, third }: ContextRow): string {
  const said = contextText(run)
  if (!runs || third) return said
  const [which, other] = run === runs[0] ? (['B', runs[1]] as const) : (['A', runs[0]] as const)
  if (!other) return `${said}, not in ${which}'s capture`
  const there = other.forth + other.back
  return there === run.forth + run.back ? said : `${said}, ${grouped(there)} in ${which}'s capture`
}

/** `query example.net, answer example.net`; `1,204 packets, 1.1 MB, 12.0 s`, one way when nothing came back. */
function contextText(run: ContextRun): string {
  const { forth, back, bytes, firstTime, lastTime, says } = run
  const all = forth + back
  const rest = says && says.length < all ? ` and ${counted(all - says.length, 'packet')} more` : ''
  if (says) return `${says.join(', ')}${rest}`
  const size = bytes >= 100_000 ? [megabytes(bytes)] : []
  const span = lastTime > firstTime ? [duration(lastTime - firstTime)] : []
  const oneWay = all > 1 && (forth === 0 || back === 0) ? ['one way only'] : []
  return [counted(all, 'packet'), ...size, ...span, ...oneWay].join(', ')
}
