import { addressesOf } from '../../negotiation/child.ts'
import { evidence, type Found, idOf, type Rule, type Scene } from '../finding.ts'

/** N14: IKE with a host that the policy should leave alone: domain controller, DNS, WINS, DHCP. The user names them. */
export const ikeToExemptHost: Rule = { id: 'ike-to-exempt-host', scenario: 'N14', find }

function find({ courses, about }: Scene): Found[] {
  const exempt = new Set(about.exempt ?? [])
  if (exempt.size === 0) return []
  return courses.flatMap(course => {
    const sides = [addressesOf(course.negotiation, 0), addressesOf(course.negotiation, 1)]
    const host = sides.flat().find(address => exempt.has(address))
    if (host === undefined) return []
    const other = sides.flat().find(address => address !== host) ?? 'another host'
    return [
      {
        severity: 'warning' as const,
        title: `${other} speaks IKE with ${host}, which should be exempt`,
        says: `${host} is on the list of hosts that need no IPsec, and still there is a negotiation between it and ${other}. One of the two has a wrong or an old policy.`,
        confidence: 'certain' as const,
        place: 'unknown' as const,
        negotiation: idOf(course),
        because: [`${host} was named as exempt.`],
        evidence: evidence(course.negotiation.messages.slice(0, 2)),
        otherwise: ['The list of exempt hosts that was given here is not that of the policy.'],
        tryNext: [`Compare the exemptions in the policy of ${other} with the list, and whether it has fetched the newest policy.`],
      },
    ]
  })
}
