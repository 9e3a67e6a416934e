import { otherCheck } from '../../protected/checkLength.ts'
import type { Flow } from '../../protected/flow.ts'
import { saOf } from '../../protected/flowOverhead.ts'
import { type FlowPair, rowsOf } from '../espPairs.ts'
import { type Found, inWords, packetsAsEvidence, type Scene } from '../finding.ts'
import { halfMade } from './halfMade.ts'
import { nameOf, takenAt } from './protectedTraffic.ts'

// Of a pair of SAs one direction is used and gets no answer; then, later, the other one is used and gets none either. Neither
// goes "one way only", and the path carries both: each end may drop what comes.

/** Packets from which silence means something, and seconds in which a packet the other way is an answer. */
const PACKETS = 3
const ANSWER = 2

/** The other direction of a flow's SA, that was over before the flow began and got no answer itself. */
export function unansweredBefore(scene: Scene, pair: FlowPair): Flow | undefined {
  const { flow } = pair
  const sa = saOf(scene.ipsecSas, flow)
  const before = sa?.flows.flat().find(one => one !== flow && pair.back.includes(one))
  if (!before || before.packets < PACKETS || before.lastTime > flow.firstTime - ANSWER || halfMade(scene, pair)) return undefined
  const isAnswer = (one: Flow) =>
    one.source === flow.source &&
    one.destination === flow.destination &&
    one.lastTime >= before.firstTime - ANSWER &&
    one.firstTime <= before.lastTime + ANSWER
  const isTaken = (one: Flow) => [...scene.copies.carriers.values()].some(all => all.has(scene.trace.packets.flow(one.firstPacket - 1)))
  return scene.flows.some(isAnswer) || isTaken(flow) || isTaken(before) ? undefined : before
}

/** What there is to say of both. */
export function neitherAnswers(
  scene: Scene,
  pair: FlowPair,
  before: Flow,
): Pick<Found, 'title' | 'says' | 'because' | 'evidence' | 'otherwise' | 'tryNext'> {
  const { flow } = pair
  const took = (one: Flow) => `within ${inWords(one.lastTime - one.firstTime)}`
  const vantage = takenAt(pair)
  const unseen = [...(vantage === 'sender' ? [] : [before]), ...(vantage === 'receiver' ? [] : [flow])]
  return {
    title: `Protected packets go both ways between ${before.source} and ${flow.source}, and neither answers the other`,
    says: `${before.packets} packets of ${nameOf(before)} went from ${before.source} to ${before.destination} ${took(before)}, and none came back. ${inWords(flow.firstTime - before.lastTime)} later ${flow.packets} packets of ${nameOf(flow)} went from ${flow.source} to ${flow.destination} ${took(flow)}, and none of those was answered either, although the negotiation stands.`,
    because: [
      `${nameOf(before)} and ${nameOf(flow)} are the two directions of one SA.`,
      ...[before, flow].flatMap(one => checkOf(scene, one)),
    ],
    evidence: packetsAsEvidence([before.firstPacket, before.lastPacket, flow.firstPacket, flow.lastPacket]),
    otherwise: [
      'Each end drops what comes: the two do not agree on keys, algorithms or the length of the check.',
      ...unseen.map(one => `Something on the path drops ${nameOf(one)} before ${one.destination}.`),
      'The applications only send, and nobody has to answer.',
    ],
    tryNext: [
      `Look at the counters of ${before.source} and ${flow.source} for packets whose check failed, and compare the keys and algorithms of the two SAs there.`,
    ],
  }
}

/** Where the algorithms can be read, and the sizes of the packets show another length of the check value than these have. */
function checkOf({ ipsecSas, trace: { packets } }: Scene, flow: Flow): string[] {
  const sa = saOf(ipsecSas, flow)
  const sizes = Array.from(rowsOf(packets, flow), row => packets.ipLength(row))
  const other = otherCheck(flow, sizes, sa?.child?.chosen)
  if (!other) return []
  const sent = other.sent.map(octets => octets * 8).join(' or ')
  return [
    `What ${flow.source} sends has a check value of ${sent} bits, by the lengths of its packets; ${other.agreed * 8} bits were agreed. Whoever keeps to that drops it.`,
  ]
}
