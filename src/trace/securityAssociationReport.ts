import type { Proposal, Transform } from '../dissectors/ike/facts.ts'
import type { Course } from './course.ts'
import { Exchanges, firstInside } from './header.ts'
import { firstSighting, lastTime } from './model.ts'
import type * as Report from './report.ts'
import type { IpsecSa } from './securityAssociation.ts'

/** The IKE SA of a negotiation that came about; null for one that did not. */
export function ikeSaReport(course: Course, id: string, negotiation: string): Report.SecurityAssociation | null {
  if (course.verdict.outcome !== 'established') return null
  const { chosen } = course.proposals
  return {
    id,
    negotiation,
    kind: 'ike',
    protocol: 'null',
    spis: { toInitiator: course.negotiation.initiatorSpi, toResponder: course.negotiation.responderSpi },
    encapsulation: null,
    algorithms: chosen ? algorithmsOf(chosen) : [],
    lifetimes: chosen ? lifetimesOf(chosen, 11, 12) : {},
    state: wasDeleted(course) ? 'deleted, it seems' : course.verdict.confidence === 'certain' ? 'established' : 'established, it seems',
  }
}

/** A pair of IPsec SAs. */
export function ipsecSaReport(sa: IpsecSa, id: string, negotiation: string | null): Report.SecurityAssociation {
  const initiator = sa.child?.course.initiator ?? 0
  const chosen = sa.child?.chosen
  const encapsulated = sa.flows.some(flows => flows.some(f => f.udpEncapsulated))
  return {
    id,
    negotiation,
    kind: 'ipsec',
    protocol: sa.kind ?? 'null',
    spis: { toInitiator: sa.spis[initiator], toResponder: sa.spis[initiator === 0 ? 1 : 0] },
    encapsulation: encapsulated ? 'UDP' : null,
    algorithms: chosen ? algorithmsOf(chosen) : [],
    lifetimes: chosen ? lifetimesOf(chosen, 1, 2) : {},
    state: stateOf(sa),
    ...(sa.inferred ? { inferred: true } : {}),
  }
}

function stateOf({ child, flows }: IpsecSa): string {
  const ways = flows.filter(one => one.length > 0).length
  const made = child ? (child.exchange.outcome === 'complete' ? '' : 'not completed, ') : 'negotiation not seen, '
  return `${made}${ways === 2 ? 'used both ways' : ways === 1 ? 'used one way' : 'no packet seen'}`
}

/**
 * Whether the IKE SA was deleted, as far as that shows from outside. IKEv2: a request that begins with Delete, answered
 * by an empty message; the answer to the delete of a child holds a Delete too (RFC 7296 §1.4.1). IKEv1: two
 * informationals of one side within a second, for the IPsec SAs and for the ISAKMP SA, and nothing behind them.
 */
export function wasDeleted({ negotiation, exchanges }: Course): boolean {
  if (negotiation.version === 2) {
    const last = exchanges.at(-1)
    const [request, answer] = last?.messages.map(m => m.message) ?? []
    if (!request || last?.exchangeType !== Exchanges.informationalV2 || firstInside(request.ike) !== DELETE) return false
    return answer !== undefined && firstInside(answer.ike) === 0
  }
  const [one, other] = negotiation.messages.slice(-2)
  if (!one || !other || one.side !== other.side) return false
  const both = [one, other].every(m => m.ike.exchangeType === Exchanges.informational && m.ike.encrypted)
  return both && firstSighting(other).time - lastTime(one) <= 1
}

/** RFC 7296 §3.2. */
const DELETE = 42

/** The algorithms of a chosen proposal, in the registry's symbols. */
function algorithmsOf(proposal: Proposal): string[] {
  return proposal.transforms.flatMap(transform => {
    const keyLength = transform.attributes.find(a => a.name.startsWith('Key Length'))?.value
    const name = transform.name ?? String(transform.id)
    if (transform.type !== undefined) return [keyLength === undefined ? name : `${name} ${keyLength}`]
    const values = transform.attributes
      .filter(a => ALGORITHM.test(a.name))
      .map(a => withLength(a.name, a.meaning ?? String(a.value), keyLength))
    return proposal.protocol === 1 ? values : [withLength('Encryption', name, keyLength), ...values]
  })
}

const ALGORITHM = /^(Encryption|Hash|Group Desc|Authentication Algorithm|PRF)/

function withLength(attribute: string, value: string, keyLength: number | string | undefined): string {
  return attribute.startsWith('Encryption') && keyLength !== undefined ? `${value} ${keyLength}` : value
}

/** Lifetimes come as pairs of attributes: the type (1 seconds, 2 kilobytes), then the duration. RFC 2409 appendix A. */
function lifetimesOf(proposal: Proposal, typeNumber: number, durationNumber: number): Record<string, number> {
  const all: Record<string, number> = {}
  for (const transform of proposal.transforms) if (transform.type === undefined) addLifetimes(transform, typeNumber, durationNumber, all)
  return all
}

function addLifetimes({ attributes }: Transform, typeNumber: number, durationNumber: number, into: Record<string, number>): void {
  let unit: string | undefined
  for (const { type, value } of attributes) {
    if (type === typeNumber) unit = value === 1 ? 'seconds' : value === 2 ? 'kilobytes' : undefined
    else if (type === durationNumber && unit && typeof value === 'number') into[unit] ??= value
  }
}
