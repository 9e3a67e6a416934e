import { firstSighting, type Message } from '../../model.ts'
import type { Course } from '../../negotiation/course.ts'
import { route } from '../addresses.ts'
import { evidence, type Found, idOf, type Scene } from '../finding.ts'

/** A notify in the clear of a type. */
export function notifies({ ike }: Message, type: number): boolean {
  return !ike.encrypted && ike.payloads.some(p => p.kind === 'notify' && p.notifyType === type)
}

/** What the other side said behind a notice that it had not said before: none of it copies. */
export function newBehind({ negotiation }: Course, notice: Message): readonly Message[] {
  const { time } = firstSighting(notice)
  return negotiation.messages.filter(m => m.side !== notice.side && firstSighting(m).time >= time)
}

/** One kind of notice that only asks for the same request in another form. */
export interface Detour {
  readonly is: (m: Message) => boolean
  /** What its sender does. */
  readonly title: string
  readonly says: string
  /** What is said where the request in that form follows. */
  readonly followed: string
  /** Whether it is that request. */
  readonly isThat: (request: Message, notice: Message) => boolean
  /** Told as a fault already. */
  readonly isFault: (course: Course) => boolean
}

/** A finding for each negotiation with such a notice: a detour of one round trip, where the initiator takes it. */
export function detours({ courses }: Scene, detour: Detour): Found[] {
  return courses.flatMap((course: Course) => {
    const message = course.notices.find(detour.is)
    if (!message || detour.isFault(course)) return []
    const isTaken = newBehind(course, message).some(m => detour.isThat(m, message))
    return [
      {
        severity: 'note' as const,
        title: `${route(message).from} ${detour.title}`,
        says: isTaken
          ? `${detour.followed} This is a detour of one round trip, not a fault.`
          : `${detour.says} By itself this is no fault, but no such request follows in this negotiation.`,
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
