import { isAuthIp } from '../../dissectors/ike/encryptedBody.ts'
import { refusalName } from '../findings/negotiations/refusal.ts'
import { gapsOf, type Message, type Negotiation, type Side, type Sighting } from '../model.ts'
import type * as Report from '../report.ts'
import { answeredInstead } from './answeredInstead.ts'
import { arrived, type Vantage, wentOn } from './arrival.ts'
import { rekeyedFrom } from './child.ts'
import type { Course } from './course.ts'
import { dueIn } from './due.ts'
import type { NamedMessage } from './exchange.ts'
import { isPhase1, readableError, retryNotify, shownPayloads } from './header.ts'
import { repeatsEarlier } from './probes.ts'
import { offerOf, proposalsOfExchange } from './proposals.ts'
import { opposite } from './sides.ts'
import { stacksLike } from './stacksLike.ts'
import { tellsOf } from './tells.ts'

/** What one trace tells of a negotiation in one way, and two in another. */
export interface Told extends Pick<Report.Negotiation, 'id' | 'rekeys' | 'answeredInstead' | 'nat'> {
  readonly seenFrom: NonNullable<Report.Negotiation['seenFrom']>
  transmissions(exchange: Course['exchanges'][number], named: NamedMessage): Report.Transmission[]
  /** Where its exchanges are kept once they are made. */
  readonly made?: Made
}

type Made = { exchanges?: Report.Negotiation['exchanges'] }

const made = new WeakMap<Course, readonly [Made, Made]>()

/** Makes the exchanges of a negotiation anew when they are asked for next: something became known that is no message. */
export function tellAnew(course: Course): void {
  made.delete(course)
}

/** What one trace tells of a negotiation; its exchanges are made anew only when something has come to it. */
export function negotiationReport(
  course: Course,
  trace: 0 | 1,
  more: Pick<Report.Negotiation, 'id' | 'rekeys' | 'answeredInstead' | 'nat'>,
): Report.Negotiation {
  const { vantage } = course
  const before = made.get(course) ?? [{}, {}]
  made.set(course, before)
  return described(course, {
    made: before[trace],
    seenFrom: trace === 0 ? [vantage] : [null, vantage],
    transmissions: (exchange, named) => transmissionsOf(course, exchange, named, vantage, trace),
    ...more,
  })
}

/** Whose IKE SA it replaced. @param ids the ids in the report of the negotiations of its trace */
export function rekeysOf(negotiation: Negotiation, ids: ReadonlyMap<Negotiation, string>): Pick<Report.Negotiation, 'rekeys'> {
  const from = rekeyedFrom(negotiation)
  const rekeys = from && ids.get(from)
  return rekeys === undefined ? {} : { rekeys }
}

/** What its peer answered instead. @param ids the ids in the report of the negotiations of its trace */
export function insteadOf(
  course: Course,
  courses: readonly Course[],
  ids: ReadonlyMap<Negotiation, string>,
): Pick<Report.Negotiation, 'answeredInstead'> {
  const other = answeredInstead(course, courses)
  const id = other && ids.get(other.negotiation)
  return id === undefined ? {} : { answeredInstead: id }
}

function assumedOf({ negotiation, exchanges, initiatorIsSure }: Course): NonNullable<Report.Negotiation['assumed']> {
  if (negotiation.version === 2 || !negotiation.joined) return []
  return [
    ...(exchanges.some(({ exchangeType }) => isPhase1(exchangeType) || isAuthIp(exchangeType)) ? [] : (['mode'] as const)),
    ...(initiatorIsSure === 'certain' ? [] : (['initiator'] as const)),
  ]
}

/** A negotiation by its course. */
export function described(course: Course, told: Told): Report.Negotiation {
  const { negotiation, initiator, proposals, stacks } = course
  const made = told.made ?? {}
  const assumed = assumedOf(course)
  return {
    id: told.id,
    version: negotiation.version === 2 ? 2 : 1,
    mode: course.mode,
    initiator: endpointOf(negotiation, initiator, initiator),
    responder: endpointOf(negotiation, opposite(initiator), initiator),
    initiatorSpi: negotiation.initiatorSpi,
    responderSpi: negotiation.responderSpi,
    outcome: course.verdict.outcome,
    authentication: course.authentication,
    proposals: { offered: proposals.offered.map(offerOf), chosen: proposals.chosen && offerOf(proposals.chosen) },
    // Worked out when somebody asks: of thousands of negotiations few are looked at.
    get exchanges() {
      if (made.exchanges) return made.exchanges
      made.exchanges = course.exchanges.map(exchange => exchangeReport(course, exchange, told, wentOn(course, exchange)))
      return made.exchanges
    },
    ...(stacks.initiator ? { initiatorStack: stacks.initiator } : {}),
    ...(stacks.responder ? { responderStack: stacks.responder } : {}),
    ...(assumed.length > 0 ? { assumed } : {}),
    seenFrom: told.seenFrom,
    ...(told.rekeys === undefined ? {} : { rekeys: told.rekeys }),
    ...(course.verdict.reason === 'no negotiation' ? { notice: refusalName(negotiation.messages[0]!) } : {}),
    ...(told.answeredInstead === undefined ? {} : { answeredInstead: told.answeredInstead }),
    ...(told.nat ? { nat: told.nat } : {}),
  }
}

function exchangeReport(course: Course, exchange: Course['exchanges'][number], told: Told, goesOn: boolean): Report.Exchange {
  const due = dueIn(course, exchange)
  const proposals = proposalsOfExchange(exchange)
  return {
    type: exchange.type,
    messageId: exchange.messageId.toString(16).padStart(8, '0'),
    outcome: exchange.outcome,
    ...(goesOn ? { wentOn: true } : {}),
    messages: exchange.messages.map(named => messageReport(course, named, told.transmissions(exchange, named))),
    ...(proposals ? { proposals: { offered: proposals.offered.map(offerOf), chosen: proposals.chosen && offerOf(proposals.chosen) } } : {}),
    ...(due ? { due } : {}),
  }
}

function messageReport(course: Course, { name, message }: NamedMessage, transmissions: Report.Transmission[]): Report.Message {
  const retry = retryNotify(message.ike)?.symbol
  const tells = tellsOf(message.ike)
  return {
    name,
    from: message.side === course.initiator ? 'initiator' : 'responder',
    bytes: message.ike.length,
    encrypted: message.ike.encrypted,
    ...(message.ike.decrypted ? { decrypted: true } : {}),
    payloads: shownPayloads(message.ike).map(p => p.name),
    ...(tells ? { tells } : {}),
    ...(readableError(message.ike) ? { refuses: refusalName(message) } : {}),
    ...(retry ? { asks: retry } : {}),
    ...(message.transmissions.length > 1 ? { repeats: repeatsOf(message) } : {}),
    transmissions,
  }
}

function transmissionsOf(
  course: Course,
  exchange: Course['exchanges'][number],
  named: NamedMessage,
  vantage: Vantage,
  trace: 0 | 1,
): Report.Transmission[] {
  return named.message.transmissions.map((transmission, i) => ({
    retransmission: repeatsEarlier(named.message, i),
    fate: arrived(course, exchange, named, i, vantage) ? 'delivered' : 'unknown',
    sightings: transmission.sightings.map(sighting => sightingReport(sighting, trace)),
  }))
}

function repeatsOf(message: Message): Report.Repeats {
  const gaps = gapsOf(message)
  const like = stacksLike(message, gaps)
  return { gaps, ...(like.length ? { like } : {}) }
}

/** A sighting as the report tells it. @param trace the one that its packets and its time are of */
export function sightingReport({ packets, time, complete, source, destination }: Sighting, trace: 0 | 1): Report.Sighting {
  return { trace, packets, time, complete, source, destination }
}

/** The address a side began with: from where it sent first, or else to where it was first addressed. Who was asked is named by that,
 *  wherever its answers come from. */
function endpointOf({ endpoints, joined }: Negotiation, side: Side, initiator: Side): Report.Endpoint {
  const seen = endpoints[side]
  const sent = seen.find(e => e.sent)
  const { address, port } = (side === initiator || joined ? sent : undefined) ?? seen[0] ?? { address: '', port: 0 }
  return { address, port }
}
