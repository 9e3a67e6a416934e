import { firstSighting } from '../../model.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'

/** N25: a header says that its message is shorter than the header itself; every receiver drops it. RFC 2408 §5.2, RFC 7296 §3.1. */
export const malformedHeader: Rule = { id: 'malformed-message', scenario: 'N25', find }

function find({ trace: { packets, unread }, courses }: Scene): Found[] {
  const bySender = new Map<string, { readonly from: string; readonly to: string; readonly length: number; readonly cited: number[] }>()
  for (const { packet, weight, length = 0 } of unread) {
    if (weight !== 'malformed') continue
    const flow = packets.flow(packet - 1)
    const [from, to] = [packets.flows.source(flow), packets.flows.destination(flow)]
    const known = bySender.get(`${from} ${to} ${length}`)
    if (known) known.cited.push(packet)
    else bySender.set(`${from} ${to} ${length}`, { from, to, length, cited: [packet] })
  }
  const spoke = new Set(courses.flatMap(({ negotiation }) => negotiation.messages.map(one => firstSighting(one).source.address)))
  return [...bySender.values()].map(({ from, to, length, cited }) => ({
    severity: spoke.has(from) ? 'note' : 'warning',
    title: `${from} sends ${to} IKE that is malformed`,
    says: `The header of ${cited.length === 1 ? 'an IKE message' : `${cited.length} IKE messages`} of ${from} says that the message has ${length} ${length === 1 ? 'byte' : 'bytes'}; the header alone has 28. A receiver drops such a message, and no more is made of it here.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: null,
    because: [`Its Length is ${length}, and what stands before it reads as the header of IKE.`],
    evidence: packetsAsEvidence(cited),
    otherwise: ['It is no IKE at all, but something else on a port of IKE.', 'The message was changed on its way.'],
    tryNext: [`Look at what sends it on ${from}.`],
    inBrief: `${from} sends ${to} IKE that is malformed`,
  }))
}
