import type { Rule } from '../finding.ts'
import { refusals } from './refusedByNetwork.ts'

/** N26: no route, no such host. */
export const networkUnreachable: Rule = {
  id: 'network-unreachable',
  scenario: 'N26',
  explains: ['no-answer', 'udp-4500-blocked', 'dead-peer', 'one-sided-negotiation', 'esp-one-way'],
  find: scene =>
    refusals(scene, ['3/0', '3/1'], ['1/0', '1/3'], 'No way was found for', 'destination unreachable', 'Check routes and neighbours at'),
}
