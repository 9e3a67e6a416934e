/** What goes wrong once an SA stands: what either end alone suspects, and what both prove. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { ah, udp } from '../../support/packets/index.ts'
import { esp, exchange, ike, Network, type Path, type Way } from '../../support/pair/network.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

/** @param kept of A's packets, which ones its capture has; B's: all */
async function findingsOf(path: Path, tell: (net: Network) => void, kept = [0, 1e9]): Promise<readonly Finding[]> {
  const net = new Network(path)
  tell(net)
  const [all, b] = net.captures().files
  const a = all.slice(...kept)
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

const v1 = sayV1()
const v2 = sayV2()
const isIke = (packet: Uint8Array) => packet[9] === 17
/** Of an IKE message; 0 for all else. */
const exchangeType = (packet: Uint8Array) => (isIke(packet) ? packet[28 + 18]! : 0)

function standV1(net: Network, upTo: 'QM2' | 'QM3' = 'QM3'): void {
  exchange(net, 'aToB', v1.mm1, v1.mm2)
  exchange(net, 'aToB', v1.mm3, v1.mm4)
  exchange(net, 'aToB', v1.mm5, v1.mm6)
  exchange(net, 'aToB', v1.qm1(), v1.qm2())
  if (upTo === 'QM3') exchange(net, 'aToB', v1.qm3(), undefined)
}

function standV2(net: Network): void {
  exchange(net, 'aToB', v2.init, v2.initAnswer)
  exchange(net, 'aToB', v2.auth, v2.authAnswer)
}

function ping(net: Network, count: number, from = 1, answered = true): void {
  for (let i = from; i < from + count; i++) {
    const arrived = net.send('aToB', esp('aToB', i))
    if (answered && arrived !== undefined) net.send('bToA', esp('bToA', i), { time: arrived + 0.001 })
    net.now += 0.3
  }
}

/** B goes on, A says nothing any more. */
function onlyB(net: Network, count: number, from: number): void {
  for (let i = from; i < from + count; i++) {
    net.send('bToA', esp('bToA', i))
    net.now += 0.3
  }
}

const by = (found: readonly Finding[], rule: string) => found.find(one => one.rule === rule)
const informational = (way: Way) => (packet: Uint8Array, sent: Way, time: number) => exchangeType(packet) === 5 && sent === way && time > 1

describe('a delete that does not arrive', () => {
  const story = (later: number) => (net: Network) => {
    standV1(net)
    ping(net, 4)
    net.send('aToB', ike(v1.informational(0x2001, 48)))
    net.send('aToB', ike(v1.informational(0x2002, 64)))
    net.now += 0.3
    onlyB(net, later, 5)
    net.now += 1
    // B's capture goes on beyond the delete.
    net.send('aToB', ike(v1.informational(0x2003, 80)))
  }
  test('two packets on the dead SA are enough, and the way is named', async () => {
    let seen = 0
    const drop: Path['drop'] = (packet, way) => informational('aToB')(packet, way, 9) && ++seen <= 2
    const found = await findingsOf({ drop }, story(2))
    expect(by(found, 'delete-lost')).toMatchObject({ severity: 'warning', place: 'a-to-b' })
    expect(by(found, 'delete-lost')!.says).toMatch(/^A \(192\.0\.2\.10\) sent .* lost on the way\. .* sent 2 more packets of ESP c0ffee02/)
    expect(by(found, 'delete-lost')!.says).toMatch(/If the message deleted this SA, 192\.0\.2\.10 drops these packets/)
    expect(by(found, 'delete-lost')!.otherwise).toContain('192.0.2.10 still holds the SA and merely has nothing to send.')
  })
  test('where nothing was sent afterwards it is a note', async () => {
    let seen = 0
    const drop: Path['drop'] = (packet, way) => informational('aToB')(packet, way, 9) && ++seen <= 2
    expect(by(await findingsOf({ drop }, story(0)), 'delete-lost')).toMatchObject({ severity: 'note', place: 'a-to-b' })
  })
  test('near miss: it arrives, and what was under way is no fault', async () => {
    expect(by(await findingsOf({}, story(0)), 'delete-lost')).toBeUndefined()
  })
})

describe('liveness checks', () => {
  const question = (n: number) => v2.request(37, n, { inner: 0, length: 16 })
  const answer = (n: number) => v2.answer(37, n, { inner: 0, length: 16 })
  const story = (answers: boolean) => (net: Network) => {
    standV2(net)
    ping(net, 2)
    exchange(net, 'aToB', question(2), answer(2))
    for (const wait of [0, 2, 4]) {
      net.now += wait
      const arrived = net.send('aToB', ike(question(3)))
      if (answers && arrived !== undefined) net.send('bToA', ike(answer(3)), { time: arrived + 0.01 })
    }
    net.now += 1
    net.send('bToA', esp('bToA', 3))
    net.send('aToB', esp('aToB', 3))
  }
  const isThird = (packet: Uint8Array) => exchangeType(packet) === 37 && packet[28 + 23] === 3
  test('lost on the way there', async () => {
    const found = await findingsOf({ drop: (p, way) => isThird(p) && way === 'aToB' }, story(true))
    expect(by(found, 'dead-peer')).toMatchObject({ place: 'a-to-b', confidence: 'certain' })
    expect(by(found, 'dead-peer')!.says).toMatch(/Not one question is in the capture at B .*: lost on the way\.$/)
  })
  test('answered, and the answers lost', async () => {
    const found = await findingsOf({ drop: (p, way) => isThird(p) && way === 'bToA' }, story(true))
    expect(by(found, 'dead-peer')).toMatchObject({
      place: 'b-to-a',
      title: 'A (192.0.2.10) asks whether B (198.51.100.20) is there, and the answers are lost',
    })
    // That its answers do not arrive is the same once more.
    expect(found.filter(one => one.severity === 'error').map(one => one.rule)).toEqual(['dead-peer'])
    expect(by(found, 'resends-last-good-message')).toMatchObject({ consequenceOf: found.indexOf(by(found, 'dead-peer')!) })
  })
  test('arrived, and nothing sent back', async () => {
    expect(by(await findingsOf({}, story(false)), 'dead-peer')).toMatchObject({
      place: 'at-b',
      says: expect.stringMatching(/All 3 questions arrived at B .*and nothing was sent back\.$/),
    })
  })
  test('near miss: answered', async () => {
    expect(by(await findingsOf({}, story(true)), 'dead-peer')).toBeUndefined()
  })
})

describe('one capture was stopped before the other', () => {
  const story = (net: Network) => {
    standV1(net)
    ping(net, 4)
    net.now += 1
    for (const id of [1, 2]) exchange(net, 'aToB', v1.informational(0x5000 + id, 80), v1.informational(0x6000 + id, 80))
  }
  test('what the other one still holds of both ends is no loss', async () => {
    for (const end of [3, 5, 7]) expect((await findingsOf({}, story, [0, end])).filter(one => one.severity !== 'note')).toEqual([])
  })
  test('nor is what left before it began', async () => {
    for (const begin of [3, 12, 15]) expect((await findingsOf({}, story, [begin, 1e9])).filter(one => one.severity !== 'note')).toEqual([])
  })
})

describe('a path that breaks both ways', () => {
  const late = (packet: Uint8Array, _: Way, time: number) => time > CUT && (exchangeType(packet) === 5 || packet[9] === 50)
  const CUT = 12
  const broken = (bothAsk: boolean) => (net: Network) => {
    standV1(net)
    ping(net, 4)
    net.now = CUT + 1
    ping(net, 2, 5)
    for (let id = 1; id <= 4; id++) {
      net.now += 3
      net.send('aToB', ike(v1.informational(0x5000 + id, 80)))
      net.now += 0.1
      if (bothAsk) net.send('bToA', ike(v1.informational(0x7000 + id, 80)))
    }
    // The captures go on.
    net.now += 4
    net.send('aToB', ike(sayV1({ initiator: 'c1c1c1c1c1c1c1c1' }).mm1))
    net.send('bToA', ike(sayV1({ initiator: 'd1d1d1d1d1d1d1d1' }).mm1))
  }
  test('both ends ask in vain: that nothing passes either way is the fault, and the silence its consequence', async () => {
    const found = await findingsOf({ drop: late }, broken(true))
    expect(by(found, 'dead-peer')).toMatchObject({
      place: 'both-ways',
      says: expect.stringMatching(/nothing passes in either direction\.$/),
    })
    const loss = by(found, 'esp-loss')
    expect(loss?.title).toMatch(/^Nothing passed between A .* and B .* for \d+ s at least, then it did again$/)
    expect(by(found, 'dead-peer')).toMatchObject({ severity: 'note', consequenceOf: found.indexOf(loss!) })
  })
  test('near miss: only one end asks', async () =>
    expect(by(await findingsOf({ drop: late }, broken(false)), 'dead-peer')).toMatchObject({ place: 'a-to-b' }))
})

describe('a rekey that fails', () => {
  const isRekey = (packet: Uint8Array) => exchangeType(packet) === 36
  const story = (net: Network) => {
    standV2(net)
    ping(net, 4)
    exchange(net, 'aToB', v2.request(36, 2, { inner: 41 }), v2.answer(36, 2))
    // What happens afterwards is not where it got stuck.
    exchange(
      net,
      'bToA',
      v2.request(37, 0, { inner: 0, length: 16, fromInitiator: false }),
      v2.answer(37, 0, { inner: 0, length: 16, fromInitiator: true }),
    )
    ping(net, 4, 5)
  }
  test.each([
    ['a-to-b', 'aToB', 'request'],
    ['b-to-a', 'bToA', 'response'],
  ])('lost %s', async (place, way, what) => {
    const found = await findingsOf({ drop: (p, sent) => isRekey(p) && sent === way }, story)
    expect(by(found, 'rekey-failed')).toMatchObject({ severity: 'error', place, says: expect.stringContaining(`CREATE_CHILD_SA ${what}`) })
    // That it was a rekey no other capture of it proves.
    expect(by(found, 'rekey-failed')).toMatchObject({
      confidence: 'likely',
      otherwise: [expect.stringMatching(/^It was no rekey but a further SA/)],
    })
  })
  test('near miss: the second copy gets through', async () => {
    let seen = 0
    expect(by(await findingsOf({ drop: p => isRekey(p) && ++seen === 1 }, story), 'rekey-failed')).toBeUndefined()
  })
})

describe('a rekey of each end, and the first copy of one is lost', () => {
  const ours = [v2.request(36, 2, { inner: 41 }), v2.answer(36, 2, { inner: 41, length: 48 })] as const
  const theirs = [v2.request(36, 0, { inner: 41, fromInitiator: false }), v2.answer(36, 0, { fromInitiator: true })] as const
  const told = async (first: (net: Network) => void) => {
    let seen = 0
    const isOurs = (packet: Uint8Array, way: Way) => exchangeType(packet) === 36 && way === 'aToB' && packet[28 + 23] === 2
    const found = await findingsOf({ drop: (p, way) => isOurs(p, way) && ++seen === 1 }, net => {
      standV2(net)
      // Another SA beside it: which one is meant, B's capture alone cannot tell.
      exchange(net, 'aToB', v2.request(36, 1, { inner: 33 }), v2.answer(36, 1))
      ping(net, 4)
      first(net)
      exchange(net, 'bToA', ...theirs)
      net.now += 3
      exchange(net, 'aToB', ...ours)
    })
    return found.filter(one => one.severity !== 'note' || one.rule === 'rekey-collision').map(one => one.rule)
  }
  test('it crossed the other, which came through', async () =>
    expect(await told(net => net.send('aToB', ike(ours[0])))).toEqual(['rekey-collision']))
  test('near miss: no copy had left before', async () => expect(await told(() => {})).toEqual(['rekey-failed']))
})

test('a reason that both ends give stands once, though a NAT gives a host another name', async () => {
  const story = (net: Network) => {
    standV2(net)
    ping(net, 3)
    net.now += 60
    for (const wait of [0, 4, 7.2, 13]) {
      net.now += wait
      net.send('aToB', ike(v2.request(36, 2, { length: 300 })))
    }
    net.now += 60
    ping(net, 1)
  }
  for (const path of [{ nat: { address: '203.0.113.9', port: 500 } }, {}]) {
    const { because } = by(await findingsOf(path, story), 'rekey-failed')!
    expect(because.filter(one => one.endsWith('sent CREATE_CHILD_SA request 4 times.'))).toHaveLength(1)
  }
})

test('AH through a NAT that the negotiation does not show, for it detects none', async () => {
  const story = (net: Network) => {
    standV1(net)
    for (let i = 1; i < 4; i++) net.send('aToB', ah(0xa1, i, udp(53, 53, [i])))
  }
  const nat = { address: '203.0.113.9', port: 500 }
  expect(by(await findingsOf({ nat }, story), 'ah-through-nat')).toMatchObject({
    confidence: 'certain',
    place: 'a-to-b',
    negotiation: 'N1',
  })
  expect(by(await findingsOf({}, story), 'ah-through-nat')).toBeUndefined()
})

describe('protected packets before the third message of quick mode', () => {
  test('it is lost: the way is named, and the packets counted where they arrived', async () => {
    const isThird = (packet: Uint8Array) => exchangeType(packet) === 32 && packet.length === 28 + 28 + 48
    const story = (net: Network) => {
      standV1(net, 'QM2')
      net.send('aToB', ike(v1.qm3()))
      ping(net, 5, 1, false)
      for (const wait of [0, 2, 4]) {
        net.now += wait
        if (net.send('bToA', ike(v1.qm2())) !== undefined) net.send('aToB', ike(v1.qm3()))
        ping(net, 1, 6 + wait, false)
      }
    }
    expect(by(await findingsOf({ drop: isThird }, story), 'bad-spi')).toMatchObject({
      severity: 'warning',
      confidence: 'certain',
      place: 'a-to-b',
      says: expect.stringMatching(/^8 packets of ESP c0ffee01 reached B .* sent it 4 times/),
    })
  })
  test('a short race is harmless, and counted at the receiver', async () => {
    const story = (third: number, first: number) => (net: Network) => {
      standV1(net, 'QM2')
      const { now } = net
      net.send('aToB', ike(v1.qm3()), { time: now + third })
      net.send('aToB', esp('aToB', 1), { time: now + first })
      ping(net, 4, 2)
    }
    expect(by(await findingsOf({}, story(0.02, 0)), 'bad-spi')).toMatchObject({
      severity: 'note',
      place: 'at-b',
      says: expect.stringMatching(/^One packet of ESP .* 20 ms at most/),
    })
    expect(by(await findingsOf({}, story(0, 0.02)), 'bad-spi')).toBeUndefined()
  })
})
