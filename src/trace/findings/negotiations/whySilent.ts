import type { Course } from '../../negotiation/course.ts'
import type { NamedMessage } from '../../negotiation/exchange.ts'
import { Exchanges, isPhase1, payloadOf } from '../../negotiation/header.ts'
import { phase2 } from '../../negotiation/phase2.ts'
import { isProbe } from '../../negotiation/probes.ts'
import { algorithmsOf } from '../../protected/securityAssociationReport.ts'
import { initiatorAndResponder } from '../addresses.ts'

// A host that has a message and says nothing: what that most often is depends on the message alone. It looks for a policy when the
// first one comes, for a key when it must compute one, for trust when a certificate comes, and for what the traffic may be at last.

/** What a host may have against a message that it leaves without an answer, and what to look at. */
export interface Silence {
  readonly why: string
  readonly look: string
}

/** The message, and the two hosts as the one that has it knows them. */
interface Asked {
  readonly course: Course
  readonly named: NamedMessage
  readonly from: string
  readonly to: string
}

/**
 * Undefined where nothing is more likely than anything else, or where the two have come further with one another.
 * @param courses all of a trace
 */
export function whySilent(asked: Asked, courses: readonly Course[]): Silence | undefined {
  const { course, named } = asked
  if (course.mode === 'authip' || isProbe(named.message)) return undefined
  const atFirst = isPhase1(named.message.ike.exchangeType) || named.message.ike.majorVersion === 2
  if (atFirst && agreed(courses).has(endsOf(course))) return undefined
  return REASONS[named.name]?.(asked)
}

const REASONS: Readonly<Record<string, (asked: Asked) => Silence | undefined>> = {
  MM1: noPolicy,
  'IKE_SA_INIT request': noPolicy,
  AM1: noGroup,
  MM3: noKey,
  MM5: noTrust,
  QM1: noTraffic,
}

function noPolicy({ course, named: { name }, from, to }: Asked): Silence {
  return {
    why: `no policy for ${from}, or no proposal that fits (many hosts say nothing then)`,
    look: `Look whether ${to} has a policy for the address ${from}; then compare ${offerOf(course, name)} with what it accepts.`,
  }
}

function noGroup({ course, named: { name, message }, from, to }: Asked): Silence {
  const identity = payloadOf(message.ike, 'id')?.text
  return {
    why: `no policy for ${from}${identity ? ` or for the identity "${identity}", which ${name} shows` : ''}, aggressive mode not allowed, or no proposal that fits (many hosts say nothing then)`,
    look: `Look whether ${to} has a policy or group for ${identity ? `"${identity}"` : from} and allows aggressive mode; then compare ${offerOf(course, name)} with what it accepts.`,
  }
}

/** From here on an IKEv1 host with a pre-shared key must know the key, and knows no more of its peer than the address. RFC 2409 §5.4. */
function noKey({ course, from, to }: Asked): Silence | undefined {
  if (!course.authentication?.startsWith('pre-shared key')) return undefined
  return {
    why: `no pre-shared key for the address ${from}, or no tunnel group`,
    look: `Look whether ${to} has a pre-shared key for the address ${from} itself: main mode has shown no name yet.`,
  }
}

function noTrust({ course, from, to }: Asked): Silence | undefined {
  if (!course.authentication?.includes('signature')) return undefined
  return {
    why: `it does not accept the certificate of ${from}: its CA, its dates by the clock of ${to}, its revocation list or the name in it`,
    look: `Look at ${to} whether it trusts the CA of ${from}, whether its clock is right, and whether it can fetch the revocation list.`,
  }
}

function noTraffic({ course, from, to }: Asked): Silence | undefined {
  const asksToLogIn = course.exchanges.some(e => e.exchangeType === Exchanges.transaction && e.outcome !== 'complete')
  if (asksToLogIn || phase2(course).some(e => e.outcome === 'complete')) return undefined
  return {
    why: 'most often the traffic selectors (which addresses, protocols and ports), the proposals or the Diffie-Hellman group for new keys (PFS) do not fit',
    look: `Compare what ${from} and ${to} are configured to protect, with which algorithms, and with which PFS group.`,
  }
}

/** What is offered, in words, where it is short enough to be read. */
function offerOf({ proposals: { offered }, authentication }: Course, name: string): string {
  const ways = offered.flatMap(p =>
    p.transforms.some(t => t.type === undefined) ? p.transforms.map(t => ({ ...p, transforms: [t] })) : [p],
  )
  const first = ways[0] ? [...algorithmsOf(ways[0]), ...(authentication ? [authentication] : [])] : []
  if (first.length === 0 || first.length > MOST) return `the offer in ${name}`
  const more = ways.length - 1
  return `the offer in ${name} (${first.join(', ')}${more > 0 ? `; and ${more} more` : ''})`
}

/** Algorithms that are named. */
const MOST = 6

const known = new WeakMap<readonly Course[], ReadonlySet<string>>()

/** Who came to an agreement with whom; worked out once. */
function agreed(courses: readonly Course[]): ReadonlySet<string> {
  const before = known.get(courses)
  if (before) return before
  const ends = new Set(courses.filter(one => one.verdict.outcome === 'established').map(endsOf))
  known.set(courses, ends)
  return ends
}

/** The version, and the two hosts with the one that began first. */
function endsOf(course: Course): string {
  return [course.negotiation.version, ...initiatorAndResponder(course)].join()
}
