import type {
  Datagram,
  Exchange,
  Finding,
  Flow,
  IcmpError,
  Message,
  Negotiation,
  Report,
  Sighting,
  TraceSummary,
} from '../../src/trace/report.ts'

// Reports as stories: who said what when. The numbers of natt() and fragments() were read from lab recordings with tshark
// (v1_natt_4500_blocked and v1_cert_fragdrop_both, a.pcap).

export const A = '192.0.2.10'
export const B = '198.51.100.20'

/** One message: name, sender, payloads (empty: encrypted), and the packets and time of each copy. */
export type Said = readonly [
  name: string,
  from: 'initiator' | 'responder',
  bytes: number,
  payloads: readonly string[],
  copies: readonly (readonly [time: number, ...packets: number[]])[],
]

export interface Story {
  readonly id?: string
  readonly port?: number
  readonly trace?: 0 | 1
  readonly type?: string
  readonly messageId?: string
  readonly outcome?: Exchange['outcome']
  /** Whoever got the last message went on, if it is complete; so it is when nothing is said. */
  readonly wentOn?: boolean
  readonly said: readonly Said[]
}

export function message([name, from, bytes, payloads, copies]: Said, port: number, trace: 0 | 1 = 0): Message {
  const [initiator, responder] = [
    { address: A, port },
    { address: B, port },
  ]
  return {
    name,
    from,
    bytes,
    encrypted: payloads.length === 0,
    payloads,
    transmissions: copies.map(([time, ...packets], i) => ({
      retransmission: i > 0,
      fate: 'unknown',
      sightings: [
        {
          trace,
          packets,
          time,
          complete: true,
          source: from === 'initiator' ? initiator : responder,
          destination: from === 'initiator' ? responder : initiator,
        } satisfies Sighting,
      ],
    })),
  }
}

export function exchange(story: Story): Exchange {
  const {
    type = 'Main Mode',
    messageId = '00000000',
    outcome = 'complete',
    wentOn = outcome === 'complete',
    said,
    port = 500,
    trace,
  } = story
  return { type, messageId, outcome, ...(wentOn ? { wentOn } : {}), messages: said.map(one => message(one, port, trace)) }
}

export function negotiation(exchanges: readonly Exchange[], more: Partial<Negotiation> = {}): Negotiation {
  return {
    id: 'N1',
    version: 1,
    mode: 'main',
    initiator: { address: A, port: 500 },
    responder: { address: B, port: 500 },
    initiatorSpi: '4319e6e3c37c266b',
    responderSpi: '89bcb814e84c87c9',
    outcome: 'established',
    authentication: 'pre-shared key',
    proposals: { offered: [], chosen: null },
    exchanges,
    ...more,
  }
}

export function trace(more: Partial<TraceSummary> = {}): TraceSummary {
  return {
    name: 'a.pcap',
    format: 'pcap',
    compression: null,
    packets: 15,
    bytes: 2000,
    start: '2024-05-01T19:30:36.500000000Z',
    end: '2024-05-01T19:31:26.231463000Z',
    clock: 'utc',
    linkTypes: ['Ethernet'],
    counts: { ike: 8, esp: 0, ah: 0, udpEncapsulatedEsp: 0, natKeepalive: 1, fragments: 0, icmpErrors: 0, other: 6, metadata: 0 },
    problems: [],
    ...more,
  }
}

export function report(negotiations: readonly Negotiation[], more: Partial<Report> = {}): Report {
  return {
    schema: 'ikescope-report/1',
    traces: [trace()],
    negotiations,
    securityAssociations: [],
    flows: [],
    datagrams: [],
    pair: null,
    findings: [],
    ...more,
  }
}

export function flow(
  spi: string,
  from: string,
  to: string,
  first: readonly [number, number],
  last: readonly [number, number],
  more: Partial<Flow> = {},
): Flow {
  return {
    trace: 0,
    protocol: 'esp',
    spi,
    from,
    to,
    udpEncapsulated: false,
    packets: 4,
    bytes: 480,
    firstSequence: 1,
    lastSequence: 4,
    missing: 0,
    duplicates: 0,
    reordered: 0,
    cipher: 'undecided',
    confidence: 'possible',
    firstPacket: first[0],
    firstTime: first[1],
    lastPacket: last[0],
    lastTime: last[1],
    ...more,
  }
}

export function icmpError(packet: number, time: number, quotes: number | undefined, more: Partial<IcmpError> = {}): IcmpError {
  return {
    trace: 0,
    packet,
    time,
    from: B,
    to: A,
    type: 11,
    code: 1,
    means: 'fragment reassembly time exceeded',
    quotes: { ...(quotes === undefined ? {} : { packet: quotes }), from: A, to: B },
    ...more,
  }
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'no-answer',
    scenario: 'N1',
    severity: 'error',
    title: 'Nobody answers',
    says: '',
    confidence: 'likely',
    place: 'unknown',
    negotiation: 'N1',
    because: [],
    evidence: [],
    otherwise: [],
    tryNext: [],
    ...more,
  }
}

/** Port 500 is answered, port 4500 never: MM5 goes out four times. */
export function natt(): Report {
  const on500 = exchange({
    outcome: 'unanswered',
    said: [
      ['MM1', 'initiator', 156, ['SA', 'VID', 'VID', 'VID', 'VID'], [[0.000645, 3]]],
      ['MM2', 'responder', 136, ['SA', 'VID', 'VID', 'VID'], [[0.142265, 4]]],
      ['MM3', 'initiator', 396, ['KE', 'Nonce', 'NAT-D', 'NAT-D'], [[0.339505, 5]]],
      ['MM4', 'responder', 396, ['KE', 'Nonce', 'NAT-D', 'NAT-D'], [[0.544934, 6]]],
    ],
  })
  const mm5 = message(
    [
      'MM5',
      'initiator',
      124,
      [],
      [
        [0.675826, 7],
        [4.697316, 8],
        [11.935024, 11],
        [24.913261, 12],
      ],
    ],
    4500,
  )
  const keepalives = {
    trace: 0,
    from: A,
    to: B,
    count: 1,
    firstPacket: 13,
    lastPacket: 13,
    firstTime: 44.701599,
    lastTime: 44.701599,
  } as const
  const due = { name: 'MM6', from: 'responder', at: 4.697316 } as const
  const one = negotiation([{ ...on500, messages: [...on500.messages, mm5], due }], { outcome: 'incomplete', seenFrom: ['initiator'] })
  return report([one], { keepalives: [keepalives] })
}

/** MM5 travels in two IP fragments six times; B says each time, half a minute later, that it waited for the rest in vain. */
export function fragments(): Report {
  const sent: readonly (readonly [number, number, number])[] = [
    [2.524774, 7, 8],
    [6.546361, 11, 12],
    [13.735755, 13, 14],
    [26.732394, 15, 16],
    [50.122224, 24, 25],
    [92.157464, 34, 35],
  ]
  const datagrams: Datagram[] = sent.map(([, first, second], i) => ({
    trace: 0,
    from: A,
    to: B,
    protocol: 17,
    identification: i + 1,
    fragments: 2,
    packets: [first, second],
    complete: true,
    missing: [],
    pieces: [
      { packet: first, start: 0, end: 1480 },
      { packet: second, start: 1480, end: 2356 },
    ],
  }))
  const one = exchange({
    outcome: 'unanswered',
    said: [
      ['MM1', 'initiator', 156, ['SA', 'VID', 'VID', 'VID', 'VID'], [[0.000753, 3]]],
      ['MM2', 'responder', 136, ['SA', 'VID', 'VID', 'VID'], [[0.840799, 4]]],
      ['MM3', 'initiator', 396, ['KE', 'Nonce', 'NAT-D', 'NAT-D'], [[1.104197, 5]]],
      ['MM4', 'responder', 526, ['KE', 'Nonce', 'CR', 'NAT-D', 'NAT-D'], [[1.700345, 6]]],
      ['MM5', 'initiator', 2348, [], sent],
    ],
  })
  const times: readonly (readonly [number, number, number])[] = [
    [19, 34.464385, 7],
    [20, 38.544562, 11],
    [23, 44.685055, 13],
    [28, 56.983062, 15],
    [31, 81.563774, 24],
    [38, 122.517368, 34],
  ]
  return report([negotiation([one], { outcome: 'incomplete' })], {
    traces: [trace({ packets: 40, start: '2024-05-01T19:29:06.000000000Z', end: '2024-05-01T19:31:13.630194000Z' })],
    datagrams,
    icmpErrors: times.map(([packet, time, quotes]) => icmpError(packet, time, quotes)),
  })
}
