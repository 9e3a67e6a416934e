import type { Report } from '../../trace/report.ts'
import { LONGEST_NAME } from '../../workspace/file.ts'
import type { Names } from './named.ts'

/** What the captures themselves call the hosts that the report speaks of; a name given by hand comes before. */
export function withFileNames(report: Report, given: Names): Names {
  const all = report.traces.flatMap(({ hostNames = [] }) => hostNames)
  if (all.length === 0) return given
  const hosts = new Set([
    ...report.negotiations.flatMap(({ initiator, responder }) => [initiator.address, responder.address]),
    ...report.flows.flatMap(({ from, to }) => [from, to]),
  ])
  const names = new Map<string, string>()
  for (const { address, name } of all) {
    const short = name.trim().slice(0, LONGEST_NAME)
    if (short && hosts.has(address) && !names.has(address)) names.set(address, short)
  }
  return new Map([...names, ...given])
}
