import { errorsOf, grouped, quotedThing } from './addresses.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene, times } from './finding.ts'

/** N5: a filter in the path refuses IKE or IPsec and says so. RFC 1812 §5.2.7.1, RFC 4443 §3.1. */
export const administrativelyProhibited: Rule = {
  id: 'administratively-prohibited',
  scenario: 'N5',
  explains: ['no-answer', 'one-sided-negotiation', 'esp-one-way'],
  find: scene =>
    found(
      scene,
      ['3/9', '3/10', '3/13'],
      ['1/1'],
      'A filter refuses',
      'administratively prohibited',
      'Let UDP 500 and 4500 and protocols 50 and 51 pass on',
    ),
}

/** N26: no route, no such host. */
export const networkUnreachable: Rule = {
  id: 'network-unreachable',
  scenario: 'N26',
  explains: ['no-answer', 'one-sided-negotiation', 'esp-one-way'],
  find: scene =>
    found(scene, ['3/0', '3/1'], ['1/0', '1/3'], 'There is no way for', 'destination unreachable', 'Check routes and neighbours at'),
}

function found({ trace }: Scene, v4: string[], v6: string[], verdict: string, words: string, advice: string): Found[] {
  return grouped(errorsOf(trace.icmpErrors.all, v4, v6)).map(errors => {
    const error = errors[0]!
    const thing = quotedThing(error)
    return {
      severity: 'error' as const,
      title: `${verdict} ${thing}s to ${error.quoted?.to}`,
      says: `${error.from} answered ${times(errors.length)} with ICMP "${words}" and quoted the ${thing} to ${error.quoted?.to}: it did not pass on from there.`,
      confidence: 'certain' as const,
      place: 'unknown' as const,
      negotiation: error.about ? `N${error.about.message.negotiation.number + 1}` : null,
      because: [
        `ICMP type ${error.type} code ${error.code} from ${error.from}, quoting a packet from ${error.quoted?.from} to ${error.quoted?.to}.`,
      ],
      evidence: packetsAsEvidence([...errors.flatMap(e => e.about?.sighting.packets.slice(0, 1) ?? []), ...errors.map(e => e.packet)]),
      otherwise: ['ICMP messages are not signed: another device could have sent it in that name.'],
      tryNext: [`${advice} ${error.from}.`],
    }
  })
}
