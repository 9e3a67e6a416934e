import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import type { IcmpError, Message, Pair, Report, Sighting, Transmission } from '../../src/trace/report.ts'
import { clocksText, setBackText } from '../../src/ui/bar/Clocks.tsx'
import { known } from '../../src/ui/bothEnds/known.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import { arrangingJoined, joined } from '../../src/ui/bothEnds/rows.ts'
import { seenAs } from '../../src/ui/bothEnds/seenAs.ts'
import { toSingleBoth, withSinglesBoth } from '../../src/ui/bothEnds/singles.ts'
import { pairRows } from '../../src/ui/hex/pairRows.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { isCited, layout, rowOfPacket } from '../../src/ui/ladder/layout.ts'
import { lookedAt } from '../../src/ui/ladder/lookedAt.ts'
import { bandText } from '../../src/ui/ladder/marks/BandMark.tsx'
import type { Row } from '../../src/ui/ladder/row.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { tied } from '../../src/ui/ladder/tied.ts'
import { atEnd } from '../../src/ui/sideBySide/half.ts'
import { whole } from '../../src/ui/slices.ts'
import { doubtfulWays, lanesOfBoth } from '../../src/ui/strip/lanesOfBoth.ts'
import type { Line } from '../../src/ui/strip/layout.ts'
import { onDisk } from '../support/recordings/index.ts'
import { A, B, exchange, flow, fragments, icmpError, message, negotiation, report, trace } from './sampleReport.ts'

/** B's clock is 10 s ahead, and its capture began 2 s after A's: what B calls 0 is 2 s for A. */
const SHIFT = -2

function pair(more: Partial<Pair> = {}): Pair {
  return {
    matched: 0,
    onlyInA: 0,
    onlyInB: 0,
    lostAtoB: 0,
    lostBtoA: 0,
    modified: 0,
    outsideAtoB: 0,
    outsideBtoA: 0,
    offset: 10,
    offsetError: 0.002,
    driftPpm: 0,
    driftErrorPpm: 1,
    delay: { aToB: null, bToA: null },
    rewrites: [],
    clock: {
      found: 'both-directions',
      says: 'B’s clock is 10.000 s ahead of A’s, ± 2 ms.',
      startDifference: 12,
      bounds: { aToB: 4, bToA: 4 },
      pieces: [{ from: 0, shift: SHIFT, driftPpm: 0, error: 0.002 }],
    },
    ends: { a: [A], b: [B] },
    packets: { same: [], lost: [], lostFlows: [], modified: [], recut: [], duplicates: [], reordered: [], missedBySender: [] },
    patterns: [],
    strip: [],
    ...more,
  }
}

/** The same sending as the other end saw it, that many seconds later by A's clock. */
function arrived(one: Transmission, packets: readonly number[], delay: number): Transmission {
  const [left] = one.sightings
  const seen: Sighting = { ...left!, trace: 1, packets, time: left!.time + delay + SHIFT }
  return { ...one, fate: 'delivered', sightings: [left!, seen], way: { direction: 'a-to-b', delay, marks: [] } }
}

function rowsOf(said: Report): Row[] {
  const hosts = lanes(said)[0]!
  return whole(arrangingJoined(joined(said, hosts), hosts, said, { open: new Set() }))
}

const traces = [trace(), trace({ name: 'b.pcap', start: '2024-05-01T19:30:48.500000000Z', end: '2024-05-01T19:31:36.231463000Z' })]

describe('both ends in one ladder', () => {
  const first = message(['MM1', 'initiator', 156, ['SA'], [[3, 3]]], 500)
  const lost = message(
    [
      'MM3',
      'initiator',
      396,
      ['KE'],
      [
        [4, 5],
        [5, 6],
      ],
    ],
    500,
  )
  const mm1: Message = { ...first, transmissions: [arrived(first.transmissions[0]!, [1], 0.0066)] }
  const mm3: Message = {
    ...lost,
    transmissions: [
      { ...lost.transmissions[0]!, fate: 'lost', way: { direction: 'a-to-b', marks: [] } },
      arrived(lost.transmissions[1]!, [2], 0.001),
    ],
  }
  const said = report(
    [
      negotiation([
        { ...exchange({ outcome: 'unanswered', said: [] }), messages: [mm1, mm3], due: { name: 'MM4', from: 'responder', at: 4.5 } },
      ]),
    ],
    {
      traces,
      pair: pair(),
    },
  )

  test('each message once, on the clock of A, with both ends’ packets', () => {
    const messages = rowsOf(said).filter(row => row.kind === 'message')
    expect(
      messages.map(row => [row.message.name, row.end, row.seen?.map(seen => seen && [...seen.packets, +seen.time.toFixed(4)])]),
    ).toEqual([
      [
        'MM1',
        'arrived',
        [
          [3, 3],
          [1, 3.0066],
        ],
      ],
      ['MM3', 'lost', [[5, 4], undefined]],
      [
        'MM3',
        'arrived',
        [
          [6, 5],
          [2, 5.001],
        ],
      ],
    ])
  })

  test('a delay is told only where the clocks can', () => {
    const messages = rowsOf(said).filter(row => row.kind === 'message')
    expect(messages.map(row => row.delay)).toEqual([0.0066, undefined, undefined])
  })

  test('what was due was seen at neither end; both files end', () => {
    expect(rowsOf(said).map(rowName).slice(-2)).toEqual(['MM4 was due from 4.0 s on; seen at neither end', 'both files end at 49.7 s'])
  })

  test('the ladder of one of the two traces shows what that one alone can know', () => {
    const hosts = hostPairs(said, 0)[0]!
    const ends = happenings(said, 0, hosts).flatMap(row => (row.kind === 'message' ? [row.end] : []))
    expect(ends).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('a row leads to the end that is asked for, else to the other', () => {
    const [one, two] = rowsOf(said).filter(row => row.kind === 'message')
    expect([lookedAt(one!, 0), lookedAt(one!, 1), lookedAt(two!, 1)]).toEqual([
      { trace: 0, packet: 3 },
      { trace: 1, packet: 1 },
      { trace: 0, packet: 5 },
    ])
    const { rows } = layout(rowsOf(said), 1)
    expect(rowOfPacket(rows, 1, 2)?.packets).toEqual([6])
    expect(rowOfPacket(rows, 1, 5)).toBeUndefined()
    expect([isCited(one!, [new Set(), new Set([1])], 0), isCited(two!, [new Set(), new Set([5])], 0)]).toEqual([true, false])
  })

  test('A stands left, whoever began', () => {
    const turned = { ...said, pair: pair({ ends: { a: [B], b: [A] } }) }
    expect(lanes(turned)[0]).toMatchObject({ left: B, right: A })
    expect(rowsOf(turned).find(row => row.kind === 'message')).toMatchObject({ from: 'right' })
  })
})

test('fragments: one arrow each, the lost one by itself, and the error that tells of it once', () => {
  const alone = fragments()
  const [one] = alone.negotiations
  const exchanges = one!.exchanges.map(e => ({
    ...e,
    messages: e.messages.map(m =>
      m.name === 'MM5'
        ? {
            ...m,
            transmissions: m.transmissions.map((t, i): Transmission => {
              const [a] = t.sightings
              const b: Sighting = { ...a!, trace: 1, packets: [7 + i], complete: false, time: a!.time + SHIFT }
              return { ...t, fate: 'lost', sightings: [a!, b], way: { direction: 'a-to-b', lostPackets: [a!.packets[1]!], marks: [] } }
            }),
          }
        : m,
    ),
  }))
  const fragment = one!.exchanges[0]!.messages[4]!.transmissions
  const said: Report = {
    ...alone,
    negotiations: [{ ...one!, exchanges }],
    traces: [alone.traces[0]!, alone.traces[0]!],
    icmpErrors: [...alone.icmpErrors!, icmpError(15, 36.458, 7, { trace: 1 })],
    pair: pair({
      packets: {
        ...pair().packets,
        same: [...fragment.map((t, i): [number, number] => [t.sightings[0]!.packets[0]!, 7 + i]), [19, 15]],
      },
    }),
  }
  const rows = rowsOf(said)
  const fan = rows.find(row => row.kind === 'message' && row.message.name === 'MM5')
  expect(fan).toMatchObject({
    end: 'lost',
    pieces: [
      { packet: 7, label: '0–1479', end: 'arrived', other: 7 },
      { packet: 8, label: '1480–2355', end: 'lost' },
    ],
  })
  expect(rows.find(row => row.kind === 'fold')).toMatchObject({ fate: 'each missing a piece' })
  expect(rows.filter(row => row.kind === 'icmp').map(row => row.seen?.map(seen => seen?.packets[0]))[0]).toEqual([19, 15])
})

/** One SA from A to B, of which B has so many packets of those that left, and one was lost. */
function withLoss(arrived: number, sent: number, packet: number) {
  return report([], {
    traces,
    flows: [flow('c0ffee01', A, B, [10, 6], [20, 9]), flow('c0ffee01', A, B, [4, 4], [9, 7], { trace: 1, packets: arrived })],
    pair: pair({
      packets: {
        ...pair().packets,
        lostFlows: [{ trace: 0, protocol: 'esp', spi: 'c0ffee01', from: A, to: B, sent, lost: 1, packets: [packet] }],
      },
    }),
  })
}

test('protected packets: one band for an SPI, with what the way lost', () => {
  const said = withLoss(3, 4, 12)
  expect(
    rowsOf(said)
      .filter(row => row.kind === 'band')
      .map(rowName),
  ).toEqual(['ESP c0ffee01, left to right, 4 packets, 1 lost on the way, 3.0 s, A10–20, B4–9, at 6.0 s'])
})

test('A taken at the responder: an SA of a peer behind a NAT is one band, under whatever address either end saw it', () => {
  const inside = '10.0.0.5'
  const flows = [
    flow('c0ffee01', A, B, [10, 6], [20, 9]),
    { ...flow('c0ffee01', inside, B, [4, 4], [9, 7]), trace: 1 as const },
    flow('c0ffee02', B, A, [11, 6], [21, 9]),
    { ...flow('c0ffee02', B, inside, [5, 4], [10, 7]), trace: 1 as const },
  ]
  const said = report([negotiation([])], { traces, flows, pair: pair({ ends: { a: [B], b: [A] } }) })
  const [first] = lanes(said)
  const hosts = { ...first!, flows: lanes(said).flatMap(one => one.flows) }
  expect(hosts.left).toBe(B)
  const keepalives = [{ trace: 1 as const, from: B, to: inside, count: 2, firstPacket: 30, lastPacket: 31, firstTime: 8, lastTime: 9 }]
  const rows = joined(said, { ...hosts, keepalives })
  expect(rows.flatMap(row => (row.kind === 'band' ? [[row.flow.spi, row.from, row.arrived !== undefined]] : []))).toEqual([
    ['c0ffee01', 'right', true],
    ['c0ffee02', 'left', true],
  ])
  expect(rows.flatMap(row => (row.kind === 'keepalive' ? [row.from] : []))).toEqual(['left'])
  const at = (number: number, destination: string) => ({
    ...{ number, time: 7, source: B, destination, protocol: 'ESP', length: 150, info: 'ESP c0ffee02 seq 4' },
  })
  const single = withSinglesBoth(rows, [[], [at(6, inside)]], said, hosts, known(said)).find(row => row.kind === 'single')
  expect(single).toMatchObject({ from: 'left', of: rows.find(row => row.kind === 'band' && row.from === 'left')!.id })
})

test('how the clocks stand, in the fewest words', () => {
  expect(clocksText(pair())).toBe('B 10.000 s ahead, ± 2.00 ms')
  expect(clocksText(pair({ offset: -0.00003, offsetError: 0.00023, driftPpm: 2 }))).toBe('B 0.03 ms behind, ± 0.23 ms, drift 2 ppm')
  expect(clocksText(pair({ offset: -0.00003, offsetError: 0.00023, driftPpm: 0 }))).toBe('same clock, ± 0.23 ms')
  expect(clocksText(pair({ offset: null, offsetError: null, clock: { ...pair().clock, found: 'none' } }))).toBe('clocks not related')
  expect(clocksText(pair({ offsetError: null, clock: { ...pair().clock, found: 'one-direction' } }))).toBe('B 10.000 s ahead, one way only')
  const byHand = (offset: number) => clocksText(pair({ offset, offsetError: null, clock: { ...pair().clock, found: 'manual' } }))
  expect([byHand(37.25), byHand(37.26), byHand(0), byHand(-7199.5)]).toEqual([
    'B 37.250 s ahead, set by hand',
    'B 37.260 s ahead, set by hand',
    'B on the same clock, set by hand',
    'B 1 h 59 min 59.500 s behind, set by hand',
  ])
  expect(clocksText(pair({ clock: { ...pair().clock, refused: 1e9 } }))).toBe('B 10.000 s ahead, not as set by hand')
  const set = (seconds: number) => ({ packet: 10, time: 1, seconds })
  expect(setBackText([{ clockSets: [set(30), set(2)] }, {}])).toBe('; A set back 32.0 s')
  expect(setBackText([{}, { clockSets: [] }])).toBe('')
})

test('a protected packet that was changed on the way is drawn by itself, once, with what differs', () => {
  const said = report([], {
    traces,
    flows: [flow('c0ffee01', A, B, [10, 6], [20, 9]), flow('c0ffee01', A, B, [4, 4], [9, 7], { trace: 1, packets: 4 })],
    pair: pair({
      packets: {
        ...pair().packets,
        modified: [
          { a: 12, b: 6, direction: 'a-to-b', octets: 4, spi: 'c0ffee01', differences: [{ start: 118, before: '00', after: 'ff' }] },
        ],
      },
    }),
  })
  const hosts = lanes(said)[0]!
  const own = joined(said, hosts)
  expect(toSingleBoth(said, [[12, 13], []], own, known(said))).toEqual([[12, 13], [6]])
  const packetRow = (number: number, time: number) => ({
    number,
    time,
    source: A,
    destination: B,
    protocol: 'ESP',
    length: 150,
    info: 'ESP c0ffee01 seq 3',
  })
  const rows = withSinglesBoth(own, [[packetRow(12, 7)], [packetRow(6, 5.01)]], said, hosts, known(said))
  expect(rows.filter(row => row.kind === 'single')).toMatchObject([
    {
      from: 'left',
      end: 'arrived',
      changed: ['4 bytes changed', 'byte 118: 00 → ff'],
      seen: [{ packets: [12] }, { packets: [6] }],
      says: ['c0ffee01', 'sequence 3'],
    },
  ])
  // Side by side it left as it was; the difference is the receiver's.
  const single = rows.find(row => row.kind === 'single')!
  expect([atEnd(single, 0), atEnd(single, 1)].map(one => one?.kind === 'single' && one.changed)).toEqual([
    undefined,
    ['4 bytes changed', 'byte 118: 00 → ff'],
  ])
  const band = own.find(row => row.kind === 'band')!
  expect(band).toMatchObject({ changed: 1 })
  expect(band.kind === 'band' && bandText(band)).toContain('1 changed on the way')
})

test('a protected packet drawn by itself and an ICMP error fall for their delay, where that is above the clocks’ error', () => {
  const same: [number, number][] = [
    [13, 6],
    [25, 15],
    [26, 16],
  ]
  const said = { ...withLoss(4, 5, 14), pair: pair({ packets: { ...pair().packets, same } }) }
  const hosts = lanes(said)[0]!
  const at = (number: number, time: number) => ({
    ...{ number, time, source: A, destination: B, protocol: 'ESP', length: 150, info: 'ESP c0ffee01 seq 4' },
  })
  const delayOf = (came: number) => {
    const rows = withSinglesBoth(joined(said, hosts), [[at(13, 7)], [at(6, came - 2)]], said, hosts, known(said))
    return rows.flatMap(row => (row.kind === 'single' ? [row.delay] : []))[0]
  }
  expect(delayOf(7.01)).toBeCloseTo(0.01)
  expect([delayOf(7.002), delayOf(6.9)]).toEqual([undefined, undefined])
  // From B at 9.0 to A at 9.006; from a router beyond B, which came past B first, to A.
  const router = { from: '192.0.2.1', type: 3, code: 4 }
  const icmpErrors = [
    ...[icmpError(25, 9.006, 13), icmpError(15, 7, 6, { trace: 1 })],
    ...[icmpError(26, 9.508, 13, router), icmpError(16, 7.5, 6, { ...router, trace: 1 })],
  ]
  const rows = rowsOf({ ...said, icmpErrors }).flatMap(row => (row.kind === 'icmp' ? [row] : []))
  expect(rows.map(({ time, from, to }) => [time, from, to])).toEqual([
    [9, 'right', 'left'],
    [9.5, undefined, 'left'],
  ])
  expect(rows[0]?.delay).toBeCloseTo(0.006)
  expect(rows[1]?.delay).toBeCloseTo(0.008)
})

test('a piece that arrived is drawn with its number at both ends, also where only one end’s is cited; what was cut on the way with all pieces', () => {
  const said = report([], {
    traces,
    pair: pair({ packets: { ...pair().packets, same: [[13, 6]], recut: [...[{ a: [14], b: [7, 8] }], ...[{ a: [15, 16], b: [9] }]] } }),
  })
  const hosts = lanes({ ...withLoss(4, 5, 20), pair: said.pair })[0]!
  const knows = known(said)
  const asked = toSingleBoth(said, [[13, 14, 16], []], [], knows)
  expect(asked).toEqual([
    [13, 14, 15, 16],
    [6, 7, 8, 9],
  ])
  const at = (number: number, time: number, protocol: string, back = false) => ({
    ...{ number, time, source: back ? B : A, destination: back ? A : B, protocol },
    ...{ length: protocol === 'ESP' ? 1400 : 700, info: protocol === 'ESP' ? 'ESP c0ffee01 seq 4' : 'Fragment, bytes 0 to 699' },
  })
  const rows = (b: Parameters<typeof withSinglesBoth>[1][1]) => {
    const a = [at(13, 7, 'Fragment'), at(14, 7.1, 'Fragment'), at(15, 8.1, 'Fragment', true), at(16, 8.1, 'Fragment', true)]
    const singles = withSinglesBoth([], [a, b], said, hosts, knows)
    return singles.flatMap(row => (row.kind === 'single' ? [{ end: row.end, says: row.says.at(-1), seen: row.seen }] : []))
  }
  const b = [at(6, 5.1, 'Fragment'), at(7, 5.2, 'Fragment'), at(8, 5.2, 'Fragment'), at(9, 6, 'ESP', true)]
  expect(rows(b)).toMatchObject([
    { end: 'arrived', says: 'bytes 0 to 699', seen: [{ packets: [13] }, { packets: [6] }] },
    { end: 'arrived', says: 'cut again on the way', seen: [{ packets: [14] }, { packets: [7, 8] }] },
    { end: 'arrived', says: 'cut on the way', seen: [{ packets: [15, 16] }, { packets: [9] }] },
  ])
  // Nothing is known of a packet in no list: that it arrived is not said.
  const alone = withSinglesBoth([], [[at(30, 9, 'Fragment')], []], said, hosts, knows)
  expect(alone).toMatchObject([{ end: 'unknown', seen: [{ packets: [30] }, undefined] }])
})

test('a protected packet that is drawn by itself and was lost on the way ends there', () => {
  const said = withLoss(4, 5, 13)
  const hosts = lanes(said)[0]!
  const packetRow = { number: 13, time: 7, source: A, destination: B, protocol: 'ESP', length: 150, info: 'ESP c0ffee01 seq 4' }
  const rows = withSinglesBoth(joined(said, hosts), [[packetRow], []], said, hosts, known(said))
  expect(rows.find(row => row.kind === 'single')).toMatchObject({ from: 'left', end: 'lost' })
  // A router on the way that says so refused it; a host that only waited in vain for the rest of it did not.
  const quoting = (more: Partial<IcmpError>) => {
    const told = { ...said, icmpErrors: [icmpError(25, 7.01, 13, { from: '192.0.2.1', type: 3, code: 4, ...more })] }
    const drawn = tied(withSinglesBoth(joined(told, hostsOf(told)), [[packetRow], []], told, hostsOf(told), known(told)), 0)
    return [drawn.find(row => row.kind === 'single'), drawn.find(row => row.kind === 'icmp')]
  }
  const id = 'single 13 '
  expect(quoting({})).toMatchObject([
    { id, end: 'refused', refusedBy: 'network' },
    { quotes: id, after: expect.closeTo(0.01) },
  ])
  expect(quoting({ type: 11, code: 1 })).toMatchObject([{ id, end: 'lost' }, { quotes: id }])
})

const hostsOf = (told: Report) => lanes(told)[0]!

test('the strip of both ends: what was lost, changed and delayed; nothing is known where nothing relates the clocks', () => {
  const way = { sent: 4, lost: 0, delay: { min: 0.01, max: 0.02 } }
  const spans = [
    { from: 0, until: 1, aToB: { ...way, lost: 1 }, bToA: way },
    { from: 1, until: 2, aToB: { ...way, changed: 2 }, bToA: way },
  ]
  const line = { at: (t: number) => t / 2 } as Line
  const named = (all: typeof spans) => lanesOfBoth([], all, line).map(({ name, marks }) => [name, marks.length])
  expect(named(spans)).toEqual([
    ['lost', 1],
    ['changed', 1],
    ['delay to 20 ms', 2],
  ])
  expect(named([{ from: 0, until: 1, aToB: way, bToA: way }]).map(([name]) => name)).toContain('lost: nothing')
  expect(named([]).map(([name]) => name)).toEqual(['lost: unknown', 'delay: unknown'])
})

test('the strip calls nothing lost that an ICMP error says could not go on', async () => {
  const opened = await openSession(['a', 'b'].map(end => onDisk(`captures/composed/ipv6-packet-too-big/${end}.pcap`)))
  if (!opened.ok) throw new Error(opened.why)
  const { pair } = await opened.session.report()
  expect([pair!.lostAtoB, pair!.lostBtoA]).toEqual([1, 1])
  expect(lanesOfBoth([], pair!.strip, { at: (t: number) => t } as Line)[0]).toEqual({ name: 'lost: nothing', marks: [] })
})

test('the strip calls nothing lost that the capture at the receiver may have dropped itself', () => {
  const lanesOf = async (folder: string, suffix: string) => {
    const opened = await openSession(['a', 'b'].map(end => onDisk(`captures/${folder}/${end}.${suffix}`)))
    if (!opened.ok) throw new Error(opened.why)
    const report = await opened.session.report()
    const [lost] = lanesOfBoth([], report.pair!.strip, { at: (t: number) => t } as Line, doubtfulWays(report))
    return [lost!.name, lost!.marks.some(mark => mark.kind === 'share' && mark.isDoubtful)]
  }
  return Promise.all([
    expect(lanesOf('injected/capture-dropped', 'pcapng')).resolves.toEqual(['lost or dropped', true]),
    expect(lanesOf('lab/v1_oneway_b_lost', 'pcap')).resolves.toEqual(['lost', false]),
  ])
})

test('bytes of both ends: what differs with a row around it, stretches of the same counted', () => {
  expect(pairRows(100, [])).toEqual([])
  const rows = pairRows(100, [[40, 42]])
  expect(rows.map(row => ('gap' in row ? `${row.gap} the same` : `${row.start}${row.differ.includes(true) ? '!' : ''}`))).toEqual([
    '32 the same',
    '32',
    '40!',
    '48',
    '44 the same',
  ])
  const all = pairRows(1_000_000, [[0, 1_000_000]])
  expect(all.filter(row => 'start' in row)).toHaveLength(200)
})

test('a translated host has two addresses, one for each trace; what is not translated has one', () => {
  const at = (address: string, port: number) => ({ address, port })
  const [inside, outside] = ['10.0.0.5', '203.0.113.1']
  const rewrites = [
    {
      direction: 'b-to-a' as const,
      before: { source: at(B, 500), destination: at(outside, 1024) },
      after: { source: at(B, 500), destination: at(inside, 500) },
      packets: 3,
      first: [2, 2] as const,
    },
  ]
  expect([seenAs(rewrites, inside, 0), seenAs(rewrites, inside, 1)]).toEqual([inside, outside])
  expect([seenAs(rewrites, outside, 0), seenAs(rewrites, outside, 1)]).toEqual([inside, outside])
  expect([seenAs(rewrites, B, 0), seenAs(rewrites, B, 1), seenAs([], inside, 1)]).toEqual([B, B, inside])
})

test('two files that nothing relates say so before their first row', () => {
  const says = (found: Pair['clock']['found']) => {
    const clock = { ...pair().clock, found }
    const told = exchange({ said: [['MM1', 'initiator', 156, ['SA'], [[3, 3]]]] })
    return rowsOf(report([negotiation([told])], { traces, pair: pair({ clock }) }))[0]
  }
  expect(says('none')).toMatchObject({ kind: 'edge', says: expect.stringContaining('nothing relates the two clocks') })
  expect(says('both-directions')?.kind).toBe('start')
})
