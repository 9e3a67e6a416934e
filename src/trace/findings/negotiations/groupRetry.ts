import type { Rule } from '../finding.ts'
import { detours } from '../protected/detours.ts'
import { asksForGroup, groupBrought, groupWanted, notTaken } from './groupNotTaken.ts'

/** N22: the responder wants another group. RFC 7296 §1.2. */
export const groupRetry: Rule = {
  id: 'group-retry',
  scenario: 'N22',
  find: scene =>
    detours(scene, {
      is: asksForGroup,
      title: 'asks for another Diffie-Hellman group',
      says: 'The initiator guessed a group that the responder does not want; it is to try again with the one asked for.',
      followed: 'The initiator guessed a group that the responder does not want, and tries again with the one asked for.',
      isThat: (request, notice) => groupBrought(request) === groupWanted(notice),
      isFault: course => notTaken(scene, course) !== undefined,
    }),
}
