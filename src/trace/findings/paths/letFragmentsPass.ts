import type { Course } from '../../negotiation/course.ts'
import { Exchanges } from '../../negotiation/header.ts'
import { idOf, type Scene } from '../finding.ts'

// What to do about IP fragments that are lost. IKE that cuts its own messages is a cure, but not everywhere: Windows cuts
// only messages that hold an identity ([MS-IKEE] 3.3.6.1), and a Kerberos ticket travels in one that holds none.

/** @param begin `Let IP fragments pass on the path`; @param course the negotiation whose messages they are */
export function letFragmentsPass(begin: string, course: Course | undefined): string {
  if (isOfInit(course)) return `${begin}, or ${SMALLER_INIT}`
  return `${begin}${hasTickets(course) ? `. ${NOT_BY_IKE}` : ', or let IKE fragment by itself.'}`
}

/** What makes the messages of a negotiation small. */
export function keepSmall(course: Course | undefined): string {
  if (isOfInit(course)) return `Or ${SMALLER_INIT}`
  return hasTickets(course)
    ? `Or keep the Kerberos tickets small: fewer group memberships. ${NOT_BY_IKE}`
    : 'Or keep IKE messages small: let IKE fragment by itself, use smaller certificates.'
}

export const ON_THE_PATH = 'Let IP fragments pass on the path'

/** The negotiation that a finding of one trace names. */
export function courseNamed({ courses }: Scene, negotiation: string | null): Course | undefined {
  return courses.find(course => idOf(course) === negotiation)
}

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
