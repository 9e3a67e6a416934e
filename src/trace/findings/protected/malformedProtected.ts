import { withoutHeader } from '../../packets/withoutHeader.ts'
import { type Found, packetsAsEvidence, type Rule, type Scene } from '../finding.ts'
import { counted } from '../paths/counted.ts'

/** N25: a protected packet is shorter than its own header; every receiver drops it. RFC 4303 §2, RFC 4302 §2. */
export const malformedProtected: Rule = { id: 'malformed-message', scenario: 'N25', find }

function find({ trace: { packets } }: Scene): Found[] {
  const bySender = new Map<string, { readonly from: string; readonly to: string; readonly protocol: Protocol; readonly cited: number[] }>()
  for (const packet of withoutHeader(packets).malformed) {
    const flow = packets.flow(packet - 1)
    const [from, to, protocol] = [packets.flows.source(flow), packets.flows.destination(flow), nameOf(packets.flows.protocol(flow))]
    const known = bySender.get(`${from} ${to} ${protocol}`)
    if (known) known.cited.push(packet)
    else bySender.set(`${from} ${to} ${protocol}`, { from, to, protocol, cited: [packet] })
  }
  return [...bySender.values()].map(({ from, to, protocol, cited }) => ({
    severity: 'note',
    title: `${from} sends ${to} ${protocol} that is malformed`,
    says: `${counted(cited.length, `${protocol} packet`).join('')} of ${from} ${cited.length === 1 ? 'is' : 'are'} shorter than the header of ${protocol}, which has ${HEADERS[protocol]} bytes at least. A receiver drops such a packet, and here it counts for no SPI.`,
    confidence: 'certain',
    place: 'unknown',
    negotiation: null,
    because: ['The file has all of the packet that was on the wire.'],
    evidence: packetsAsEvidence(cited),
    otherwise: [`It is no ${protocol} at all, but a test or a scan with its protocol number.`],
    tryNext: [`Look at what sends it on ${from}.`],
    inBrief: `${from} sends ${to} ${protocol} that is malformed`,
  }))
}

/** SPI and sequence number, and what stands before them in AH. */
const HEADERS = { ESP: 8, AH: 12 } as const
type Protocol = keyof typeof HEADERS

function nameOf(protocol: number): Protocol {
  return protocol === 50 ? 'ESP' : 'AH'
}
