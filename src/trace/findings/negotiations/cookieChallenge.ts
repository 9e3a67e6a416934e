import { cookieType } from '../../negotiation/header.ts'
import type { Rule } from '../finding.ts'
import { detours } from '../protected/detours.ts'
import { asksForCookie, withoutCookie } from './cookieNotSent.ts'

const WHY =
  'It makes sure that the initiator can hear it: the same request is to come again with the cookie. It does so while it has many half-open negotiations, or always, as it is set.'

/** N22: the responder wants to see its cookie first. A detour, not a fault. RFC 7296 §2.6, [MS-IKEE] §3.1.5, [MS-AIPS] 2.2.3.5. */
export const cookieChallenge: Rule = {
  id: 'cookie-challenge',
  scenario: 'N22',
  find: scene =>
    detours(scene, {
      is: asksForCookie,
      title: 'asks for a cookie first',
      says: WHY,
      followed: WHY,
      isThat: ({ ike }) => ike.payloads.some(p => p.kind === 'notify' && p.notifyType === cookieType(ike)) || ike.encrypted,
      isFault: course => withoutCookie(course) !== undefined,
    }),
}
