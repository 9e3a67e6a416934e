import { isRefusal } from '../../trace/path/icmpMeaning.ts'
import { quotedAs } from './icmp.ts'
import type { ContextRow, IcmpRow, Row, SingleRow } from './row.ts'

/**
 * Ties ICMP errors to the packet they quote where that is drawn by itself, and draws it refused when that is what they say.
 * @param trace the one that the rows are of, where they are not of both
 */
export function tied(rows: readonly Row[], trace: 0 | 1): readonly Row[] {
  const bands = new Set(rows.flatMap(row => (row.kind === 'band' ? [row.id] : [])))
  const open = rows.filter((row): row is IcmpRow => row.kind === 'icmp' && (row.quotes === undefined || bands.has(row.quotes)))
  if (open.length === 0) return rows
  const singles = new Map<string, SingleRow>()
  for (const row of rows) if (row.kind === 'single') for (const key of places(row, trace)) singles.set(key, row)
  const clear = rows.filter((row): row is ContextRow => row.kind === 'context')
  if (singles.size === 0 && clear.length === 0) return rows
  const changed = new Map<Row, Row>()
  for (const row of open) {
    const { error } = row
    const quoted = singles.get(`${error.trace} ${error.quotes?.packet}`)
    const run = quoted || row.quotes !== undefined ? undefined : runQuoted(clear, row)
    if (run) changed.set(row, { ...row, quotes: run.id, ...quotedAs(run) })
    if (!quoted) continue
    changed.set(row, { ...row, quotes: quoted.id, after: row.time - quoted.time, ...quotedAs(quoted) })
    if (isRefusal(error) && quoted.end !== 'arrived')
      changed.set(quoted, { ...quoted, end: 'refused', refusedBy: error.from === error.quotes?.to ? 'host' : 'network' })
  }
  return changed.size === 0 ? rows : rows.map(row => changed.get(row) ?? row)
}

/** The run in the clear that an error quotes a packet of: by its hosts, its port, and the time; which packet it was nobody says. */
function runQuoted(runs: readonly ContextRow[], { error: { quotes, trace }, time }: IcmpRow): ContextRow | undefined {
  if (quotes?.protocol === undefined) return undefined
  const hosts = [quotes.from, quotes.to]
  const port = quotes.ports && Math.min(...quotes.ports)
  return runs.findLast(row => {
    const run = row.runs ? row.runs[trace] : row.run
    if (!run || row.time > time || !hosts.includes(run.host) || !hosts.includes(run.other)) return false
    const { kind } = run
    if (kind === 'ping') return quotes.protocol === 1 || quotes.protocol === 58
    return quotes.protocol !== 1 && port === (run.port ?? services[kind])
  })
}

const services: Readonly<Record<string, number>> = { dns: 53, kerberos: 88 }

/** Where a packet was captured: trace and number. */
function places({ packets, seen }: SingleRow, trace: 0 | 1): string[] {
  if (!seen) return packets.map(packet => `${trace} ${packet}`)
  return seen.flatMap((one, at) => one?.packets.map(packet => `${at} ${packet}`) ?? [])
}
