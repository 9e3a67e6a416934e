import type { Flow } from '../../protected/flow.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted, each, FELT, LARGER_WINDOW, withinWindow } from './espOrder.ts'
import { nameOf } from './protectedTraffic.ts'

/** T7: protected packets in another order than they were sent. RFC 4303 §3.4.3. */
export const espReordered: Rule = { id: 'esp-reordered', scenario: 'T7', find }

function find(scene: Scene): Found[] {
  const confidence = scene.trace.packets.byTime ? 'likely' : 'certain'
  return each(
    scene,
    f => f.reordered > 0,
    flow => reordered(flow, confidence),
  )
}

function reordered(flow: Flow, confidence: Found['confidence']) {
  const { reordered: late, outOfWindow } = flow
  return {
    severity: outOfWindow >= FELT ? ('warning' as const) : ('note' as const),
    title: `${counted(late)} from ${flow.source} ${late === 1 ? 'comes' : 'come'} out of order`,
    says: `${late} of ${flow.packets} packets of ${nameOf(flow)} ${late === 1 ? 'stands' : 'stand'} behind one with a higher number. ${withinWindow(outOfWindow)}`,
    confidence,
    because: ['A sender raises the number by one with every packet.'],
    evidence: packetsAsEvidence(flow.late.map(row => row + 1)),
    otherwise: ['The capturing machine wrote the packets in another order than they came.'],
    tryNext: outOfWindow ? LARGER_WINDOW : [],
  }
}
