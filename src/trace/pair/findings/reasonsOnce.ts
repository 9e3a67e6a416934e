import type { Found } from '../../findings/finding.ts'
import { jointOf, type PairScene } from '../scene.ts'

// Each end gives its reasons under the addresses that it sees. Where a NAT is between, a host has another name at each of them, and
// one reason would stand twice.

/** The reasons of a finding, each once, whatever a host is called in it. */
export function reasonsOnce(pair: PairScene, found: Found): Found['because'] {
  const names = namesOf(pair, found)
  if (names.size === 0) return found.because
  const said = new Set<string>()
  return found.because.filter(reason => {
    const key = reason.replace(ADDRESS, address => names.get(address) ?? address)
    if (said.has(key)) return false
    said.add(key)
    return true
  })
}

/** What may be an address, without the full stop behind it. */
const ADDRESS = /[\da-f]*[.:][\da-f.:]*[\da-f]/gi

/** Addresses that one capture alone knows in a negotiation, each with the side whose it is. */
function namesOf(pair: PairScene, found: Found): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const joint = jointOf(pair, found)
  const [ofA, ofB] = (joint?.parts ?? []).map(part => new Set(part?.endpoints.flat().map(e => e.address)))
  if (!joint || !ofA?.size || !ofB?.size) return names
  for (const side of [0, 1] as const)
    for (const { address } of joint.course.negotiation.endpoints[side])
      if (ofA.has(address) !== ofB.has(address)) names.set(address, `side ${side}`)
  return names
}
