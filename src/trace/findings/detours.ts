import type { Course } from '../course.ts'
import { COOKIE, INVALID_KE_PAYLOAD, MS_DOS_COOKIE } from '../header.ts'
import type { Message } from '../model.ts'
import { route } from './addresses.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from './finding.ts'

/** N22: the responder wants to see its cookie first. A detour, not a fault. RFC 7296 §2.6, [MS-IKEE] §3.1.5. */
export const cookieChallenge: Rule = {
  id: 'cookie-challenge',
  scenario: 'N22',
  find: scene =>
    detours(
      scene,
      m => notifies(m, m.ike.majorVersion === 2 ? COOKIE : MS_DOS_COOKIE) && !m.ike.payloads.some(p => p.kind === 'sa'),
      'asks for a cookie first',
      'It has many half-open negotiations and makes sure that the initiator can hear it; the same request comes again with the cookie.',
    ),
}

/** N22: the responder wants another group. RFC 7296 §1.2. */
export const groupRetry: Rule = {
  id: 'group-retry',
  scenario: 'N22',
  find: scene =>
    detours(
      scene,
      m => m.ike.majorVersion === 2 && notifies(m, INVALID_KE_PAYLOAD),
      'asks for another Diffie-Hellman group',
      'The initiator guessed a group that the responder does not want, and tries again with the one asked for.',
    ),
}

function notifies({ ike }: Message, type: number): boolean {
  return !ike.encrypted && ike.payloads.some(p => p.kind === 'notify' && p.notifyType === type)
}

function detours({ courses }: Scene, is: (m: Message) => boolean, title: string, says: string): Found[] {
  return courses.flatMap((course: Course) => {
    const message = course.negotiation.messages.find(is)
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
