import { lackingText } from '../../text/lacking.ts'
import type { Report } from '../../trace/report.ts'
import { type HostPair, seenIn } from './hostPairs.ts'
import type { EdgeRow } from './row.ts'

/**
 * Said first of two hosts that have no IKE: `no IKE in this capture; its ESP is shown`. Undefined where they have.
 * @param trace the one that is looked at; undefined: both together
 * @param reading the file is not read to its end
 */
export function lacking(report: Report, pair: HostPair, trace: 0 | 1 | undefined, reading = false): EdgeRow | undefined {
  if (pair.negotiations.length > 0) return undefined
  const ofTrace = <T extends { readonly trace: 0 | 1 }>(all: readonly T[]) => all.filter(one => trace === undefined || one.trace === trace)
  const others = report.negotiations.some(one => seenIn(one, trace)) || (pair.flows.length === 0 && ofTrace(report.flows).length > 0)
  const place = trace === undefined ? 'in either capture' : 'in this capture'
  const says = lackingText(reading ? 'so far' : others ? 'between these hosts' : place, {
    protocols: ['esp', 'ah'].filter(protocol => pair.flows.some(flow => flow.protocol === protocol)).map(name => name.toUpperCase()),
    icmp: pair.icmpErrors.length > 0,
    clear: pair.clear !== undefined,
    unread: report.traces.some((one, i) => (trace === undefined || trace === i) && one.unread !== undefined),
  })
  return { kind: 'edge', id: 'edge lacking', time: 0, packets: [], says }
}
