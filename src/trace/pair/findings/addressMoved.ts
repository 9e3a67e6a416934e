import type { Found } from '../../findings/finding.ts'
import { jointOf, other, type PairForm, type PairScene } from '../scene.ts'
import { once } from './once.ts'

/** A6: a peer that its own capture shows at one address all the time did not move; what changed is the NAT before it. */
export const addressMoved: PairForm = (pair, alone) => once(pair, alone).map(found => ({ ...found, ...ofNat(pair, found) }))

function ofNat(pair: PairScene, found: Found): Partial<Found> {
  const trace = found.evidence[0]?.trace
  const joint = jointOf(pair, found)
  if (trace === undefined || !joint) return {}
  const { packets, flows } = pair.lineup.rows[trace]
  const seen = found.evidence.filter(one => one.trace === trace).map(one => flows.source(packets.flow(one.packet - 1)))
  const { near, far } = pair.lineup.ends
  if (!seen.every(address => far[trace].has(address))) return {}
  const known = joint.parts[other(trace)]?.endpoints.flat().filter(one => one.sent && near[other(trace)].has(one.address)) ?? []
  const [own, ...others] = new Set(known.map(one => one.address))
  if (own === undefined || others.length > 0) return {}
  const [here, there] = ['AB'[trace], 'AB'[other(trace)]]
  const title = `The NAT before ${own} ${changeOf(seen, own)}`
  return {
    title,
    inBrief: title.replace('The', 'the'),
    says: `${own} sends from one address all the time, as ${there}'s capture shows; at ${here} its packets come from ${seen.join(', then ')}, under the same SPIs.`,
    otherwise: [],
  }
}

function changeOf(seen: readonly string[], own: string): string {
  if (seen.at(-1) === own) return seen[0] === own ? 'came and is gone' : 'is gone'
  return seen[0] === own ? 'has come in between' : 'has given it another address'
}
