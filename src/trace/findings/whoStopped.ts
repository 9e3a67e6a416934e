import { isBroken, whoStopped } from '../negotiation/stopped.ts'
import type { Exchange, Finding, Negotiation } from '../report.ts'
import { rules } from './index.ts'

/** Findings so many are looked at: of thousands of failed attempts the first tell the story. */
const MOST = 50

/** Findings whose negotiation, or exchange, ended in silence or refusal: the first of each says in its first reason who stopped. */
export function withWhoStopped(findings: readonly Finding[], negotiations: readonly Negotiation[]): readonly Finding[] {
  const byId = new Map(negotiations.map(one => [one.id, one]))
  const told = new Set<string>()
  return findings.map(finding => {
    const negotiation = finding.negotiation === null ? undefined : byId.get(finding.negotiation)
    if (!negotiation || finding.severity === 'note' || told.has(negotiation.id) || told.size === MOST) return finding
    told.add(negotiation.id)
    const exchange = exchangeOf(finding, negotiation)
    const says = exchange && whoStopped(negotiation, exchange, namesSender.has(finding.rule))
    return says ? { ...finding, because: [says, ...finding.because] } : finding
  })
}

/** Rules whose words say already who sent what, and how often. */
const namesSender: ReadonlySet<string> = new Set(rules.filter(rule => rule.namesSender).map(rule => rule.id))

/** The exchange that a finding's packets are of, when that is not complete; of a negotiation that does not stand, else the last one. */
function exchangeOf({ evidence }: Finding, { exchanges, outcome }: Negotiation): Exchange | undefined {
  const packets = new Set(evidence.map(({ trace, packet }) => `${trace} ${packet}`))
  const broken = exchanges.filter(isBroken)
  const cited = broken.find(({ messages }) =>
    messages.some(message =>
      message.transmissions.some(({ sightings }) =>
        sightings.some(one => one.packets.some(packet => packets.has(`${one.trace} ${packet}`))),
      ),
    ),
  )
  return cited ?? (outcome === 'established' ? undefined : broken.at(-1))
}
