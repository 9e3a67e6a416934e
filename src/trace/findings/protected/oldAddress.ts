import { addressesOf } from '../../negotiation/child.ts'
import type { Flow } from '../../protected/flow.ts'
import { saOf } from '../../protected/flowOverhead.ts'
import type { FlowPair } from '../espPairs.ts'
import { type Found, idOf, inWords, packetsAsEvidence, type Scene } from '../finding.ts'
import { nameOf, rowsAfter } from './protectedTraffic.ts'

// Whoever moves goes on with the same SA from another address, and tells its peer under the IKE SA (RFC 4555 §3.5); behind a NAT the peer has to
// follow what comes in UDP anyhow (RFC 7296 §2.23). A peer that does not goes on sending to where nobody is: by addresses alone that looks like silence.

/** An address that the sender of a flow has left, as packets of the same SA show. */
export function movedFrom(scene: Scene, { flow, course }: FlowPair): string | undefined {
  const own = course && ([0, 1] as const).map(side => addressesOf(course.negotiation, side)).find(all => all.includes(flow.source))
  if (!own || own.length < 2) return undefined
  const [same] = waysOf(scene, flow) ?? []
  const left = same?.filter(one => one.source !== flow.source && own.includes(one.source) && one.lastTime <= flow.firstTime + UNDER_WAY)
  return left?.at(-1)?.source
}

/** What the peer of a flow sends on the same SA to the address that its sender has left. */
export function toOldAddress(scene: Scene, pair: FlowPair): Flow | undefined {
  const old = movedFrom(scene, pair)
  const [, back] = waysOf(scene, pair.flow) ?? []
  const goesOn = (one: Flow) => one.destination === old && one.source === pair.flow.destination
  return back?.find(one => goesOn(one) && one.lastTime > pair.flow.firstTime + UNDER_WAY)
}

/** The flows of its SA, its own direction first. */
function waysOf({ ipsecSas }: Scene, flow: Flow): readonly [readonly Flow[], readonly Flow[]] | undefined {
  const [one, other] = saOf(ipsecSas, flow)?.flows ?? []
  if (!one || !other) return undefined
  return one.includes(flow) ? [one, other] : [other, one]
}

/** Seconds within which packets may still be under way from or to an address that was left. */
const UNDER_WAY = 2

/** The peer sends, but not to where the other is. */
export function notFollowed(scene: Scene, { flow, course }: FlowPair, back: Flow): Found {
  const [peer, old] = [flow.destination, back.destination]
  const rows = rowsAfter(scene, back, flow.firstTime)
  const answer = course!.negotiation.messages
    .flatMap(m => m.transmissions.flatMap(t => t.sightings))
    .find(one => one.source.address === peer && one.destination.address === flow.source)
  return {
    severity: 'error',
    astray: true,
    title: `${peer} still sends protected packets to ${old}, which its peer has left`,
    says: `${flow.packets} packets of ${nameOf(flow)} came from ${flow.source} in ${inWords(flow.lastTime - flow.firstTime)}, where its sender is now. Meanwhile ${peer} sent ${rows.length} of ${nameOf(back)}, all to ${old}, where that was before.${answer ? ` In IKE it answers ${flow.source}.` : ''}`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: idOf(course!),
    because: [`Both flows are of one SA, and nothing of it went from ${peer} to ${flow.source}.`],
    evidence: packetsAsEvidence([
      flow.firstPacket,
      ...(answer ? [answer.packets[0]!] : []),
      ...rows.slice(0, FEW).map(row => row + 1),
      flow.lastPacket,
    ]),
    otherwise: [
      `The IKE service of ${peer} took the new address over, and its IPsec SA did not.`,
      'The two have not agreed on MOBIKE, or no update of the addresses came.',
    ],
    tryNext: [
      `Look at ${peer} which address its SA of ${nameOf(back)} has for the peer.`,
      'Look whether MOBIKE is turned on at both ends; without it, begin anew after a move.',
    ],
  }
}

const FEW = 6
