import type { Certificate } from '../../dissectors/ike/facts.ts'
import { firstSighting, type Message, type Side } from '../model.ts'
import type { Course } from './course.ts'
import { isAuth, isPhase1 } from './header.ts'

// Certificates travel under encryption, but for those of IKEv1's aggressive mode with signatures: keys show them. The first is the sender's
// own, those behind it are of authorities, in any order. RFC 2408 §3.9, RFC 7296 §3.6.

/** A certificate that could be read. */
export interface Shown extends Certificate {
  readonly subject: string
  readonly issuer: string
  /** ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
}

/** The certificates of one message, in their order: the sender's own, then those of authorities. */
export interface ShownIn {
  readonly message: Message
  readonly certificates: readonly [Shown, ...Shown[]]
}

/** What a side last showed of itself before the other one said this. */
export function shownBefore({ negotiation }: Course, side: Side, said: Message): ShownIn | undefined {
  const { time } = firstSighting(said)
  const before = negotiation.messages.filter(m => m.side === side && firstSighting(m).time <= time)
  return before.flatMap(message => shownIn(message) ?? []).at(-1)
}

function shownIn(message: Message): ShownIn | undefined {
  const [own, ...more] = message.ike.payloads.flatMap(p => (p.kind === 'cert' && isShown(p) ? [p] : []))
  return own && { message, certificates: [own, ...more] }
}

/** A request for certificates names nobody to whom one was given. */
function isShown(one: Certificate): one is Shown {
  return one.subject !== undefined && one.issuer !== undefined && one.notBefore !== undefined && one.notAfter !== undefined
}

/** Whoever goes on with the proofs after it was shown a certificate has accepted it. RFC 7296 §2.16. */
export function isAcceptedBefore({ negotiation }: Course, { message }: ShownIn, said: Message): boolean {
  const [from, until] = [firstSighting(message).time, firstSighting(said).time]
  return negotiation.messages.some(m => {
    const { time } = firstSighting(m)
    const proves = isAuth(m.ike.exchangeType) || isPhase1(m.ike.exchangeType)
    return m !== said && m.side === said.side && proves && time > from && time < until
  })
}
