import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** N15: a host that never got its address tries IKE. RFC 3927 §2.1, RFC 1122 §3.2.1.3. */
export const ikeFromFallbackAddress: Rule = {
  id: 'ike-from-fallback-address',
  scenario: 'N15',
  explains: ['no-answer', 'one-sided-negotiation'],
  find,
}

function find({ courses }: Scene): Found[] {
  return courses.flatMap(course => {
    const odd = course.negotiation.endpoints.flat().find(e => e.sent && isFallback(e.address))
    if (!odd) return []
    return [
      {
        severity: 'warning' as const,
        title: `${odd.address} speaks IKE without a proper address`,
        says: `${odd.address} is ${odd.address === '0.0.0.0' ? 'no address at all' : 'an address that a host gives itself when no DHCP server answers'}: the host never got its own, and policies by address will not fit it.`,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: ['Addresses of 169.254.0.0/16 and 0.0.0.0 are never handed out.'],
        evidence: evidence(course.negotiation.messages.slice(0, 2)),
        otherwise: ['The link is meant to work with self-assigned addresses.'],
        tryNext: ['Find out why the host gets no address: DHCP has to be exempt from IPsec.'],
      },
    ]
  })
}

function isFallback(address: string): boolean {
  return address === '0.0.0.0' || address.startsWith('169.254.')
}
