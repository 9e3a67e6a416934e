import type { History } from './history.ts'
import type * as Report from './report.ts'
import type { Happening } from './windowsEventNumbers.ts'
import type { Event } from './windowsWriting.ts'

/** By rule: the event, and what it says. */
const ofDriver: Readonly<Record<string, readonly [Happening, string]>> = {
  'bad-spi': ['bad SPI', 'packets with a bad SPI'],
  'delete-lost': ['bad SPI', 'packets with a bad SPI'],
  'clear-text-while-protected': ['clear text', 'packets in the clear that should have been secured'],
  'modified-in-path': ['integrity check failed', 'a packet whose hash does not fit'],
}

/** What the IPsec driver drops, as rules found it; Windows writes one such event for many packets. */
export function windowsDriverEvents({ trace: { packets } }: History, findings: readonly Report.Finding[], trace: 0 | 1): Event[] {
  const seen = new Set<string>()
  return findings.flatMap(finding => {
    const what = ofDriver[finding.rule]
    const cited = finding.evidence
      .filter(one => one.trace === trace)
      .map(one => one.packet)
      .filter(packet => packet >= 1 && packet <= packets.length && carries(packets.kind(packet - 1), what?.[0]))
    const last = cited.at(-1)
    if (!what || last === undefined) return []
    const host = packets.flows.destination(packets.flow(last - 1))
    const key = `${what[0]} ${host} ${finding.negotiation}`
    if (seen.has(key)) return []
    seen.add(key)
    const first = cited.find(packet => packets.flows.destination(packets.flow(packet - 1)) === host)!
    const confidence = finding.confidence === 'certain' ? 'likely' : finding.confidence
    return [{ time: packets.time(first - 1), packets: cited, host, what: what[0], says: what[1], confidence }]
  })
}

/** Kinds of packets that an event is about. */
function carries(kind: number, what: Happening | undefined): boolean {
  return what === 'clear text' ? CLEAR.has(kind) : SECURED.has(kind)
}

const SECURED: ReadonlySet<number> = new Set([3, 4, 5])
const CLEAR: ReadonlySet<number> = new Set([9, 12, 13, 14])
