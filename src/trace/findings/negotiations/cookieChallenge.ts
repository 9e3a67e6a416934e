import { COOKIE, MS_DOS_COOKIE } from '../../negotiation/header.ts'
import type { Rule } from '../finding.ts'
import { detours, notifies } from '../protected/detours.ts'

/** N22: the responder wants to see its cookie first. A detour, not a fault. RFC 7296 §2.6, [MS-IKEE] §3.1.5. */
export const cookieChallenge: Rule = {
  id: 'cookie-challenge',
  scenario: 'N22',
  find: scene =>
    detours(
      scene,
      m => notifies(m, m.ike.majorVersion === 2 ? COOKIE : MS_DOS_COOKIE) && !m.ike.payloads.some(p => p.kind === 'sa'),
      'asks for a cookie first',
      'It makes sure that the initiator can hear it: the same request is to come again with the cookie. It does so while it has many half-open negotiations, or always, as it is set.',
    ),
}
