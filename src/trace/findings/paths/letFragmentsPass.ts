import { isComplete, type Message, type Side } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { Exchanges, payloadOf } from '../../negotiation/header.ts'
import { addressOf } from '../addresses.ts'
import { idOf, type Scene } from '../finding.ts'

// What to do about IP fragments that are lost. IKE that cuts its own messages is a cure, but not everywhere: Windows cuts
// only messages that hold an identity ([MS-IKEE] 3.3.6.1), and a Kerberos ticket travels in one that holds none.

/** @param begin `Let IP fragments pass on the path`; @param course the negotiation whose messages they are */
export function letFragmentsPass(begin: string, course: Course | undefined): string {
  if (isOfInit(course)) return `${begin}, or ${SMALLER_INIT}`
  return `${begin}${hasTickets(course) ? `. ${NOT_BY_IKE}` : `, or ${byIke(course)}.`}`
}

/** What makes the messages of a negotiation small. */
export function keepSmall(course: Course | undefined): string {
  if (isOfInit(course)) return `Or ${SMALLER_INIT}`
  return hasTickets(course)
    ? `Or keep the Kerberos tickets small: fewer group memberships. ${NOT_BY_IKE}`
    : `Or keep IKE messages small: ${byIke(course)}${course?.isCutInIke ? '' : ', use smaller certificates'}.`
}

/** How the advice begins where nothing shows which device drops them. */
export const ON_THE_PATH = 'Let IP fragments pass on the path'

/** The negotiation that a finding of one trace names. */
export function courseNamed({ courses }: Scene, negotiation: string | null): Course | undefined {
  return courses.find(course => idOf(course) === negotiation)
}

/** That IKE cuts its messages itself, RFC 7383; where it does already, only its pieces can be smaller. Both ends have to offer it (§2.3). */
function byIke(course: Course | undefined): string {
  if (course?.isCutInIke) return 'let IKE make its pieces smaller, which it cuts by itself already'
  const lacking = course ? withoutFragmentation(course) : []
  const hosts = course && lacking.map(side => addressOf(course, side))
  const offers = lacking.length === 2 ? 'neither end offers it' : `${hosts?.[0]} does not offer it`
  return `let IKE fragment by itself${lacking.length > 0 ? ` (${offers} in IKE_SA_INIT: no IKEV2_FRAGMENTATION_SUPPORTED)` : ''}`
}

/** The sides that do not say that they can; none where a message that would say so is not here, or not all of it. */
function withoutFragmentation({ negotiation }: Course): Side[] {
  const told = ([0, 1] as const).map(side =>
    negotiation.messages.find(
      m => m.side === side && m.ike.exchangeType === Exchanges.ikeSaInit && payloadOf(m.ike, 'sa') && isComplete(m),
    ),
  )
  if (negotiation.version !== 2 || told.some(one => one === undefined)) return []
  const says = (message: Message) => message.ike.payloads.some(p => p.kind === 'notify' && p.notifyType === FRAGMENTATION_SUPPORTED)
  return told.flatMap(message => (message && !says(message) ? [message.side] : []))
}

const FRAGMENTATION_SUPPORTED = 16430

/** It never got beyond its first exchange, which IKE sends as it is: only encrypted messages can be cut. RFC 7383 §2.5. */
function isOfInit(course: Course | undefined): boolean {
  if (course?.negotiation.version !== 2) return false
  return course.negotiation.messages.every(({ ike }) => ike.exchangeType === Exchanges.ikeSaInit)
}

const SMALLER_INIT =
  'make IKE_SA_INIT smaller: offer fewer proposals, or a group with smaller keys. IKE cannot fragment this message by itself, only encrypted ones.'

function hasTickets(course: Course | undefined): boolean {
  return course?.authentication?.includes('GSS-API') ?? false
}

const NOT_BY_IKE = 'IKE fragmentation is no way out with Windows: it does not cut messages that hold Kerberos tickets.'
