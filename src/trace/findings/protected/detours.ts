import type { Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Scene } from '../finding.ts'

/** A notify in the clear of a type. */
export function notifies({ ike }: Message, type: number): boolean {
  return !ike.encrypted && ike.payloads.some(p => p.kind === 'notify' && p.notifyType === type)
}

/** A finding for each negotiation with such a notice: a detour of one round trip. @param title what its sender does */
export function detours({ courses }: Scene, is: (m: Message) => boolean, title: string, says: string): Found[] {
  return courses.flatMap((course: Course) => {
    const message = course.notices.find(is)
    if (!message) return []
    return [
      {
        severity: 'note' as const,
        title: `${route(message).from} ${title}`,
        says: `${says} This is a detour of one round trip, not a fault.`,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: ['The notify stands in the clear.'],
        evidence: evidence([message]),
        otherwise: [],
        tryNext: [],
      },
    ]
  })
}
