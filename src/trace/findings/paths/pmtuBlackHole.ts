import type { Rule } from '../finding.ts'
import { furtherNot, stalledFlows } from './stalledFlows.ts'

/** F6: large protected packets vanish, small ones pass, and no ICMP says why. RFC 2923 §2.1. */
export const pmtuBlackHole: Rule = {
  id: 'pmtu-black-hole',
  scenario: 'F6',
  rests: 'waiting',
  explains: ['esp-one-way', 'esp-loss', 'esp-blocked', 'nat-t-timeouts', 'mss-ignores-ipsec'],
  find: scene => stalledFlows(scene).map(({ pair, stalled }) => furtherNot(scene, pair, stalled)),
}
