import type { Notify } from '../../../dissectors/ike/facts.ts'
import { ipv4, ipv6, printable } from '../../../dissectors/text.ts'
import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { REDIRECT } from '../../negotiation/header.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Scene } from '../finding.ts'
import { UNSIGNED } from '../wording.ts'

/** Nothing failed: whoever asked is to go on elsewhere, and here it is seen whether it does. RFC 5685 §3, RFC 5723 §4.3.2. */
export function turnedAway({ courses }: Scene, course: Course, said: Message, away: Notify): Found {
  const { to } = route(said)
  const time = firstSighting(said).time
  const isNext = ({ negotiation }: Course) => {
    const { source, time: at } = firstSighting(negotiation.messages[0]!)
    return negotiation !== course.negotiation && at >= time && source.address === to
  }
  const next = courses.find(isNext)
  const { title, says, tryNext } = away.notifyType === REDIRECT ? redirected(said, away) : withoutTicket(said, away)
  const goesOn = next ? `${to} did so in ${idOf(next)}.` : `That ${to} did so is not seen; it may do so later, or on another way.`
  return {
    severity: next ? 'note' : 'warning',
    title,
    says: `${says} ${goesOn}`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: idOf(course),
    because: ['The answer stands in the clear, and no SA was set up.'],
    evidence: evidence([...course.negotiation.messages.filter(m => m.side !== said.side).slice(0, 1), said]),
    otherwise: [UNSIGNED],
    tryNext,
  }
}

type Words = Pick<Found, 'title' | 'says' | 'tryNext'>

function redirected(said: Message, away: Notify): Words {
  const { from, to } = route(said)
  const gateway = gatewayOf(away)
  return {
    title: `${from} sends ${to} to another gateway`,
    says: `${from} answered with ${nameOf(away)}: ${to} is to negotiate with ${gateway ?? 'another gateway'} instead.`,
    tryNext: [`Look whether ${to} can reach ${gateway ?? 'the gateway that it was sent to'}, and follows REDIRECT (RFC 5685).`],
  }
}

function withoutTicket(said: Message, away: Notify): Words {
  const { from, to } = route(said)
  return {
    title: `${from} does not accept the ticket of ${to}`,
    says: `${from} answered with ${nameOf(away)}: ${to} wanted to take up an earlier IKE SA, and is to negotiate from the start.`,
    tryNext: [`Look whether the ticket had run out, and whether the keys for tickets of ${from} have changed (RFC 5723).`],
  }
}

function nameOf({ symbol, notifyType }: Notify): string {
  return symbol ?? `notify ${notifyType}`
}

/** Whom a REDIRECT names: type, length and an address or a name. RFC 5685 §9.2. */
function gatewayOf({ data }: Notify): string | undefined {
  const [type, length = 0] = data
  const identity = data.subarray(2, 2 + length)
  if (length === 0 || identity.length < length) return undefined
  if (type === 1 && length === 4) return ipv4(identity)
  if (type === 2 && length === 16) return ipv6(identity)
  return type === 3 ? printable(identity) : undefined
}
