import type { ContextRun } from '../../host/protocol.ts'
import type { Report } from '../../trace/report.ts'
import { packetsOfRun } from '../ladder/context.ts'
import type { ContextRow, Row, Side } from '../ladder/row.ts'
import type { Lanes } from './lanes.ts'
import { seenAs } from './seenAs.ts'
import { seenAtBoth } from './seenAtBoth.ts'

/** Seconds by which the runs of one conversation may lie apart in both captures and still be one. */
const APART = 1

/** The two hosts under the addresses that a trace knows them by. */
export function hostsAt(
  { pair }: Pick<Report, 'pair'>,
  { left, right }: Lanes,
  trace: 0 | 1,
): { readonly left: string; readonly right: string } {
  const rewrites = pair?.rewrites ?? []
  return trace === 0 ? { left, right: seenAs(rewrites, right, 0) } : { left: seenAs(rewrites, left, 1), right }
}

/** The joined rows with what both captures have of traffic in the clear between them, each run once. @param all whether also those that nobody cites */
export function withContextOfBoth(
  rows: readonly Row[],
  runs: readonly [readonly ContextRun[], readonly ContextRun[]],
  report: Report,
  hosts: Lanes,
  all: boolean,
): readonly Row[] {
  const [ofA, ofB] = ([0, 1] as const).map(trace => runs[trace].map(run => placed(run, trace, report, hosts))) as [Placed[], Placed[]]
  const waiting = new Map<string, Placed[]>()
  for (const one of ofB) waiting.set(one.key, [...(waiting.get(one.key) ?? []), one])
  const joined = ofA.map((a): readonly [Placed | undefined, Placed | undefined] => {
    const others = waiting.get(a.key) ?? []
    const at = others.findIndex(b => b.first < a.last + APART && a.first < b.last + APART)
    return [a, at < 0 ? undefined : others.splice(at, 1)[0]]
  })
  const alone = [...waiting.values()].flat().map(b => [undefined, b] as const)
  const added = [...joined, ...alone].filter(pair => all || pair.some(one => one && one.run.holds.length > 0)).map(rowOf)
  return added.length === 0 ? rows : [...rows, ...added].sort((one, other) => one.time - other.time)
}

/** A run on A's clock, and which of the two hosts it is of. */
interface Placed {
  readonly run: ContextRun
  readonly key: string
  readonly from: Side
  readonly third?: string
  readonly first: number
  readonly last: number
}

function placed(run: ContextRun, trace: 0 | 1, report: Report, hosts: Lanes): Placed {
  const { left, right } = hostsAt(report, hosts, trace)
  const from = run.host === right ? 'right' : 'left'
  const third = run.other === left || run.other === right ? undefined : run.other
  return {
    run,
    key: [run.kind, run.port, from, third].join(' '),
    from,
    ...(third === undefined ? {} : { third }),
    first: hosts.onA(trace, run.firstTime),
    last: hosts.onA(trace, run.lastTime),
  }
}

function rowOf([a, b]: readonly [Placed | undefined, Placed | undefined]): ContextRow {
  const { from, third } = (a ?? b)!
  const own = (from === 'left' ? (a ?? b) : (b ?? a))!
  const seen = ([a, b] as const).flatMap((one, trace) =>
    one ? [[trace as 0 | 1, { packets: packetsOfRun(one.run), time: one.first }] as const] : [],
  )
  return {
    kind: 'context',
    id: `context ${a?.run.firstPacket ?? ''} ${b?.run.firstPacket ?? ''}`,
    time: own.first,
    packets: packetsOfRun(own.run),
    seen: seenAtBoth(seen),
    run: own.run,
    runs: [a?.run, b?.run],
    from,
    ...(third === undefined ? {} : { third }),
  }
}
