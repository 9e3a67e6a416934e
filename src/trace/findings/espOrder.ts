import type { Flow } from '../flow.ts'
import { courseBetween } from './espPairs.ts'
import { type Found, idOf, packetsAsEvidence, type Rule, type Scene, times } from './finding.ts'
import { nameOf } from './protectedTraffic.ts'

// A receiver keeps a window of 64 sequence numbers below the highest. It drops a number that it has seen, and one that is
// older than the window. So disorder within the window costs nothing, and a duplicate costs nothing either.

/** T7: protected packets in another order than they were sent. RFC 4303 §3.4.3. */
export const espReordered: Rule = { id: 'esp-reordered', scenario: 'T7', find: scene => each(scene, f => f.reordered > 0, reordered) }

/** T7: the same sequence number more than once. */
export const espReplay: Rule = {
  id: 'esp-replay',
  scenario: 'T7',
  find: scene => [...each(scene, f => f.duplicates > 0, duplicated), ...each(scene, f => f.restarts.length > 0, restarted)],
}

/** Packets too late for the window from which the receiver's loss can be felt. */
const FELT = 3

function each(scene: Scene, is: (flow: Flow) => boolean, tell: (flow: Flow) => Omit<Found, 'place' | 'negotiation'>): Found[] {
  return scene.flows.filter(is).map(flow => {
    const course = courseBetween(scene, flow)
    return { ...tell(flow), place: 'unknown', negotiation: course ? idOf(course) : null }
  })
}

function reordered(flow: Flow) {
  const { reordered: late, outOfWindow } = flow
  return {
    severity: outOfWindow >= FELT ? ('warning' as const) : ('note' as const),
    title: `${counted(late)} from ${flow.source} ${late === 1 ? 'comes' : 'come'} out of order`,
    says: `${late} of ${flow.packets} packets of ${nameOf(flow)} ${late === 1 ? 'stands' : 'stand'} behind one with a higher number. ${
      outOfWindow
        ? `${outOfWindow} of them ${outOfWindow === 1 ? 'comes' : 'come'} so late that a receiver with the usual window of 64 numbers drops them as replays.`
        : 'All are within the window of 64 numbers that receivers usually keep: nothing is dropped for it.'
    }`,
    confidence: 'certain' as const,
    because: ['A sender raises the number by one with every packet.'],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: ['The capturing machine wrote the packets in another order than they came.'],
    tryNext: outOfWindow ? ['Look for parallel links or queues on the path, or let the receiver keep a larger window.'] : [],
  }
}

function duplicated(flow: Flow) {
  return {
    severity: flow.outOfWindow >= FELT && flow.reordered === 0 ? ('warning' as const) : ('note' as const),
    title: `${counted(flow.duplicates)} from ${flow.source} ${flow.duplicates === 1 ? 'comes' : 'come'} more than once`,
    says: `${counted(flow.duplicates)} of ${nameOf(flow)} ${flow.duplicates === 1 ? 'has' : 'have'} a sequence number that came before. The receiver drops such a copy and counts a replay; nothing is lost by it.`,
    confidence: 'likely' as const,
    because: ['A sender never uses a number twice under one SPI.'],
    evidence: packetsAsEvidence([flow.firstPacket, flow.lastPacket]),
    otherwise: ['The network duplicates packets.', 'The capture holds single packets twice.', 'Somebody sends recorded packets again.'],
    tryNext: [],
  }
}

function restarted(flow: Flow) {
  return {
    severity: 'warning' as const,
    title: `The numbers of ${nameOf(flow)} begin again at 1`,
    says: `${flow.source} began ${times(flow.restarts.length)} to number from 1 again under the same SPI. A receiver that checks for replays drops all these packets until the numbers pass the highest that it has seen.`,
    confidence: 'likely' as const,
    because: ['Four numbers from 1 on follow each other, and 1 had been used before.'],
    evidence: packetsAsEvidence(flow.restarts.map(row => row + 1)),
    otherwise: ['Somebody sends the first packets of this SA again, in their order.'],
    tryNext: [`Look whether the keys of this SA were set by hand at ${flow.source}, and whether it was restarted.`],
  }
}

function counted(count: number): string {
  return count === 1 ? 'One protected packet' : `${count} protected packets`
}
