import { cookieType } from '../../negotiation/header.ts'
import type { Rule } from '../finding.ts'
import { detours, notifies } from '../protected/detours.ts'

/** N22: the responder wants to see its cookie first. A detour, not a fault. RFC 7296 §2.6, [MS-IKEE] §3.1.5, [MS-AIPS] 2.2.3.5. */
export const cookieChallenge: Rule = {
  id: 'cookie-challenge',
  scenario: 'N22',
  find: scene =>
    detours(
      scene,
      m => notifies(m, cookieType(m.ike)) && !m.ike.payloads.some(p => p.kind === 'sa'),
      'asks for a cookie first',
      'It makes sure that the initiator can hear it: the same request is to come again with the cookie. It does so while it has many half-open negotiations, or always, as it is set.',
    ),
}
