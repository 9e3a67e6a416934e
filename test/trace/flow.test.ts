import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as p1 from '../../src/compose/ike/v1.ts'
import { Kind, sorted } from '../../src/dissectors/sort.ts'
import { MOST_FLOWS } from '../../src/trace/protected/flow.ts'
import { carried, fragments, ipv4, ipv6, u32 } from '../support/packets/index.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { A, B, story } from '../support/trace/story.ts'

const v1 = sayV1()
const SPI = 0xc0ffee01

/** ESP with these sequence numbers, in this order. */
function sent(numbers: readonly number[], told = story()) {
  for (const number of numbers) told.esp('a', SPI, number)
  return told
}

function flow(told: ReturnType<typeof story>) {
  const [{ packets, firstSequence, lastSequence, missing, duplicates, reordered } = {} as never] = told.report.flows
  return { packets, first: firstSequence, last: lastSequence, missing, duplicates, reordered }
}

describe('sequence numbers', () => {
  test.each([
    ['in order', [1, 2, 3, 4], { packets: 4, first: 1, last: 4, missing: 0, duplicates: 0, reordered: 0 }],
    ['two lost', [1, 2, 5, 6], { packets: 4, first: 1, last: 6, missing: 2, duplicates: 0, reordered: 0 }],
    ['one late', [1, 3, 2, 4], { packets: 4, first: 1, last: 4, missing: 0, duplicates: 0, reordered: 1 }],
    ['one replayed', [1, 2, 3, 2, 4], { packets: 5, first: 1, last: 4, missing: 0, duplicates: 1, reordered: 0 }],
    ['one whose bits flipped', [13, 14, 8207, 16, 17], { packets: 5, first: 13, last: 17, missing: 1, duplicates: 0, reordered: 0 }],
    ['the first one, whose bits flipped', [8207, 16, 17, 18], { packets: 4, first: 16, last: 18, missing: 0, duplicates: 0, reordered: 0 }],
    [
      'the same, with one more from up there',
      [8207, 16, 8208, 17],
      { packets: 4, first: 8207, last: 8208, missing: 0, duplicates: 0, reordered: 0 },
    ],
    ['the first one early, but near', [140, 16, 17, 18], { packets: 4, first: 16, last: 140, missing: 121, duplicates: 0, reordered: 3 }],
    ['a long gap', [1, 2, 5000, 5001, 5002], { packets: 5, first: 1, last: 5002, missing: 4997, duplicates: 0, reordered: 0 }],
    ['a wrap', [0xfffffffe, 0xffffffff, 0, 1], { packets: 4, first: 0xfffffffe, last: 1, missing: 0, duplicates: 0, reordered: 0 }],
    ['one packet', [7], { packets: 1, first: 7, last: 7, missing: 0, duplicates: 0, reordered: 0 }],
  ])('%s', (_, numbers, expected) => expect(flow(sent(numbers))).toEqual(expected))

  test('counts agree with a set of the numbers, whatever their order', () => {
    const order = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 120 })
    fc.assert(
      fc.property(order, numbers => {
        const told = flow(sent(numbers))
        const set = new Set(numbers)
        const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)]
        expect([told.first, told.last]).toEqual([lowest, highest])
        expect(told.missing).toBe(highest - lowest + 1 - set.size)
        expect(told.duplicates).toBe(numbers.length - set.size)
      }),
      { numRuns: 60, seed: 1 },
    )
  })
})

test('a flow captured twice has no duplicates; one packet that came twice is one', () => {
  const esp = (sequence: number) => ipv4(A.address, B.address, carried(50, u32(SPI, sequence), new Uint8Array(60)), { id: sequence })
  const all = story()
  for (const sequence of [1, 2, 3, 4]) all.put(esp(sequence), { captured: 2 })
  expect(flow(all)).toMatchObject({ packets: 4, duplicates: 0 })
  const once = story().put(esp(1)).put(esp(2), { captured: 2 }).put(esp(3)).put(esp(4))
  expect(flow(once)).toMatchObject({ packets: 5, duplicates: 1 })
  // No capture has a packet so often: somebody sends it again and again.
  const flood = story().put(esp(1), { captured: 100 })
  expect(flow(flood)).toMatchObject({ packets: 100, duplicates: 99 })
})

test('ESP packets that IP cut up are no gap in the sequence', () => {
  const large = ipv4(A.address, B.address, carried(50, u32(SPI, 2), new Uint8Array(1500)), { id: 9 })
  const told = story().esp('a', SPI, 1)
  for (const piece of fragments(large, 1200)) told.put(piece)
  told.esp('a', SPI, 3)
  expect(flow(told)).toMatchObject({ packets: 3, first: 1, last: 3, missing: 0 })
  expect(told.report.traces[0]!.counts).toMatchObject({ esp: 3, fragments: 2 })
})

test('an SA whose peer moved loses nothing by it', () => {
  const told = story().esp('a', SPI, 1).esp('a', SPI, 2)
  told
    .via({ from: { address: '192.0.2.11' } })
    .esp('a', SPI, 3)
    .via({ from: A })
    .esp('a', SPI, 4)
  expect(told.report.flows.map(f => [f.from, f.missing])).toEqual([
    ['192.0.2.10', 0],
    ['192.0.2.11', 0],
  ])
  expect(told.report.securityAssociations).toHaveLength(1)
})

describe('which exchange made which SPIs', () => {
  const mm6 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
  const quick = (told: ReturnType<typeof story>, id: number) => told.a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
  const sas = (told: ReturnType<typeof story>) =>
    told.report.securityAssociations
      .filter(sa => sa.kind === 'ipsec')
      .map(sa => [sa.negotiation, sa.spis.toResponder, sa.spis.toInitiator, sa.state])

  test('each flow goes with the latest quick mode before it that has none', () => {
    const told = quick(mm6(), 1).esp('a', 0xaaaa0001, 1).esp('b', 0xbbbb0001, 1)
    quick(told, 2).esp('a', 0xaaaa0001, 2).esp('a', 0xaaaa0002, 1).esp('b', 0xbbbb0002, 1)
    expect(sas(told)).toEqual([
      ['N1', 'aaaa0001', 'bbbb0001', 'used both ways'],
      ['N1', 'aaaa0002', 'bbbb0002', 'used both ways'],
    ])
  })

  test('one way, and none at all', () => {
    expect(sas(quick(mm6(), 1).esp('a', 5000, 1))).toEqual([['N1', '00001388', null, 'used one way']])
    expect(sas(quick(mm6(), 1))).toEqual([['N1', null, null, 'no packet seen']])
    expect(sas(mm6().a(v1.qm1()))).toEqual([])
  })

  test('of two negotiations that cross either may have made what is used; near miss: the second begins when the first stands', () => {
    const one = sayV2()
    const other = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' })
    const used = (told: ReturnType<typeof story>) => told.esp('a', 0xc1, 1).esp('b', 0xc2, 1)
    const crossing = story().a(one.init).b(other.init).b(one.initAnswer).a(other.initAnswer)
    const states = (told: ReturnType<typeof story>) => sas(told).map(sa => sa[3])
    const crossed = used(crossing.a(one.auth).b(other.auth).b(one.authAnswer).a(other.authAnswer))
    expect(states(crossed)).toEqual(['no packet seen, it seems', 'used both ways, it seems'])
    const first = story().a(one.init).b(one.initAnswer).a(one.auth).b(one.authAnswer)
    const second = used(first.wait(1).b(other.init).a(other.initAnswer).b(other.auth).a(other.authAnswer))
    expect(states(second)).toEqual(['no packet seen', 'used both ways'])
  })

  test('a flow before any negotiation, and one that was under way long before, belong to none', () => {
    const told = quick(story().esp('a', 700, 1).esp('b', 800, 1).wait(1).a(v1.mm1).b(v1.mm2), 1)
    expect(sas(told.esp('a', 900, 20_000))).toEqual([
      ['N1', null, null, 'no packet seen'],
      [null, '000002bc', '00000320', 'negotiation not seen, used both ways'],
      [null, '00000384', null, 'negotiation not seen, used one way'],
    ])
  })

  test('the IKE SA tells its algorithms and lifetimes', () => {
    expect(mm6().report.securityAssociations).toMatchObject([
      {
        kind: 'ike',
        spis: { toInitiator: 'a1a1a1a1a1a1a1a1', toResponder: 'b2b2b2b2b2b2b2b2' },
        lifetimes: { seconds: 28800 },
        state: 'established, it seems',
      },
    ])
    expect(mm6().report.securityAssociations[0]!.algorithms[0]).toBe('3DES-CBC')
  })

  test.each([
    [1, { seconds: 3600 }],
    [3, { seconds: 28800 }],
  ])('a responder that keeps the SA for less says so: RESPONDER-LIFETIME of protocol %i', (protocol, lifetimes) => {
    // Life Type seconds, Life Duration 3600 in four octets.
    const shorter = p1.notify(24576, { protocol, data: '800b0001000c000400000e10' })
    const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
    const am2 = ikev1({ ...both, exchange: 4 }, p1.sa({}, p1.proposal({}, p1.suite({}))), p1.ke(128, 2), p1.nonce(2), p1.hash(2), shorter)
    expect(story().a(v1.am1).b(am2).a(v1.am3).report.securityAssociations).toMatchObject([{ kind: 'ike', lifetimes }])
  })

  test('two informationals of one side at the end look like the deletes', () => {
    const told = quick(mm6(), 1).wait(9).a(v1.informational(1)).a(v1.informational(2, 80))
    expect(told.report.securityAssociations[0]!.state).toBe('deleted, it seems')
  })
})

describe('one SPI to several hosts', () => {
  const [C, D] = [{ address: '198.51.100.77' }, { address: 'ff02::5' }]
  const sas = (told: ReturnType<typeof story>) =>
    told.report.securityAssociations
      .filter(sa => sa.kind === 'ipsec')
      .map(sa => [sa.spis.toResponder, sa.spis.toInitiator, sa.state.replace('negotiation not seen, ', '')])
  const missing = (told: ReturnType<typeof story>) => told.report.flows.map(f => f.missing)

  test('each has chosen it by itself: as many SAs, and what is missing in one is not in the other', () => {
    const told = story().esp('a', SPI, 19).esp('a', SPI, 21).via({ to: C }).esp('a', SPI, 20).esp('a', SPI, 22)
    expect(sas(told)).toEqual([
      ['c0ffee01', null, 'used one way'],
      ['c0ffee01', null, 'used one way'],
    ])
    expect(missing(told)).toEqual([1, 1])
  })

  test('one host that moved, as its negotiation shows', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
    told.esp('a', SPI, 1).esp('a', SPI, 3).via({ to: C }).b(v1.informational()).esp('a', SPI, 2).esp('a', SPI, 4)
    expect(sas(told)).toEqual([['c0ffee01', null, 'used one way']])
    expect(missing(told)).toEqual([0, 0])
  })

  test('a group and one of it, both ways: keys that were set by hand', () => {
    const [one, other] = [{ address: 'fe80::1' }, { address: 'fe80::2' }]
    const put = (told: ReturnType<typeof story>, from: string, to: string, number: number) =>
      told.put(ipv6(from, to, carried(51, [89, 4, 0, 0], u32(0x100, number), new Uint8Array(12))))
    const told = story()
    put(told, one.address, D.address, 1)
    put(told, other.address, D.address, 1)
    put(told, one.address, other.address, 2)
    put(told, other.address, one.address, 2)
    expect(sas(told)).toEqual([['00000100', '00000100', 'used both ways']])
  })
})

test('an ICMP error about ESP names the packet by its sequence number', () => {
  const told = story().esp('a', SPI, 1, 1400).esp('a', SPI, 2, 1400)
  told.icmp('192.0.2.1', 3, 4, [0, 0, 5, 0]).esp('a', SPI, 3)
  expect(told.report.icmpErrors).toMatchObject([{ means: 'fragmentation needed', mtu: 1280, quotes: { packet: 2 } }])
})

test('more SPIs than can be told one by one are counted', () => {
  const told = story().esp('a', SPI, 1)
  const { packets } = told.trace
  const esp = { ...sorted(), kind: Kind.esp, ipVersion: 4 as const, source: 1, destination: 2, protocol: 50, sequence: 1 }
  const row = { time: 0, position: 0, captured: 60, original: 60, linkType: 1, direction: 0 }
  for (let spi = 1; spi < MOST_FLOWS + 5; spi++) packets.add({ ...esp, selector: spi }, new Uint8Array(0), row)
  const { report } = told
  expect(report.flows).toHaveLength(MOST_FLOWS)
  expect(report.moreFlows).toBe(5)
})

describe('the life of an SA', () => {
  const mm6 = () => story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
  const quick = (told: ReturnType<typeof story>, id: number) => told.a(v1.qm1(id)).b(v1.qm2(id)).a(v1.qm3(id))
  /** Of 3DES and SHA: 28 + 24 + 16 is the delete of one IPsec SA, 28 + 24 + 28 that of the ISAKMP SA. */
  const deleteChild = (id: number) => v1.informational(id, 40)
  const deleteIke = (id: number) => v1.informational(id, 56)
  const all = (told: ReturnType<typeof story>) =>
    told.report.securityAssociations.map(({ id, replacedBy, deleted }) => [id, replacedBy, deleted?.packet, deleted?.by])

  test('a quick mode takes over, and the older one is deleted', () => {
    const told = quick(mm6(), 1).esp('a', 0xaaaa0001, 1).esp('b', 0xbbbb0001, 1).wait(3)
    quick(told, 2).esp('a', 0xaaaa0002, 1).esp('b', 0xbbbb0002, 1).a(deleteChild(7))
    expect(all(told)).toEqual([
      ['SA1', undefined, undefined, undefined],
      ['SA2', 'SA3', 17, 'initiator'],
      ['SA3', undefined, undefined, undefined],
    ])
  })

  test('both deletes, told by their lengths', () => {
    const told = quick(mm6(), 1).esp('a', 0xaaaa0001, 1).wait(3).b(deleteChild(7)).b(deleteIke(8))
    expect(all(told)).toEqual([
      ['SA1', undefined, 12, 'responder'],
      ['SA2', undefined, 11, 'responder'],
    ])
  })

  const v2 = sayV2()
  const auth = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).esp('a', 0xaaaa0001, 1).esp('b', 0xbbbb0001, 1)
  const deletes = (told: ReturnType<typeof story>) =>
    told.a(v2.request(37, 2, { inner: 42, length: 40 })).b(v2.answer(37, 2, { inner: 0, length: 40 }))

  test('an answer of IKE_AUTH without room for a child SA makes none', () => {
    const answered = (length: number) =>
      story()
        .a(v2.init)
        .b(v2.initAnswer)
        .a(v2.auth)
        .b(v2.answer(35, 1, { inner: 36, length }))
    expect(answered(180).report.securityAssociations.map(({ kind }) => kind)).toEqual(['ike', 'ipsec'])
    expect(answered(100).report.securityAssociations.map(({ kind }) => kind)).toEqual(['ike'])
  })

  test('an empty answer to a Delete: the IKE SA ends, and its children with it', () => {
    expect(all(deletes(auth()))).toEqual([
      ['SA1', undefined, 7, 'initiator'],
      ['SA2', undefined, 7, 'initiator'],
    ])
  })

  test('an empty answer to a Delete, and the IKE SA goes on: both deleted the same child at once', () => {
    const told = deletes(auth())
      .wait(5)
      .a(v2.request(37, 3, { inner: 0, length: 40 }))
      .b(v2.answer(37, 3, { inner: 0, length: 40 }))
    expect(all(told)).toEqual([
      ['SA1', undefined, undefined, undefined],
      ['SA2', undefined, 7, 'initiator'],
    ])
  })

  test('both go on to send behind the end of the IKE SA: another has taken the child over', () => {
    const told = deletes(auth()).wait(5).esp('a', 0xaaaa0001, 2)
    expect(all(told)[1]).toEqual(['SA2', undefined, 7, 'initiator'])
    expect(all(told.esp('b', 0xbbbb0001, 2))).toEqual([
      ['SA1', undefined, 7, 'initiator'],
      ['SA2', undefined, undefined, undefined],
    ])
  })

  test('a question whether the peer lives, and its answer, end nothing', () => {
    const told = quick(mm6(), 1).esp('a', 0xaaaa0001, 1).wait(3).a(deleteIke(7)).b(deleteIke(8))
    expect(all(told).every(([, , packet]) => packet === undefined)).toBe(true)
  })
})

test('numbers that begin again at 1 under the same SPI are counted anew', () => {
  const told = sent([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 6])
  expect(told.report.flows).toMatchObject([{ packets: 12, missing: 1, duplicates: 0, reordered: 0, restarts: [8] }])
  expect(sent([1, 2, 3, 4, 5, 6, 7, 1, 8, 9]).report.flows[0]).toMatchObject({ duplicates: 1 })
})
