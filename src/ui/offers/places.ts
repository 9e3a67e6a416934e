import { type OfferAndAnswer, offerAndAnswer } from '../../trace/offerAndAnswer.ts'
import type { Finding, Message, Negotiation, Report } from '../../trace/report.ts'
import type { Row } from '../ladder/row.ts'

/** Rules whose findings are about what was offered. */
const ABOUT_OFFERS: ReadonlySet<string> = new Set([
  'proposal-mismatch',
  'child-sa-refused',
  'selectors-refused',
  'refused-otherwise',
  'group-retry',
  'rekey-failed',
])

/** A packet of a trace. */
interface Place {
  readonly trace: 0 | 1
  readonly packet: number
}

/** The offer and answer that a row of the ladder belongs to. */
export function offersOfRow(report: Report, negotiation: Negotiation | undefined, row: Row | undefined): OfferAndAnswer | undefined {
  if (!negotiation || (row?.kind !== 'message' && row?.kind !== 'fold')) return undefined
  return offerAndAnswer(report.negotiations, negotiation, row.message)
}

/** Where a finding that is about an offer leads: to the offer, else to the answer. @param near the trace in view */
export function offerOfFinding(report: Report, finding: Finding, near: 0 | 1): Place | undefined {
  if (!ABOUT_OFFERS.has(finding.rule)) return undefined
  const negotiation = report.negotiations.find(one => one.id === finding.negotiation)
  const cited = new Set(finding.evidence.map(({ trace, packet }) => `${trace} ${packet}`))
  const isCited = (message: Message) => seen(message).some(({ trace, packet }) => cited.has(`${trace} ${packet}`))
  return negotiation && offerAmong(report, negotiation, isCited, near)
}

/** Where the first offer of a negotiation stands. */
export function offerOfNegotiation(report: Report, negotiation: Negotiation, near: 0 | 1): Place | undefined {
  return offerAmong(report, negotiation, () => true, near)
}

function offerAmong(report: Report, negotiation: Negotiation, fits: (message: Message) => boolean, near: 0 | 1): Place | undefined {
  for (const { messages } of negotiation.exchanges)
    for (const message of messages) {
      const compared = fits(message) ? offerAndAnswer(report.negotiations, negotiation, message) : undefined
      if (!compared) continue
      const places = [compared.offer, compared.answer, message].flatMap(one => (one ? seen(one) : []))
      return places.find(({ trace }) => trace === near) ?? places[0]
    }
  return undefined
}

/** The first packet of each sighting of a message. */
function seen({ transmissions }: Message): Place[] {
  return transmissions.flatMap(({ sightings }) => sightings.map(({ trace, packets }) => ({ trace, packet: packets[0]! })))
}
