import { INVALID_KE_PAYLOAD } from '../../negotiation/header.ts'
import type { Rule } from '../finding.ts'
import { detours, notifies } from '../protected/detours.ts'

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
