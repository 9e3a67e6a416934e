import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/trace/report.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { withSightings } from '../support/trace/sightings.ts'
import { A, B, exchange, flow, fragments, icmpError, message, natt, negotiation, report, trace } from './sampleReport.ts'

function rowsOf(said: Report, open: readonly string[] = [], window?: readonly [number, number]): Row[] {
  const pair = hostPairs(said, 0)[0]!
  return arrange(happenings(said, 0, pair), pair, { trace: said.traces[0]!, open: new Set(open), window })
}

const told = (rows: readonly Row[]) => rows.map(rowName)

describe('a ladder of one trace', () => {
  test('a negotiation that moves to a port nobody answers', () => {
    expect(told(rowsOf(natt()))).toEqual([
      'Main Mode, pre-shared key',
      'MM1, left to right, SA, VID ×4, 156 bytes, packet 3, at 0.6 ms',
      'MM2, right to left, SA, VID ×3, 136 bytes, packet 4, at 142 ms',
      'MM3, left to right, KE, Nonce, NAT-D ×2, 396 bytes, packet 5, at 340 ms',
      'MM4, right to left, KE, Nonce, NAT-D ×2, 396 bytes, packet 6, at 545 ms',
      'UDP port 4500: the initiator moves to the port that crosses a NAT',
      'MM5, left to right, encrypted, arrival unknown, 124 bytes, packet 7, at 676 ms',
      '4.0 s pass',
      'MM5, left to right, encrypted, again, 2nd copy after 4.0 s, arrival unknown, 124 bytes, packet 8, at 4.7 s',
      '7.2 s pass',
      'MM5, left to right, encrypted, again, 3rd copy after 7.2 s, arrival unknown, 124 bytes, packet 11, at 11.9 s',
      '13.0 s pass',
      'MM5, left to right, encrypted, again, 4th copy after 13.0 s, arrival unknown, 124 bytes, packet 12, at 24.9 s',
      'MM6 was due from 676 ms on; not in this capture',
      '19.8 s pass',
      '1 NAT keepalive, left to right, packet 13, at 44.7 s',
      '5.0 s more, then the capture ends, at 49.7 s',
    ])
  })

  test('six copies fold, with the ICMP errors that quote the folded ones', () => {
    const rows = rowsOf(fragments())
    const folds = rows.filter(row => row.kind === 'fold')
    expect(told(folds)).toEqual(['MM5: 4 more copies over 85.6 s, then no more, ICMP 11/1 to each, packets 13–35, at 13.7 s'])
    expect(folds[0]).toMatchObject({ shown: 2, open: false, packets: [13, 14, 15, 16, 24, 25, 34, 35] })
    expect(rows.filter(row => row.kind === 'message' && row.message.name === 'MM5').map(row => row.packets)).toEqual([
      [7, 8],
      [11, 12],
    ])
    expect(rows.filter(row => row.kind === 'icmp').map(row => row.packets[0])).toEqual([19, 20])
  })

  test('a fold in a window does not say that no more came, where more came after the window', () => {
    const copies = [0, 4, 11, 24, 47, 90].map((time, i) => [time, i + 1] as const)
    const said = report([negotiation([exchange({ outcome: 'unanswered', said: [['MM1', 'initiator', 156, ['SA'], copies]] })])])
    const fold = (window?: readonly [number, number]) => told(rowsOf(said, [], window).filter(row => row.kind === 'fold'))
    expect(fold()).toEqual(['MM1: 4 more copies over 86.0 s, then no more, packets 3–6, at 11.0 s'])
    expect(fold([0, 60])).toEqual(['MM1: 3 more copies over 43.0 s, packets 3–5, at 11.0 s'])
    expect(fold([3, 100])).toEqual(['MM1: 3 more copies over 79.0 s, then no more, packets 4–6, at 24.0 s'])
  })

  test('an opened fold shows every copy and every error', () => {
    const said = fragments()
    const id = rowsOf(said).find(row => row.kind === 'fold')!.id
    const rows = rowsOf(said, [id])
    expect(rows.filter(row => row.kind === 'message' && row.message.name === 'MM5')).toHaveLength(6)
    expect(rows.filter(row => row.kind === 'icmp')).toHaveLength(6)
    expect(rows.find(row => row.kind === 'fold')).toMatchObject({ open: true })
  })

  test('fragments say which bytes they bring, and which never came', () => {
    const said = fragments()
    const hole = {
      ...said,
      datagrams: said.datagrams.map(d => ({
        ...d,
        complete: false,
        packets: [d.packets[0]!],
        pieces: [d.pieces![0]!],
        missing: [[1480, 2356]] as const,
      })),
    }
    const one = hole.negotiations[0]!.exchanges[0]!.messages[4]!
    const seen = {
      ...one,
      transmissions: one.transmissions.map(t => ({
        ...t,
        sightings: t.sightings.map(s => ({ ...s, packets: [s.packets[0]!], complete: false })),
      })),
    }
    const cut = { ...hole, negotiations: [negotiation([{ ...hole.negotiations[0]!.exchanges[0]!, messages: [seen] }])] }
    const [first] = rowsOf(cut).filter(row => row.kind === 'message')
    expect(first).toMatchObject({
      cutAs: 'IP fragments',
      complete: false,
      pieces: [{ packet: 7, label: '0–1479' }, { label: '1480–2355' }],
    })
    expect(rowsOf(said).find(row => row.kind === 'message' && row.pieces.length > 0)).toMatchObject({
      pieces: [
        { packet: 7, label: '0–1479' },
        { packet: 8, label: '1480–2355' },
      ],
    })
  })

  test('packets of one message that are no IP fragments are IKE fragments', () => {
    const said = report([negotiation([exchange({ said: [['MM5', 'initiator', 2000, [], [[1, 5, 6, 7, 8]]]] })])])
    expect(rowsOf(said).find(row => row.kind === 'message')).toMatchObject({
      cutAs: 'IKE fragments',
      pieces: [{ label: '1/4' }, { label: '2/4' }, { label: '3/4' }, { label: '4/4' }],
    })
    // Which of them are here is not told while some are missing.
    const part = {
      ...said,
      negotiations: said.negotiations.map(one => withSightings(one, seen => seen.map(s => ({ ...s, complete: false })))),
    }
    const row = rowsOf(part).find(row => row.kind === 'message')!
    expect(row.pieces.map(({ packet, label }) => [packet, label])).toEqual([5, 6, 7, 8].map(packet => [packet, 'fragment']))
    const pieces = row.pieces.map((piece, i) => ({ ...piece, end: i === 0 ? ('lost' as const) : ('arrived' as const) }))
    expect(rowName({ ...row, end: 'lost', pieces })).toContain('lost: 1 fragment')
  })

  test('an ICMP error that refuses marks the copy it quotes, one that reports does not', () => {
    const ends = (type: number, code: number) =>
      rowsOf(
        report([negotiation([exchange({ outcome: 'unanswered', said: [['MM1', 'initiator', 156, ['SA'], [[0, 1]]]] })])], {
          icmpErrors: [icmpError(2, 0.01, 1, { type, code })],
        }),
      )
    const [refused, reported] = [ends(3, 3), ends(11, 1)]
    expect(refused.find(row => row.kind === 'message')).toMatchObject({ end: 'refused' })
    expect(reported.find(row => row.kind === 'message')).toMatchObject({ end: 'unknown' })
    const quoted = refused.find(row => row.kind === 'message')!.id
    expect(refused.find(row => row.kind === 'icmp')).toMatchObject({ quotes: quoted, from: 'right', to: 'left', refuses: true })
  })

  test('an error from a router stands in the network', () => {
    const said = report([negotiation([exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[0, 1]]]] })])], {
      icmpErrors: [icmpError(2, 0.01, 1, { from: '192.0.2.1', type: 3, code: 4, mtu: 1280 })],
    })
    expect(rowsOf(said).find(row => row.kind === 'icmp')).not.toHaveProperty('from')
  })
})

describe('what became of a copy', () => {
  const ends = (
    outcome: 'complete' | 'unanswered' | 'failed',
    said: Parameters<typeof exchange>[0]['said'],
    seenFrom?: 'initiator' | 'responder',
  ) =>
    rowsOf(report([negotiation([exchange({ outcome, said })], seenFrom ? { seenFrom: [seenFrom] } : {})]))
      .filter(row => row.kind === 'message')
      .map(row => (row.kind === 'message' ? `${row.message.name}${row.copy} ${row.end}` : ''))

  test('answered after several copies: nobody knows which of them arrived', () => {
    expect(
      ends('complete', [
        [
          'MM1',
          'initiator',
          1,
          ['SA'],
          [
            [0, 1],
            [4, 2],
            [8, 3],
          ],
        ],
        ['MM2', 'responder', 1, ['SA'], [[8.1, 4]]],
      ]),
    ).toEqual(['MM11 unknown', 'MM12 unknown', 'MM13 unknown', 'MM21 arrived'])
  })
  test('answered before the next copy: it arrived, and so did the next if it got an answer of its own', () => {
    const sent: Parameters<typeof exchange>[0]['said'][number] = [
      'MM5',
      'initiator',
      5,
      ['Encrypted'],
      [0, 4, 8].map((at, i) => [at, 1 + 2 * i]),
    ]
    const answers = (...times: number[]): Parameters<typeof exchange>[0]['said'] =>
      times.map((time, i) => [`Informational ${i + 1}`, 'responder', 6 + i, ['Notify'], [[time, 20 + i]]])
    const mm5 = (...times: number[]) => ends('failed', [sent, ...answers(...times)]).filter(one => one.startsWith('MM5'))
    expect(mm5(0.1, 4.1, 8.1)).toEqual(['MM51 arrived', 'MM52 arrived', 'MM53 arrived'])
    expect(mm5(0.1, 4.1)).toEqual(['MM51 arrived', 'MM52 arrived', 'MM53 unknown'])
    expect(mm5(4.1, 8.1)).toEqual(['MM51 unknown', 'MM52 unknown', 'MM53 unknown'])
  })
  test('taken at the receiver: all that is seen arrived', () => {
    expect(
      ends(
        'unanswered',
        [
          [
            'MM1',
            'initiator',
            1,
            ['SA'],
            [
              [0, 1],
              [4, 2],
            ],
          ],
        ],
        'responder',
      ),
    ).toEqual(['MM11 arrived', 'MM12 arrived'])
    expect(
      ends(
        'unanswered',
        [
          [
            'MM1',
            'initiator',
            1,
            ['SA'],
            [
              [0, 1],
              [4, 2],
            ],
          ],
        ],
        'initiator',
      ),
    ).toEqual(['MM11 unknown', 'MM12 unknown'])
  })
  test('the last message of a complete exchange gets no answer: that it arrived shows when its receiver goes on', () => {
    const said: Parameters<typeof exchange>[0]['said'] = [
      ['MM1', 'initiator', 1, ['SA'], [[0, 1]]],
      ['MM2', 'responder', 1, ['SA'], [[1, 2]]],
    ]
    expect(ends('complete', said)).toEqual(['MM11 arrived', 'MM21 arrived'])
    const rows = rowsOf(report([negotiation([exchange({ said, wentOn: false })])]))
    expect(rows.flatMap(row => (row.kind === 'message' ? [row.end] : []))).toEqual(['arrived', 'unknown'])
  })
})

describe('headings, bands, pauses', () => {
  const first = exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[0, 1]]]] })
  const second = exchange({
    said: [
      ['MM1', 'initiator', 156, ['SA'], [[0.2, 2]]],
      ['MM2', 'responder', 136, ['SA'], [[0.6, 4]]],
    ],
  })
  test('two negotiations at once: each has its heading, and says when it goes on', () => {
    const goesOn = { ...first, messages: [...first.messages, message(['MM2', 'responder', 136, ['SA'], [[0.4, 3]]], 500)] }
    const rows = rowsOf(report([negotiation([goesOn]), negotiation([second], { id: 'N2', initiatorSpi: '02' })]))
    expect(rows.filter(row => row.kind === 'start').map(row => row.kind === 'start' && [row.negotiation, row.again])).toEqual([
      ['N1', false],
      ['N2', false],
      ['N1', true],
      ['N2', true],
    ])
    expect(rows.flatMap(row => (row.kind === 'start' ? [row.title] : []))).toEqual([
      'Main Mode N1, pre-shared key',
      'Main Mode N2, pre-shared key',
      'Main Mode N1 goes on',
      'Main Mode N2 goes on',
    ])
  })
  const withTraffic = (until: number, next: number) => {
    const later = { ...first, messages: [...first.messages, message(['MM2', 'responder', 136, ['SA'], [[next, 20]]], 500)] }
    return rowsOf(report([negotiation([later])], { flows: [flow('cab94d97', A, B, [3, 2.7], [19, until])] }))
  }
  test('protected traffic is a band at its time, and nothing pauses while it runs', () => {
    expect(withTraffic(9.5, 9).map(row => row.kind)).toEqual(['start', 'message', 'pause', 'band', 'message', 'edge'])
  })
  test('a pause after protected traffic is measured from its last packet', () => {
    expect(withTraffic(9.5, 10.5).map(row => row.kind)).toEqual(withTraffic(9.5, 9).map(row => row.kind))
    expect(withTraffic(9.5, 12).flatMap(row => (row.kind === 'pause' ? [+row.seconds.toFixed(1)] : []))).toEqual([2.7, 2.5])
  })
  test('traffic that goes on for long between two rows is told of', () => {
    const pause = withTraffic(95, 90)[4]!
    expect(pause).toMatchObject({ kind: 'pause', meanwhile: 'ESP' })
    expect(rowName(pause)).toBe('ESP goes on for 87.3 s')
  })
  test('a capture that begins in the middle says so', () => {
    const rows = rowsOf(report([negotiation([exchange({ said: [['MM5', 'initiator', 124, [], [[0, 1]]]] })])]))
    expect(rows[0]).toMatchObject({ kind: 'edge', says: 'the capture begins here; what came before is not in it' })
  })
  test('a capture whose clock was set back says so where it would say that it begins', () => {
    const [first] = rowsOf(report([negotiation([exchange({ said: [['MM5', 'initiator', 124, [], [[-20, 3]]]] })])]))
    expect(first).toMatchObject({ kind: 'edge', says: expect.stringMatching(/^the clock runs backwards/) })
  })
  test('moments before the capture began are said to be so', () => {
    const rows = rowsOf(report([negotiation([exchange({ said: [['MM5', 'initiator', 124, [], [[-20, 3]]]] })])]), [], [-30, -5])
    expect([rows[0], rows.at(-1)].map(row => row?.kind === 'edge' && row.says)).toEqual(['showing from −30.0 s on', 'to −5.0 s'])
    expect(rowName(rows.find(row => row.kind === 'message')!)).toMatch(/, at −20\.0 s$/)
  })
  test('a window keeps what lies in it', () => {
    const rows = rowsOf(natt(), [], [4, 12])
    expect(rows.filter(row => row.packets.length > 0).map(row => row.packets)).toEqual([[8], [11]])
  })
  test('a band that began before a window goes on in it; one that was over by then, or comes later, does not', () => {
    const seconds = [
      ['aaaa0001', 1, 9],
      ['aaaa0002', 1, 3],
      ['aaaa0003', 12.5, 14],
    ] as const
    const flows = seconds.map(([spi, from, to], i) => ({ ...flow(spi, A, B, [20 + i, 60 + i], [21, 61]), firstTime: from, lastTime: to }))
    const rows = rowsOf(report(natt().negotiations, { flows }), [], [4, 12])
    expect(rows.flatMap(row => (row.kind === 'band' ? [row.flow.spi] : []))).toEqual(['aaaa0001'])
    expect(rows[0]).toMatchObject({ kind: 'edge', says: 'showing from 4.0 s on' })
  })
})

describe('pairs of hosts', () => {
  test('ESP of another address stays with the negotiation that made its SA', () => {
    const said = report([natt().negotiations[0]!], {
      flows: [flow('aaaa0001', '10.9.9.9', B, [20, 60], [21, 61]), flow('aaaa0002', '10.8.8.8', '10.8.8.9', [22, 62], [23, 63])],
      securityAssociations: [
        {
          id: 'SA1',
          negotiation: 'N1',
          kind: 'ipsec',
          protocol: 'esp',
          spis: { toInitiator: null, toResponder: 'aaaa0001' },
          encapsulation: null,
          algorithms: [],
          lifetimes: {},
          state: 'used',
        },
      ],
    })
    expect(hostPairs(said, 0).map(pair => [pair.left, pair.flows.map(f => f.spi)])).toEqual([
      [A, ['aaaa0001']],
      ['10.8.8.8', ['aaaa0002']],
    ])
  })
  test('an address that is neither host’s, on either side, stands across from the other: bands, keepalives and what ICMP quotes', () => {
    const alias = '10.9.9.9'
    const agreed = {
      ...{ id: 'SA1', negotiation: 'N1', kind: 'ipsec' as const, protocol: 'esp' as const, encapsulation: null },
      ...{ algorithms: [], lifetimes: {}, state: 'used' as const, spis: { toInitiator: 'aaaa0002', toResponder: 'aaaa0001' } },
    }
    const fromOf = (host: string, other: string) => {
      const flows = [flow('aaaa0001', host, other, [20, 60], [21, 61]), flow('aaaa0002', other, host, [22, 62], [23, 63])]
      const said = report([natt().negotiations[0]!], { flows, securityAssociations: [agreed] })
      const keepalives = [
        { trace: 0 as const, from: host, to: other, count: 2, firstPacket: 30, lastPacket: 31, firstTime: 62, lastTime: 63 },
      ]
      const quotes = { packet: 22, from: other, to: host, spi: 'aaaa0002' }
      const icmpErrors = [{ ...icmpError(40, 64, 22, { to: other }), quotes }]
      const rows = happenings(said, 0, { ...hostPairs(said, 0)[0]!, keepalives, icmpErrors })
      return [
        rows.flatMap(row => (row.kind === 'band' || row.kind === 'keepalive' ? [row.from] : [])),
        rows.flatMap(row => (row.kind === 'icmp' ? [row.to, row.quoted] : [])),
      ]
    }
    expect(fromOf(A, B)).toEqual([
      ['left', 'right', 'left'],
      ['right', 'ESP aaaa0002'],
    ])
    expect(fromOf(A, alias)).toEqual(fromOf(A, B))
    expect(fromOf(alias, B)).toEqual(fromOf(A, B))
  })
  test('only what a trace saw belongs to its ladder', () => {
    const one = negotiation([exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[0, 1]]]], trace: 1 })])
    const said = report([one], { traces: [trace(), trace({ name: 'b.pcap' })] })
    expect(hostPairs(said, 0)).toEqual([])
    expect(hostPairs(said, 1)).toHaveLength(1)
  })
  test('the initiator of the first negotiation stands left; a later one from the other side goes right to left', () => {
    const turned = negotiation([exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[1, 2]]]] })], {
      id: 'N2',
      initiator: { address: B, port: 500 },
      responder: { address: A, port: 500 },
    })
    const rows = rowsOf(report([negotiation([exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[0, 1]]]] })]), turned]))
    expect(rows.filter(row => row.kind === 'message').map(row => row.kind === 'message' && row.from)).toEqual(['left', 'right'])
  })
})
