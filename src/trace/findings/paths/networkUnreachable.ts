import type { IcmpError } from '../../path/icmpErrors.ts'
import type { Rule } from '../finding.ts'
import { refusals } from './refusedByNetwork.ts'

/** N26: no route, no such host. */
export const networkUnreachable: Rule = {
  id: 'network-unreachable',
  scenario: 'N26',
  explains: ['no-answer', 'udp-4500-blocked', 'dead-peer', 'one-sided-negotiation', 'esp-one-way'],
  find: scene => refusals(scene, ['3/0', '3/1'], ['1/0', '1/3'], 'No way was found for', 'destination unreachable', advice),
}

/** Routers say that a host cannot be reached mostly where it is next to them and does not answer there. RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
function advice({ version, code, quoted, from }: IcmpError): string[] {
  const isHost = code === (version === 4 ? 1 : 3)
  return [...(isHost && quoted ? [`Look whether ${quoted.to} is up and connected.`] : []), `Check routes and neighbours at ${from}.`]
}
