import type { Rule } from '../finding.ts'
import { refusals } from './refusedByNetwork.ts'

/** N5: a filter in the path refuses IKE or IPsec and says so. RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
export const administrativelyProhibited: Rule = {
  id: 'administratively-prohibited',
  scenario: 'N5',
  explains: ['no-answer', 'udp-4500-blocked', 'dead-peer', 'one-sided-negotiation', 'esp-one-way', 'esp-blocked'],
  find: scene =>
    refusals(
      scene,
      ['3/9', '3/10', '3/13'],
      ['1/1'],
      'A filter refuses',
      'administratively prohibited',
      'Let UDP 500 and 4500 and protocols 50 and 51 pass on',
    ),
}
