import { errorsOf } from './addresses.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** F4: a router names the MTU of its next hop. RFC 1191 §4, RFC 8201 §3. */
export const pmtuReported: Rule = {
  id: 'pmtu-reported',
  scenario: 'F4',
  find: ({ trace }) =>
    errorsOf(trace.icmpErrors.all, ['3/4'], ['2/0'])
      .filter(e => e.quoted && (e.about || e.quoted.protocol === 50 || e.quoted.protocol === 51 || e.quoted.protocol === 17))
      .map(error => ({
        severity: 'note' as const,
        title: `The path to ${error.quoted!.to} carries ${error.mtu || 'fewer'} bytes`,
        says: `${error.from} could not pass on a packet of ${error.quoted!.length} bytes to ${error.quoted!.to}${error.mtu ? ` and names an MTU of ${error.mtu}` : ''}. A sender that listens makes its packets smaller; IPsec adds its own bytes to each.`,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: error.about ? `N${error.about.message.negotiation.number + 1}` : null,
        because: ['ICMP "fragmentation needed" quotes the packet.'],
        evidence: packetsAsEvidence([error.packet]),
        otherwise: [],
        tryNext: [],
      })),
}

/** F8: the end host itself cuts protected packets. */
export const hostFragmentsProtectedPackets: Rule = { id: 'host-fragments-protected-packets', scenario: 'F8', find: cut }

function cut({ trace }: Scene): Found[] {
  const whole = trace.datagrams.reassembly.datagrams.filter(d => d.protocol === 50 || d.protocol === 51)
  const senders = [...new Set(whole.map(d => d.source))]
  return senders.map(sender => {
    const own = whole.filter(d => d.source === sender)
    return {
      severity: 'note' as const,
      title: `Protected packets of ${sender} travel in fragments`,
      says: `${own.length} ESP or AH packets from ${sender} came as IP fragments: with the bytes that IPsec adds they were too large for a link.`,
      confidence: 'certain' as const,
      place: 'unknown' as const,
      negotiation: null,
      because: ['The fragments carry protocol 50 or 51.'],
      evidence: packetsAsEvidence(own.flatMap(d => d.pieces.map(p => p.packet))),
      otherwise: ['A router on the way has cut them, not the host itself.'],
      tryNext: ['Network cards do not offload fragmented IPsec: where speed matters, lower the MTU or the MSS.'],
    }
  })
}
