import type { Flow } from '../../protected/flow.ts'
import { packetsAsEvidence, type Rule, times } from '../finding.ts'
import { counted, each, FELT } from './espOrder.ts'
import { isRefused } from './espUnreachable.ts'
import { nameOf } from './protectedTraffic.ts'

/** T7: the same sequence number more than once. */
export const espReplay: Rule = {
  id: 'esp-replay',
  scenario: 'T7',
  find: scene => [
    ...each(
      scene,
      f => f.duplicates > 0,
      f => duplicated(f, isRefused(scene, f)),
    ),
    ...each(scene, f => f.restarts.length > 0, restarted),
  ],
}

function duplicated(flow: Flow, refused: boolean) {
  return {
    severity: flow.outOfWindow >= FELT && flow.reordered === 0 ? ('warning' as const) : ('note' as const),
    title: `${counted(flow.duplicates)} from ${flow.source} ${flow.duplicates === 1 ? 'comes' : 'come'} more than once`,
    says: `${counted(flow.duplicates)} of ${nameOf(flow)} ${flow.duplicates === 1 ? 'has' : 'have'} a sequence number that came before.${refused ? '' : ' The receiver drops such a copy and counts a replay; nothing is lost by it.'}`,
    confidence: 'likely' as const,
    because: ['A sender never uses a number twice under one SPI.'],
    evidence: packetsAsEvidence(flow.again.map(row => row + 1)),
    otherwise: [
      ...(flow.packets > 2 && flow.duplicates === flow.packets - 1
        ? [`All have the same number: ${flow.source} does not count them.`]
        : []),
      'The network duplicates packets.',
      'The capture holds single packets twice.',
      'Somebody sends recorded packets again.',
    ],
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
