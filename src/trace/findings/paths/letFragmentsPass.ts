import type { Course } from '../../negotiation/course.ts'
import { idOf, type Scene } from '../finding.ts'

// What to do about IP fragments that are lost. IKE that cuts its own messages is a cure, but not everywhere: Windows cuts
// only messages that hold an identity ([MS-IKEE] 3.3.6.1), and a Kerberos ticket travels in one that holds none.

/** @param begin `Let IP fragments pass on the path`; @param course the negotiation whose messages they are */
export function letFragmentsPass(begin: string, course: Course | undefined): string {
  return `${begin}${hasTickets(course) ? `. ${NOT_BY_IKE}` : ', or let IKE fragment by itself.'}`
}

/** What makes the messages of a negotiation small. */
export function keepSmall(course: Course | undefined): string {
  return hasTickets(course)
    ? `Or keep the Kerberos tickets small: fewer group memberships. ${NOT_BY_IKE}`
    : 'Or keep IKE messages small: let IKE fragment by itself, use smaller certificates.'
}

export const ON_THE_PATH = 'Let IP fragments pass on the path'

/** The negotiation that a finding of one trace names. */
export function courseNamed({ courses }: Scene, negotiation: string | null): Course | undefined {
  return courses.find(course => idOf(course) === negotiation)
}

function hasTickets(course: Course | undefined): boolean {
  return course?.authentication?.includes('GSS-API') ?? false
}

const NOT_BY_IKE = 'IKE fragmentation is no way out with Windows: it does not cut messages that hold Kerberos tickets.'
