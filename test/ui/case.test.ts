import { describe, expect, test } from 'vitest'
import { progress } from '../../src/text/progress.ts'
import { capturedAt, faultlessWords } from '../../src/text/verdict.ts'
import type { Report } from '../../src/trace/report.ts'
import { entries, heightOf } from '../../src/ui/case/entries.ts'
import { arranged, cited, citedPackets, linksOf, readingOrder, sureness, uncited, verdictsOn } from '../../src/ui/case/findings.ts'
import { howFar } from '../../src/ui/case/progress.ts'
import { chosenHeading, listed, selectedRow, shownNegotiation, shownPair, whereabouts } from '../../src/ui/derive.ts'
import { explainMessage } from '../../src/ui/details/explain.ts'
import { says } from '../../src/ui/Empty.tsx'
import { hostPairs, negotiationBySpi } from '../../src/ui/ladder/hostPairs.ts'
import { layout } from '../../src/ui/ladder/layout.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { offeredIn } from '../../src/ui/offered.ts'
import { summary } from '../../src/ui/recent.ts'
import { completions, vocabulary } from '../../src/ui/sheets/completion.ts'
import { hits } from '../../src/ui/sheets/hits.ts'
import { A, B, exchange, finding, flow, fragments, message, natt, negotiation, report, type Said, trace } from './sampleReport.ts'

test('a report without a fault says what was lost all the same', () => {
  const traces = (dropped = 0) => [trace({}), trace({ dropped })]
  const lost = (lostAtoB: number, lostBtoA: number, dropped?: number) =>
    faultlessWords({ pair: { lostAtoB, lostBtoA } as Report['pair'], traces: traces(dropped), findings: [] })
  expect([lost(0, 0), lost(1, 0), lost(1000, 4), lost(8, 1, 8), faultlessWords({ pair: null, traces: traces(), findings: [] })]).toEqual([
    'No fault found',
    'No fault found; 1 packet lost',
    'No fault found; 1,004 packets lost',
    'No fault found; 1 packet lost',
    'No fault found',
  ])
})

describe('how far a negotiation came', () => {
  test('four messages answered, the fifth asked four times', () => {
    expect(howFar(natt().negotiations[0]!, 0)).toMatchObject({
      pips: ['seen', 'seen', 'seen', 'seen', 'asked', 'due'],
      says: 'MM5 of 6',
      again: 'MM5 sent 4×',
    })
  })
  const six: Said[] = ['MM1', 'MM2', 'MM3', 'MM4', 'MM5', 'MM6'].map((name, i) => [
    name,
    i % 2 ? 'responder' : 'initiator',
    100,
    ['SA'],
    [[i, i + 1]],
  ])
  test('a whole main mode needs no words, its quick mode does', () => {
    const quick = exchange({
      type: 'Quick Mode',
      messageId: '01020304',
      said: [
        ['QM1', 'initiator', 1, [], [[7, 8]]],
        ['QM2', 'responder', 1, [], [[8, 9]]],
        ['QM3', 'initiator', 1, [], [[9, 10]]],
      ],
    })
    expect(howFar(negotiation([exchange({ said: six }), quick]), 0)).toMatchObject({ pips: Array(6).fill('seen'), says: 'QM3 of 3' })
    expect(howFar(negotiation([exchange({ said: six })]), 0).says).toBe('MM6 of 6')
  })
  test('a quick mode with the commit bit has a fourth message, and is counted with it', () => {
    const four: Said[] = [1, 2, 3, 4].map(n => [`QM${n}`, n % 2 ? 'initiator' : 'responder', 1, [], [[n + 6, n + 7]]])
    const quick = exchange({ type: 'Quick Mode', messageId: '01020304', said: four })
    expect(howFar(negotiation([exchange({ said: six }), quick]), 0).says).toBe('QM4 of 4')
  })
  test('the command line counts as the page does', () => {
    const { negotiations } = natt()
    expect(progress(negotiations[0]!)).toBe(howFar(negotiations[0]!, 0).says)
  })
  test('both ends together: what only the other end has counts; what was lost did not come', () => {
    const mm1 = message(['MM1', 'initiator', 100, ['SA'], [[0, 1]]], 500)
    const mm2 = message(['MM2', 'responder', 100, ['SA'], [[1, 2]]], 500)
    const elsewhere = mm2.transmissions[0]!
    const atB = { ...elsewhere, sightings: [{ ...elsewhere.sightings[0]!, trace: 1 as const }] }
    const told = (fate: 'delivered' | 'lost') =>
      howFar(
        negotiation([
          {
            ...exchange({ said: [] }),
            messages: [
              { ...mm1, transmissions: mm1.transmissions.map(one => ({ ...one, fate: 'delivered' as const })) },
              { ...mm2, transmissions: [{ ...atB, fate }] },
            ],
          },
        ]),
        0,
        true,
      ).pips.slice(0, 3)
    expect(told('delivered')).toEqual(['seen', 'seen', 'due'])
    expect(told('lost')).toEqual(['seen', 'lost', 'due'])
  })
  test('an IKEv2 SA of which only the later exchanges were seen has no first phase to count', () => {
    const child = exchange({
      type: 'CREATE_CHILD_SA',
      said: [
        ['CREATE_CHILD_SA request', 'initiator', 1, [], [[1, 1]]],
        ['CREATE_CHILD_SA response', 'responder', 1, [], [[2, 2]]],
      ],
    })
    expect(howFar(negotiation([child], { version: 2, mode: 'ikev2' }), 0)).toMatchObject({ pips: [], says: '1 CREATE_CHILD_SA' })
  })
})

describe('the list of negotiations', () => {
  test('traffic belongs to the negotiation that made its SA, else to the last one before it', () => {
    const [one, two] = [
      negotiation([exchange({ said: [['MM1', 'initiator', 1, ['SA'], [[0, 1]]]] })]),
      negotiation([exchange({ said: [['MM1', 'initiator', 1, ['SA'], [[100, 50]]]] })], { id: 'N2' }),
    ]
    const said = report([one, two], {
      flows: [
        flow('01', A, B, [10, 20], [11, 21], { packets: 1200 }),
        flow('02', A, B, [60, 120], [61, 130]),
        flow('03', '10.0.0.1', '10.0.0.2', [70, 130], [71, 131]),
      ],
    })
    const told = entries(hostPairs(said, 0), negotiationBySpi(said)).map(entry =>
      entry.kind === 'negotiation' ? `${entry.negotiation.id} ${entry.esp}` : entry.kind === 'traffic' ? entry.says : entry.pair.left,
    )
    expect(told).toEqual([A, 'N1 ESP 1,200 packets', 'N2 ESP 4 packets', '10.0.0.1', 'ESP, 4 packets; no negotiation'])
  })

  test('what both captures show of one SPI are the same packets', () => {
    const one = negotiation([exchange({ said: [['MM1', 'initiator', 1, ['SA'], [[0, 1]]]] })])
    const flows = [
      flow('01', A, B, [10, 20], [11, 21], { packets: 27 }),
      flow('01', A, B, [10, 20], [11, 21], { packets: 7, trace: 1 }),
      flow('02', B, A, [10, 20], [11, 21], { packets: 5 }),
      flow('02', B, A, [10, 20], [11, 21], { packets: 6, trace: 1 }),
    ]
    const [pair] = hostPairs(report([one], { flows: [] }), 0)
    const [, told] = entries([{ ...pair!, flows }], new Map())
    expect(told).toMatchObject({ kind: 'negotiation', esp: 'ESP 33 packets' })
    expect(heightOf(told)).toBeGreaterThan(heightOf(undefined))
  })
})

describe('findings', () => {
  const root = finding({ title: 'Later fragments are lost', severity: 'error' })
  const all = [
    finding({ title: 'note', severity: 'note' }),
    finding({ title: 'warned', severity: 'warning' }),
    root,
    finding({ title: 'MM5 unanswered', consequenceOf: 2 }),
    finding({ title: 'gave up', consequenceOf: 3 }),
  ]
  test('the root cause first, what follows from it below it', () => {
    const { main, others, notes } = arranged(all)
    expect(main?.finding.title).toBe('Later fragments are lost')
    expect(main?.consequences.map(one => one.finding.title)).toEqual(['MM5 unanswered', 'gave up'])
    expect([others.map(one => one.finding.title), notes.map(one => one.finding.title)]).toEqual([['warned'], ['note']])
  })
  test('the order of reading, and what is said about one negotiation', () => {
    expect(readingOrder(all)).toEqual([2, 3, 4, 1, 0])
    const on = verdictsOn([finding({ negotiation: 'N2', title: 'one' }), finding({ negotiation: 'N2', severity: 'note' }), root])
    expect([on.get('N2')?.map(one => one.title), on.get('N1')]).toEqual([['one'], [root]])
  })
  test('all packets that a finding rests on are lit, those of the other trace apart', () => {
    const rests = finding({
      says: 'From A6 on.',
      because: ['A7 and B9 are one packet'],
      evidence: [
        { trace: 0, packet: 8 },
        { trace: 1, packet: 10 },
      ],
    })
    expect([citedPackets(rests, 0), citedPackets(rests, 1), citedPackets(undefined, 0)]).toEqual([
      new Set([8, 6, 7]),
      new Set([10, 9]),
      new Set(),
    ])
  })
  test('findings that are each other’s consequence, or of none that exists, hang nothing up', () => {
    expect(arranged([finding({ consequenceOf: 1 }), finding({ consequenceOf: 0 })]).main).toBeUndefined()
    expect(arranged([finding({ consequenceOf: 0, title: 'self' }), finding({ consequenceOf: 9, title: 'far' })]).main?.finding.title).toBe(
      'self',
    )
  })
  test('citations in a text', () => {
    expect(cited('MM5 is lost (A8, B15); AES128 is not A packet')).toEqual([
      'MM5 is lost (',
      { trace: 0, packet: 8 },
      ', ',
      { trace: 1, packet: 15 },
      '); AES128 is not A packet',
    ])
    const one = finding({
      because: ['seen in A8'],
      evidence: [
        { trace: 0, packet: 8 },
        { trace: 0, packet: 9 },
        { trace: 0, packet: 9 },
      ],
    })
    expect(uncited(one)).toEqual([{ trace: 0, packet: 9 }])
  })
  test('below a finding and its consequences each packet is linked once', () => {
    const at = (...packets: number[]) => packets.map(packet => ({ trace: 0 as const, packet }))
    const one = finding({ says: 'A3 has no answer.', because: ['A4 is its copy.'], evidence: at(3, 4, 5) })
    const after = [finding({ evidence: at(5, 6) }), finding({ says: 'A8 is named where it is shown.', evidence: at(6, 8) })]
    const { own, below } = linksOf({ index: 0, finding: one, consequences: after.map((f, i) => ({ index: i + 1, finding: f })) })
    expect([own, ...below].map(all => all.map(({ packet }) => packet))).toEqual([[5], [6], [8]])
  })
  test('confidence', () => {
    const [both, one] = [{} as Report['pair'], null].map(pair => capturedAt({ pair }))
    expect([sureness(finding({ confidence: 'certain' }), both!), sureness(finding({ confidence: 'possible' }), one!)]).toEqual([
      { bars: 3, says: 'Certain, captured at both ends' },
      { bars: 1, says: 'Possible, captured at one end only' },
    ])
    expect(sureness(finding({ confidence: 'likely' })).says).toBe('Likely')
  })
})

describe('where things are', () => {
  const said = fragments()
  const pairs = hostPairs(said, 0)
  const all = layout(arrange(happenings(said, 0, pairs[0]!), pairs[0]!, { trace: said.traces[0]!, open: new Set() }), 1)
  test('a packet leads to its row, folded or not', () => {
    expect(selectedRow(all, { trace: 0, selection: { packet: 8 } })).toMatchObject({ kind: 'message', packets: [7, 8] })
    expect(selectedRow(all, { trace: 0, selection: { packet: 35 } })).toMatchObject({ kind: 'fold' })
    expect(selectedRow(all, { trace: 0, selection: { packet: 1 } })).toBeUndefined()
    expect(selectedRow(all, { trace: 0 })).toBeUndefined()
  })
  test('a negotiation that was chosen as a whole is lit at its heading, until something of it is selected', () => {
    expect(chosenHeading(all, { negotiation: 'N1' })).toMatchObject({ kind: 'start', negotiation: 'N1', again: false })
    expect(chosenHeading(all, { negotiation: 'N1', selection: { packet: 8 } })).toBeUndefined()
    expect([chosenHeading(all, {}), chosenHeading(all, { negotiation: 'none' })]).toEqual([undefined, undefined])
  })
  test('a packet leads to its pair of hosts and negotiation', () => {
    expect([whereabouts(pairs, 0, 12), whereabouts(pairs, 0, 19), whereabouts(pairs, 0, 1)]).toEqual([
      { pair: pairs[0]!.key, negotiation: 'N1' },
      { pair: pairs[0]!.key },
      {},
    ])
  })
  test('amid a flow, to the pair of hosts that alone has one then', () => {
    const [one] = hostPairs(natt(), 0)
    const busy = (key: string, first: number, last: number) => ({
      ...one!,
      key,
      keepalives: [],
      flows: [flow('c0ffee01', A, B, [first, 1], [last, 2])],
    })
    const both = [busy('X', 20, 60), busy('Y', 50, 80)]
    expect([whereabouts(both, 0, 30), whereabouts(both, 0, 55), whereabouts(both, 0, 70)]).toEqual([{ pair: 'X' }, {}, { pair: 'Y' }])
  })
  test('the pair and the negotiation in view', () => {
    expect(shownPair(pairs, {})?.key).toBe(pairs[0]!.key)
    expect(shownPair([], {})).toBeUndefined()
    expect(shownNegotiation(pairs[0], undefined, { negotiation: 'none' })?.id).toBe('N1')
    expect(listed(pairs)).toHaveLength(1)
  })
})

describe('search', () => {
  const said = { ...natt(), flows: [flow('c0ffee01', A, B, [14, 45], [15, 49])] }
  const find = (text: string) => hits(text, { report: said, which: 0, listed: 0, pairs: hostPairs(said, 0) }).map(hit => hit.name)
  test.each([
    ['mm5', ['MM5  encrypted']],
    ['12', ['Packet 12']],
    ['a12', ['Packet 12']],
    ['99', []],
    ['spi:c0ffee01', ['ESP c0ffee01']],
    ['spi:198', []],
    ['cookie:c0ffee01', []],
    ['spi:0x4319e6e3', ['Main Mode, not finished']],
    ['ip:e', []],
    ['ip:198', ['Main Mode, not finished', 'ESP c0ffee01']],
    ['msg:nat-d', []],
    ['exchange:mm5', []],
    ['198.51.100.20 main', ['Main Mode, not finished']],
    ['4319e6e3', ['Main Mode, not finished']],
    ['nat-d ke', ['MM3  KE, Nonce, NAT-D ×2', 'MM4  KE, Nonce, NAT-D ×2']],
    ['msg:mm5', ['MM5  encrypted']],
    ['packet:12', ['Packet 12']],
    ['finding:mm5', []],
    ['notify:14', []],
    ['', []],
    ['(', []],
  ])('%s', (text, names) => expect(find(text)).toEqual(names))
})

describe('how a search may go on', () => {
  const go = (text: string) => completions(text, vocabulary(natt())).map(one => one.text)
  test.each([
    ['po', ['port:']],
    ['main po', ['main port:']],
    ['port:45', ['port:4500 ']],
    ['ip:198', ['ip:198.51.100.20 ']],
    ['msg:mm5', []],
    ['msg:mm', ['msg:MM1 ', 'msg:MM2 ', 'msg:MM3 ', 'msg:MM4 ', 'msg:MM5 ']],
    ['notify:no-prop', ['notify:14 ']],
    ['nothing:x', []],
  ])('%s', (text, expected) => expect(go(text)).toEqual(expected))
  test.each([
    ['notify:invalid_ke', ['notify:17 ']],
    ['notify:invalid-key', ['notify:17 ']],
    ['notify:no_prop', ['notify:14 ']],
    ['notify:initial', ['notify:16384 ', 'notify:24578 ']],
  ])('%s, in the registries of both versions', (text, expected) => expect(go(text)).toEqual(expected))
  test('a number that both versions name alike has one name', () => {
    const told = (text: string) => completions(text, vocabulary(natt())).map(one => one.says)
    expect(told('notify:invalid_ke_')).toEqual(['INVALID_KE_PAYLOAD, INVALID-KEY-INFORMATION'])
    expect(told('notify:no_prop')).toEqual(['NO_PROPOSAL_CHOSEN'])
  })
  test('values of several words stand in quotes', () => {
    const words = { msg: [['IKE_SA_INIT request'], ['IKE_SA_INIT response'], ['MM1']] } as const
    const onwards = (text: string) => completions(text, words).map(one => one.text)
    const both = ['msg:"IKE_SA_INIT request" ', 'msg:"IKE_SA_INIT response" ']
    for (const text of ['msg:ike', 'msg:IKE_SA', 'msg:"ike-sa', 'msg:"IKE_SA_INIT re']) expect(onwards(text)).toEqual(both)
    expect(onwards('spi:1 msg:"IKE_SA_INIT res')).toEqual(['spi:1 msg:"IKE_SA_INIT response" '])
    expect(onwards('msg:"IKE_SA_INIT request"')).toEqual([])
    expect(onwards('msg:"IKE_SA_INIT request" po')).toEqual(['msg:"IKE_SA_INIT request" port:'])
  })
  test('before anything was typed, everything that can be asked for', () => expect(go('').length).toBeGreaterThan(8))
})

describe('words', () => {
  test('what a message is for depends on how the peers prove themselves', () => {
    const mm5 = message(['MM5', 'initiator', 124, [], [[0, 1]]], 500)
    const told = (authentication: string | null) => explainMessage(mm5, negotiation([], { authentication }))?.says
    expect([told('pre-shared key'), told('RSA signatures'), told('Kerberos (GSS-API)'), told(null)]).toEqual([
      'The initiator proves who it is: identity and hash, which need the pre-shared key. The first encrypted message.',
      'The initiator proves who it is: identity, certificate and signature. The first encrypted message.',
      'The initiator proves who it is: identity and hash, which need the Kerberos session key. The first encrypted message.',
      'The initiator proves who it is: identity and proof. The first encrypted message.',
    ])
  })
  test('every kind of message has a purpose and a place to read about it', () => {
    const v1 = [
      'MM1',
      'MM2',
      'MM3',
      'MM4',
      'MM5',
      'MM6',
      'MM7',
      'AM1',
      'AM2',
      'AM3',
      'QM1',
      'QM2',
      'QM3',
      'QM4',
      'Informational',
      'Transaction',
    ]
    const v2 = ['IKE_SA_INIT', 'IKE_AUTH', 'CREATE_CHILD_SA', 'INFORMATIONAL', 'IKE_INTERMEDIATE'].flatMap(name => [
      `${name} request`,
      `${name} response`,
    ])
    for (const [version, names] of [
      [1, v1],
      [2, v2],
    ] as const)
      for (const name of names) {
        const words = explainMessage(
          message([name, 'initiator', 1, [], [[0, 1]]], 500),
          negotiation([], { version, mode: version === 1 ? 'main' : 'ikev2' }),
        )
        expect(words?.says, name).toMatch(/^[A-Z].{20,}[.]$/)
        expect(words?.rfc, name).toMatch(/RFC|draft/)
      }
  })
  test('a capture without IKE says what is in it', () => {
    expect(says(trace({ packets: 0 }))).toMatch(/holds no packets/)
    expect(says(trace({ packets: 3 }))).toMatch(/NAT keepalives/)
    expect(says(trace({ packets: 3, unread: 3 }))).toMatch(
      /^3 packets. No IKE message can be read in any of them: the capture kept too little/,
    )
    expect(says(trace({ packets: 3, counts: { ...trace().counts, natKeepalive: 0 } }))).toMatch(/^3 packets on Ethernet, none of them IKE/)
  })
  test('one line about a capture', () => {
    expect([summary(natt()), summary(report([])), summary(report([negotiation([]), negotiation([], { outcome: 'failed' })]))]).toEqual([
      '15 packets, 1 negotiation',
      '15 packets, no IKE',
      '15 packets, 2 negotiations, 1 without success',
    ])
  })
})

describe('what the host of the page offers', () => {
  test('examples and files as they were promised', () => {
    const offered = { files: [{ name: 'a.pcap', url: 'file/1' }], examples: [{ name: 'x', title: 'X', files: [{ name: 'a', url: 'u' }] }] }
    expect(offeredIn(offered)).toEqual({ ...offered, lessons: [], recent: [], handbook: [] })
    const lesson = { ...offered.examples[0]!, scenario: 'F1', steps: 3 }
    expect(offeredIn({ lessons: [lesson, { ...lesson, steps: 'three' }] }).lessons).toEqual([lesson])
    expect(offeredIn({ recent: [{ name: 'b', url: 'u' }, 3] }).recent).toEqual([{ name: 'b', url: 'u' }])
  })
  test.each([
    null,
    7,
    'text',
    {},
    { files: 3, examples: {} },
    { files: [null, { name: 1, url: 'u' }], examples: [null, { name: 'x' }, { name: 'x', files: [] }] },
  ])('anything else is nothing: %j', said =>
    expect(offeredIn(said)).toEqual({ files: [], examples: [], lessons: [], recent: [], handbook: [] }),
  )
})
