import { Exchanges } from '../header.ts'
import { firstSighting, type Message } from '../model.ts'
import { type FlowPair, flowPairs, rowsOf, spiText } from './espPairs.ts'
import { evidence, type Found, idOf, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** T4: one side ended the SA, the other goes on sending. IKEv1 deletes get no answer, RFC 2408 §3.15. */
export const deleteLost: Rule = { id: 'delete-lost', scenario: 'T4', explains: ['esp-one-way'], find }

const PACKETS = 3

function find(scene: Scene): Found[] {
  return flowPairs(scene).flatMap(pair => {
    const ended = endOf(pair)
    if (!ended) return []
    const { flow, course } = pair
    const after = rowsAfter(scene, pair, firstSighting(ended).time)
    return after.length < PACKETS ? [] : [found(pair, ended, after, course ? idOf(course) : null, flow.source)]
  })
}

/** The last encrypted informational of the receiver, behind which it sent no protected packet any more. */
function endOf({ flow, back, course }: FlowPair): Message | undefined {
  const said = course?.negotiation.messages.findLast(
    m => m.ike.exchangeType === Exchanges.informational && m.ike.encrypted && firstSighting(m).source.address === flow.destination,
  )
  if (!said) return undefined
  const first = course!.negotiation.messages.find(
    m => m.side === said.side && m.ike.exchangeType === Exchanges.informational && firstSighting(said).time - firstSighting(m).time < 1,
  )
  const { time } = firstSighting(first ?? said)
  const quiet = back.length > 0 && back.every(b => b.lastTime <= time + 0.1)
  return quiet && flow.lastTime > time ? (first ?? said) : undefined
}

function rowsAfter({ trace: { packets } }: Scene, { flow }: FlowPair, time: number): number[] {
  return Array.from(
    rowsOf(packets, flow).filter(row => packets.time(row) > time + 0.5),
    row => row + 1,
  )
}

function found({ flow }: FlowPair, ended: Message, after: number[], negotiation: string | null, sender: string): Found {
  return {
    severity: 'warning',
    title: `${sender} goes on sending on an SA that ${flow.destination} seems to have deleted`,
    says: `${flow.destination} sent an encrypted informational, as for a delete, and no protected packet after it; ${sender} sent ${after.length} more on SPI ${spiText(flow.spi)}. The delete has not reached ${sender}, or was not obeyed.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation,
    because: ['A delete in IKEv1 is one message without an answer: whoever misses it goes on.'],
    evidence: [...evidence([ended]), ...packetsAsEvidence(after)],
    otherwise: [
      'The informational said something else; its content is encrypted.',
      `${flow.destination} still holds the SA and merely has nothing to send.`,
    ],
    tryNext: [`Capture at ${sender} as well: it shows whether the delete arrives.`],
  }
}
