/** What two traces prove: the fault by its rule, and where it sits; and nothing where nothing is wrong. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { pcapngFile } from '../../../src/compose/files/pcapng.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { carried, icmp, ipv4, u32, udp } from '../../support/packets/index.ts'
import { B, converse, esp, exchange, Network, type Path, type Way } from '../../support/pair/network.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

type Talk = Parameters<typeof converse>[1]

async function reportOf(path: Path, talk: Talk = {}, more?: (net: Network) => void): Promise<Report> {
  const net = new Network(path)
  converse(net, talk)
  more?.(net)
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

const isEsp = (packet: Uint8Array) => packet[9] === 50
const isLater = (packet: Uint8Array) => ((packet[6]! & 0x1f) | packet[7]!) !== 0
const port = (packet: Uint8Array) => (packet[9] === 17 && !isLater(packet) ? (packet[22]! << 8) | packet[23]! : 0)
const nat = { address: '203.0.113.5', port: 61001 }

const faults: Record<string, { path: Path; talk?: Talk; rule: string; place: string }> = {
  'ESP blocked on its way': { path: { drop: isEsp }, rule: 'esp-blocked', place: 'a-to-b' },
  'answers in ESP blocked': { path: { drop: (p, way) => isEsp(p) && way === 'bToA' }, rule: 'esp-blocked', place: 'b-to-a' },
  'port 4500 blocked': { path: { drop: p => port(p) === 4500 }, talk: { port: 4500 }, rule: 'udp-4500-blocked', place: 'a-to-b' },
  'answers from port 4500 blocked': {
    path: { drop: (p, way) => port(p) === 4500 && way === 'bToA' },
    talk: { port: 4500 },
    rule: 'udp-4500-blocked',
    place: 'b-to-a',
  },
  'later fragments dropped': { path: { drop: isLater }, talk: { cut: 1480 }, rule: 'fragment-filtered', place: 'a-to-b' },
  'everything lost on its way': { path: { drop: (_, way) => way === 'aToB' }, rule: 'no-answer', place: 'a-to-b' },
  'everything lost on its way back': { path: { drop: (_, way) => way === 'bToA' }, rule: 'no-answer', place: 'b-to-a' },
  'loss both ways': { path: { loss: { aToB: 0.1, bToA: 0.1 }, seed: 2 }, talk: { pings: 60 }, rule: 'esp-loss', place: 'both-ways' },
  'loss one way': { path: { loss: { bToA: 0.2 }, seed: 3 }, talk: { pings: 40 }, rule: 'esp-loss', place: 'b-to-a' },
  'bits flipped': { path: { corrupt: { bToA: 0.3 } }, rule: 'modified-in-path', place: 'b-to-a' },
  'large packets lost without a word': {
    path: { drop: p => p.length > 1300 },
    talk: { size: 100, sizes: [100, 100, 100, 100, 1400, 1400, 1400, 1400, 100, 100] },
    rule: 'pmtu-black-hole',
    place: 'a-to-b',
  },
  'packets doubled': { path: { duplicate: 0.3 }, talk: { pings: 40 }, rule: 'esp-replay', place: 'both-ways' },
  'packets shuffled': { path: { jitter: 0.5 }, talk: { pings: 40, every: 0.1 }, rule: 'esp-reordered', place: 'both-ways' },
}

describe('a fault and where it sits', () => {
  test.each(Object.entries(faults))('%s', async (_, { path, talk, rule, place }) => {
    const { findings, pair } = await reportOf(path, talk)
    expect(findings.filter(one => one.rule === rule).map(one => one.place)).toContain(place)
    expect(findings.filter(one => one.severity !== 'note' && one.rule !== rule).map(one => one.rule)).toEqual(
      rule === 'no-answer' ? expect.any(Array) : [],
    )
    for (const { evidence } of findings) expect(evidence.length).toBeGreaterThan(0)
    expect(pair).not.toBeNull()
  })
})

test('answers in ESP stop arriving while all else goes on: blocked, not lost; near miss: IKE is not heard of either', async () => {
  const v1 = sayV1()
  const said = async (isDropped: (packet: Uint8Array) => boolean) => {
    const path: Path = { drop: (packet, way, time) => way === 'bToA' && time > 3 && isDropped(packet) }
    const { findings } = await reportOf(path, { pings: 20, every: 0.5 }, net => exchange(net, 'aToB', v1.qm1(2), v1.qm2(2)))
    return findings.filter(one => one.severity !== 'note').map(one => `${one.rule} ${one.place}`)
  }
  expect(await said(isEsp)).toEqual(['esp-blocked b-to-a'])
  expect(await said(() => true)).not.toContain('esp-blocked b-to-a')
})

test('ESP without a whole header is told once, at whoever sends it', async () => {
  const { findings } = await reportOf({}, {}, net => {
    for (let i = 1; i < 4; i++) net.send('aToB', carried(50, new Uint8Array(5).fill(i)), { time: net.now + i })
  })
  expect(findings.filter(one => one.rule === 'malformed-message')).toMatchObject([
    { severity: 'note', place: 'at-a', title: expect.stringMatching(/ESP that is malformed$/), evidence: { length: 6 } },
  ])
})

test('each direction of an SA is used in its turn and arrives, and nobody answers', async () => {
  const { findings } = await reportOf({}, { pings: 0 }, net => {
    for (let i = 1; i < 9; i++) net.send('aToB', esp('aToB', i), { time: net.now + 0.5 })
    net.now += 5
    for (let i = 1; i < 7; i++) net.send('bToA', esp('bToA', i), { time: net.now + 0.5 })
  })
  const told = findings.filter(one => one.severity !== 'note')
  expect(told.map(one => one.title)).toEqual([expect.stringMatching(/^Protected packets go both ways .*, and neither answers the other$/)])
  expect(told[0]!.says).toMatch(/They arrive at both ends, as the captures show\.$/)
  expect(told[0]!.otherwise.join()).not.toContain('path')
})

test('packets out of order are dropped or not, as the window has it', async () => {
  const late = async (every: number) =>
    (await reportOf({ jitter: 0.5 }, { pings: 300, every })).findings.find(one => one.rule === 'esp-reordered')!
  expect(await late(0.005)).toMatchObject({
    says: expect.stringMatching(/so late that a receiver with the usual window of 64 numbers drops them/),
    tryNext: [expect.stringContaining('larger window')],
  })
  expect(await late(0.1)).toMatchObject({ says: expect.stringContaining('All are within the window of 64 numbers'), tryNext: [] })
})

test('a request that is not repeated behind the first answer that arrived was answered; near miss: it is', async () => {
  const said = async (arriving: number) => {
    const v2 = sayV2()
    let answers = 0
    const net = new Network({ drop: (packet, way) => way === 'bToA' && packet.length > 700 && ++answers !== arriving })
    const late = [v2.request(36, 2), v2.answer(36, 2, { length: 700 })] as const
    for (const [asked, answer] of [[v2.init, v2.initAnswer] as const, [v2.auth, v2.authAnswer] as const, late, late, late]) {
      net.now += 3
      net.send('aToB', udp(500, 500, asked))
      net.send('bToA', udp(500, 500, answer), { time: net.now + 0.02 })
    }
    for (let n = 1; n < 5; n++) net.send('bToA', esp('bToA', n), { time: net.now + 0.5 })
    const [a, b] = net.captures().files
    const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    return (await opened.session.report()).findings.map(one => one.rule)
  }
  expect(await said(1)).toContain('answer-ignored')
  expect(await said(3)).not.toContain('answer-ignored')
  expect(await said(3)).toContain('ike-loss')
})

test('a proof that arrived, and is not taken, is not lost in any words', async () => {
  const v1 = sayV1()
  const net = new Network({})
  const say = (way: Way, message: Uint8Array) => net.send(way, udp(500, 500, message), { time: net.now + 0.02 })
  for (const [asked, answer] of [[v1.mm1, v1.mm2] as const, [v1.mm3, v1.mm4] as const]) {
    say('aToB', asked)
    say('bToA', answer)
  }
  say('aToB', v1.mm5)
  for (const gap of [0.5, 0.5, 1, 2]) {
    net.now += gap
    say('bToA', v1.mm4)
    say('aToB', v1.mm5)
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  expect(findings[0]!.title).toMatch(/^The pre-shared keys of .* seem to differ$/)
  expect(findings.find(one => one.rule === 'answer-ignored')!.title).toBe('198.51.100.20 repeats MM4 although the answer has arrived')
  // That it was answered, as the other end says, is in it.
  expect(findings.map(one => one.rule)).not.toContain('resends-last-good-message')
})

test.each(['all', 'all that comes in'])('a capture that takes %s twice says nothing of the network', async what => {
  const net = new Network({})
  converse(net, { pings: 10 })
  const [a, b] = net.captures().files
  const from = ({ data }: (typeof b)[number]) => data.subarray(26, 30).join('.')
  const twice = b
    .filter(one => what === 'all' || from(one) === from(a[0]!))
    .flatMap(one => [one, { ...one, nanoseconds: one.nanoseconds + 900 }])
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(twice, { nano: true }), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  expect(findings.map(one => one.rule)).toContain('captured-twice')
  expect(findings.map(one => one.rule)).not.toContain('esp-replay')
})

test('no loss is certain where the capture counts packets that it dropped itself or lacks its own, and there is none where it dropped as many', async () => {
  const net = new Network({})
  converse(net, { pings: 20 })
  const [a, b] = net.captures().files
  const came = b.filter(({ data }, i) => i % 5 !== 2 || data[26] !== 192)
  const kept = b.filter((_, i) => i % 5 !== 2)
  const confidences = async (dropped: number, kept = came) => {
    const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapngFile(kept, 1, true, { dropped }), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { findings } = await opened.session.report()
    return findings.filter(({ rule }) => rule === 'esp-loss').map(({ confidence }) => confidence)
  }
  expect(await confidences(0)).toEqual(['certain'])
  expect(await confidences(2)).toEqual(['likely'])
  expect(await confidences(b.length - came.length)).toEqual([])
  expect(await confidences(0, kept)).toEqual(['likely'])
})

test('what left while the other capture had a hole is not lost; near miss: what its own host sent then is in it', async () => {
  const net = new Network({})
  converse(net, { pings: 20 })
  const [a, b] = net.captures().files
  const nanoseconds = (one: (typeof a)[number]) => one.seconds * 1e9 + one.nanoseconds
  const from = nanoseconds(a[Math.floor(a.length / 2)]!)
  const isThen = (one: (typeof a)[number]) => nanoseconds(one) >= from && nanoseconds(one) < from + 2e9
  const isFromB = ({ data }: (typeof a)[number]) => data[26] === 198
  const said = async (kept: typeof a) => {
    const opened = await openSession([memory(pcapFile(kept), 'a'), memory(pcapFile(b), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { findings, pair } = await opened.session.report()
    return [findings.filter(one => one.severity !== 'note').map(one => one.rule), (pair!.lostBtoA ?? 0) > 0]
  }
  expect(await said(a.filter(one => !isThen(one)))).toEqual([[], false])
  expect(await said(a.filter(one => !isThen(one) || !isFromB(one)))).toEqual([['esp-loss'], true])
})

describe('what a NAT refuses while nothing comes from behind it is lost', () => {
  /** @param ttl hops left of the ICMP errors that bear the address of the NAT */
  const lost = async (ttl: number) => {
    let forgotten = false
    const net = new Network({ nat, drop: (_, way) => forgotten && way === 'bToA' })
    converse(net, { pings: 4 })
    forgotten = true
    for (let i = 5; i < 9; i++) {
      net.now += 5
      net.send('bToA', esp('bToA', i))
      const quoted = ipv4(B, nat.address, esp('bToA', i))
      net.aside('bToA', ipv4(nat.address, B, icmp(3, 1, [0, 0, 0, 0], quoted.slice(0, 48)), { ttl }))
    }
    forgotten = false
    net.now += 5
    for (let i = 9; i < 12; i++) net.send('bToA', esp('bToA', i), { time: net.send('aToB', esp('aToB', i - 4))! + 0.001 })
    const [a, b] = net.captures().files
    const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { lostBtoA, outsideBtoA } = (await opened.session.report()).pair!
    return { lostBtoA, outsideBtoA }
  }
  test('its errors have passed fewer routers than what comes from behind it', async () => {
    expect(await lost(64)).toEqual({ lostBtoA: 4, outsideBtoA: 0 })
    expect(await lost(255)).toEqual({ lostBtoA: 4, outsideBtoA: 0 })
  })
  test('near miss: as many, so the host behind it may have sent them while its capture stood still', async () => {
    expect(await lost(63)).toEqual({ lostBtoA: 0, outsideBtoA: 4 })
  })
})

test('numbers written backwards are told as they are meant, lost ones too', async () => {
  const net = new Network({ drop: (packet, way) => way === 'aToB' && packet[9] === 50 && (packet[27] === 5 || packet[27] === 9) })
  converse(net, { pings: 20 })
  const backwards = ({ data, ...record }: (typeof files)[0][number]) => {
    const turned = data.slice()
    if (data[23] === 50) turned.set([...data.slice(38, 42)].reverse(), 38)
    return { ...record, data: turned }
  }
  const { files } = net.captures()
  const [a, b] = files.map(file => pcapFile(file.map(backwards))) as [Uint8Array, Uint8Array]
  const opened = await openSession([memory(a, 'a'), memory(b, 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings, flows } = await opened.session.report()
  expect(flows.map(flow => flow.backwards)).toEqual(flows.map(() => true))
  const [loss] = findings.filter(({ rule }) => rule === 'esp-loss')
  expect(loss!.because.join(' ')).toContain('numbers 5 and 9')
  expect(findings.filter(one => one.severity !== 'note').map(one => one.rule)).toEqual(['esp-loss'])
})

test('a capture without ESP, not even what its own host sent, says nothing of lost ESP', async () => {
  const net = new Network({})
  converse(net, { pings: 10 })
  const [a, b] = net.captures().files
  const without = a.filter(({ data }) => !isEsp(data.subarray(14)))
  expect(without.length).toBeLessThan(a.length)
  const opened = await openSession([memory(pcapFile(without), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings, pair } = await opened.session.report()
  expect(findings.filter(one => one.severity !== 'note').map(one => one.rule)).toEqual([])
  expect(pair!.lostBtoA).toBe(0)
})

describe('nothing wrong, and no verdict', () => {
  const healthy: Record<string, [Path, Talk?]> = {
    'a quick path': [{}],
    'a slow one': [{ delay: 0.4, jitter: 0.05 }],
    'large packets that a router cuts': [{ cut: 1280 }, { size: 1400 }],
    'IKE in fragments': [{}, { cut: 1480 }],
    'a NAT': [{ nat }],
    'a NAT that numbers anew': [{ nat: { ...nat, newIds: true } }],
    'another time zone': [{ clock: t => t - 7200 }],
    'a clock that is set meanwhile': [{ clock: t => (t > 3 ? t + 30 : t) }, { pings: 40 }],
    'one packet that is lost': [{ drop: once((p, way) => isEsp(p) && way === 'aToB') }],
  }
  test.each(Object.entries(healthy))('%s', async (_, [path, talk]) => {
    const { findings, negotiations } = await reportOf(path, talk)
    expect(findings.filter(one => one.severity !== 'note').map(one => one.rule)).toEqual([])
    expect(negotiations.map(one => one.outcome)).toEqual(['established'])
  })
})

describe('what both traces prove comes first', () => {
  const leading = async (path: Path, talk?: Talk) => (await reportOf(path, talk)).findings[0]!
  test('the answer that got lost, not the copies that follow from it', async () => {
    expect(await leading({ drop: (_, way) => way === 'bToA' })).toMatchObject({
      severity: 'error',
      confidence: 'certain',
      place: 'b-to-a',
      title: 'MM2 from B (198.51.100.20) does not arrive at A (192.0.2.10)',
    })
  })
  test('the message that got lost', async () => {
    expect(await leading({ drop: (_, way) => way === 'aToB' })).toMatchObject({
      place: 'a-to-b',
      title: expect.stringMatching(/^MM1 from A .* does not arrive at B/),
    })
  })
})

test('every sending of a message has what either end saw of it', async () => {
  const { negotiations } = await reportOf({ drop: once((p, way) => port(p) === 500 && way === 'bToA') })
  const [mm1, mm2] = negotiations[0]!.exchanges[0]!.messages
  expect(mm1!.transmissions.map(t => [t.fate, t.sightings.map(s => s.trace), t.way?.direction])).toEqual([
    ['delivered', [0, 1], 'a-to-b'],
    ['delivered', [0, 1], 'a-to-b'],
  ])
  expect(mm2!.transmissions.map(t => [t.fate, t.sightings.map(s => s.trace), t.way?.lostPackets?.length ?? 0])).toEqual([
    ['lost', [1], 1],
    ['delivered', [1, 0], 0],
  ])
})

test('a translation is told from both sides', async () => {
  const { pair } = await reportOf({ nat })
  expect(pair!.rewrites.map(({ direction, before, after }) => [direction, before.source, after.source, after.destination])).toContainEqual([
    'a-to-b',
    { address: '192.0.2.10', port: 500 },
    { address: '203.0.113.5', port: 61001 },
    { address: '198.51.100.20', port: 500 },
  ])
})

test('ESP in UDP is counted with the IKE of port 4500 that has its translation', async () => {
  const { pair } = await reportOf({ nat }, { port: 4500, pings: 0 }, net => {
    for (let i = 1; i < 4; i++) net.send('aToB', udp(4500, 4500, [...u32(0xc0ffee01), ...u32(i), ...new Uint8Array(60)]))
  })
  expect(pair!.rewrites.filter(one => one.direction === 'a-to-b').map(one => [one.before.source.port, one.packets])).toEqual([
    [500, 2],
    [4500, 6],
  ])
})

/** Drops the first packet for which `is` holds. */
function once(is: (packet: Uint8Array, way: Way) => boolean): Path['drop'] {
  let dropped = false
  return (packet, way) => {
    if (dropped || !is(packet, way)) return false
    dropped = true
    return true
  }
}
