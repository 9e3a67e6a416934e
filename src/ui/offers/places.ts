import { type OfferAndAnswer, offerAndAnswer } from '../../trace/negotiation/offerAndAnswer.ts'
import type { Finding, Message, Negotiation, Report } from '../../trace/report.ts'
import type { Row } from '../ladder/row.ts'

/** Rules whose findings are about what was offered. */
const ABOUT_OFFERS: ReadonlySet<string> = new Set([
  'proposal-mismatch',
  'child-sa-refused',
  'pfs-mismatch',
  'selectors-refused',
  'refused-otherwise',
  'group-retry',
  'group-not-taken',
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
  const about = offerAbout(report, finding)
  return about && placeOf(about, near)
}

/** Offers that findings of a report are about, each once, in the order of the findings. */
export function offersOfFindings(report: Report): OfferAndAnswer[] {
  const known = new Map<Message, OfferAndAnswer>()
  for (const finding of report.findings) {
    const about = offerAbout(report, finding)
    const key = about && (about.compared.offer ?? about.compared.answer ?? about.message)
    if (key && !known.has(key)) known.set(key, about.compared)
  }
  return [...known.values()]
}

/** Where the first offer of a negotiation stands. */
export function offerOfNegotiation(report: Report, negotiation: Negotiation, near: 0 | 1): Place | undefined {
  const about = offerAmong(report, negotiation, () => true)
  return about && placeOf(about, near)
}

/** An offer, and the message by which it was found. */
interface About {
  readonly compared: OfferAndAnswer
  readonly message: Message
}

function offerAbout(report: Report, finding: Finding): About | undefined {
  if (!ABOUT_OFFERS.has(finding.rule)) return undefined
  const negotiation = report.negotiations.find(one => one.id === finding.negotiation)
  const cited = new Set(finding.evidence.map(({ trace, packet }) => `${trace} ${packet}`))
  const isCited = (message: Message) => seen(message).some(({ trace, packet }) => cited.has(`${trace} ${packet}`))
  return negotiation && offerAmong(report, negotiation, isCited)
}

function offerAmong(report: Report, negotiation: Negotiation, fits: (message: Message) => boolean): About | undefined {
  for (const { messages } of negotiation.exchanges)
    for (const message of messages) {
      const compared = fits(message) ? offerAndAnswer(report.negotiations, negotiation, message) : undefined
      if (compared && placeOf({ compared, message }, 0)) return { compared, message }
    }
  return undefined
}

function placeOf({ compared: { offer, answer }, message }: About, near: 0 | 1): Place | undefined {
  const places = [offer, answer, message].flatMap(one => (one ? seen(one) : []))
  return places.find(({ trace }) => trace === near) ?? places[0]
}

/** The first packet of each sighting of a message. */
function seen({ transmissions }: Message): Place[] {
  return transmissions.flatMap(({ sightings }) => sightings.map(({ trace, packets }) => ({ trace, packet: packets[0]! })))
}
