/** Two hosts that speak IPv6: no identification to go by, fragments in an extension header, Packet Too Big instead of DF. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory, told as read } from '../../support/capture/collect.ts'
import { icmpv6, ipv6, packetTooBig } from '../../support/packets/index.ts'
import { A6, B6, converse, esp, exchange, ike, Network, type Path } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

const v2 = sayV2()
const isFragment = (packet: Uint8Array) => packet[6] === 44
const isLater = (packet: Uint8Array) => isFragment(packet) && ((packet[42]! << 8) | packet[43]!) >= 8
const port = (packet: Uint8Array) => (packet[6] === 17 ? (packet[42]! << 8) | packet[43]! : 0)
const isEsp = (packet: Uint8Array) => packet[6] === 50

async function reportOn(net: Network): Promise<Report> {
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

async function over(path: Path, tell: (net: Network) => void = net => void converse(net)) {
  const net = new Network({ ...path, v6: true })
  tell(net)
  const report = await reportOn(net)
  return { report, pair: report.pair!, truth: net.truth, loud: report.findings.filter(one => one.severity !== 'note') }
}

/** IKEv2, then pings through the tunnel. */
function converseV2(net: Network, pings = 20, size = 96): void {
  if (!exchange(net, 'aToB', v2.init, v2.initAnswer)) return
  if (!exchange(net, 'aToB', v2.auth, v2.authAnswer)) return
  for (let i = 1; i <= pings; i++) {
    const arrived = net.send('aToB', esp('aToB', i, size))
    if (arrived !== undefined) net.send('bToA', esp('bToA', i, size), { time: arrived + 0.001 })
    net.now += 0.3
  }
}

const paths: Record<string, { path: Path; tell?: (net: Network) => void }> = {
  'nothing wrong': { path: {} },
  'IKEv2, nothing wrong': { path: {}, tell: converseV2 },
  'loss both ways': { path: { loss: { aToB: 0.2, bToA: 0.2 }, delay: 0.06 } },
  'IKEv2, loss both ways': { path: { loss: { aToB: 0.2, bToA: 0.2 } }, tell: net => converseV2(net, 60) },
  'loss, jitter that reorders': { path: { loss: { aToB: 0.1, bToA: 0.1 }, jitter: 0.3 } },
  duplicates: { path: { duplicate: 0.3, loss: { aToB: 0.05 } } },
  'bits flipped both ways': { path: { corrupt: { aToB: 0.2, bToA: 0.2 } } },
  'fragments of IKE': { path: { loss: { aToB: 0.1 } }, tell: net => void converse(net, { cut: 1232 }) },
  'no router between': { path: { routers: 0, loss: { aToB: 0.1, bToA: 0.1 } } },
  'clock an hour behind': { path: { clock: t => t - 3599.5, loss: { bToA: 0.2 } }, tell: converseV2 },
}

describe.each(Object.entries(paths))('%s', (_, { path, tell }) => {
  test.each([1, 2, 3, 4])('seed %i', async seed => {
    const { pair, truth, report } = await over({ ...path, seed }, tell)
    const { lostAtoB, lostBtoA, modified, offset, offsetError, ends } = pair
    expect({ lostAtoB, lostBtoA, modified }).toEqual({ lostAtoB: truth.lostAtoB, lostBtoA: truth.lostBtoA, modified: truth.modified })
    if (offsetError !== null) expect(Math.abs(offset! - (path.clock ?? (t => t))(0))).toBeLessThanOrEqual(offsetError + 1e-6)
    expect(ends).toEqual({ a: [A6], b: [B6] })
    expect(report.negotiations.every(one => one.initiator.address === A6 && one.responder.address === B6)).toBe(true)
  })
})

describe('a fault and where it sits', () => {
  test('later fragments dropped', async () => {
    const { loud, pair } = await over({ drop: isLater }, net => void converse(net, { cut: 1232 }))
    expect(loud.map(one => [one.rule, one.place])).toEqual([['fragment-filtered', 'a-to-b']])
    expect(loud[0]!.because[1]).toMatch(/^Lost: bytes 1232 to \d+ \(\d times\)/)
    expect(pair.patterns.map(one => one.kind)).toEqual(['later-fragments'])
  })
  test('ESP blocked', async () => {
    const { loud } = await over({ drop: isEsp }, net => {
      converseV2(net)
      // IKE goes on meanwhile: B's capture runs.
      exchange(net, 'aToB', v2.request(37, 2, { inner: 0, length: 16 }), v2.answer(37, 2, { inner: 0, length: 16 }))
    })
    expect(loud.map(one => [one.rule, one.place])).toEqual([['esp-blocked', 'a-to-b']])
  })
  test('port 4500 blocked', async () => {
    const { loud } = await over({ drop: p => port(p) === 4500 }, net => void converse(net, { port: 4500 }))
    expect(loud.map(one => [one.rule, one.place])).toEqual([['udp-4500-blocked', 'a-to-b']])
  })
  test('answers lost', async () => {
    const { loud } = await over({ drop: (_, way) => way === 'bToA' }, converseV2)
    expect(loud[0]).toMatchObject({
      rule: 'no-answer',
      place: 'b-to-a',
      title: expect.stringContaining(`from B (${B6}) does not arrive at A (${A6})`),
    })
  })
  test('large packets vanish', async () => {
    const { loud } = await over({ drop: p => p.length > 1300 }, net => void converse(net, { sizes: [100, 100, 1400, 100, 100, 1400] }))
    expect(loud.map(one => [one.rule, one.place])).toEqual([['pmtu-black-hole', 'a-to-b']])
    expect(loud[0]!.tryNext[0]).toContain('Let ICMPv6 "packet too big" pass')
  })
  test('a router says Packet Too Big: refused, not lost without a word', async () => {
    const router = '2001:db8:a::1'
    const { loud, report } = await over({ drop: p => p.length > 1280 }, net => {
      converseV2(net, 4)
      for (let n = 5; n <= 10; n++) {
        const large = esp('aToB', n, n === 5 ? 1400 : 1200)
        const arrived = net.send('aToB', large)
        if (arrived === undefined) net.aside('aToB', ipv6(router, A6, packetTooBig(1280, ipv6(A6, B6, large))))
        else net.send('bToA', esp('bToA', n), { time: arrived + 0.001 })
        net.now += 0.5
      }
    })
    expect(loud).toEqual([])
    expect(report.findings.map(one => one.rule)).toContain('pmtu-reported')
    expect(report.findings.find(one => one.rule === 'pmtu-reported')!.says).toContain('1280')
  })
  test('nobody listens: the peer’s own ICMPv6', async () => {
    const { loud } = await over({}, net => {
      for (let i = 0; i < 3; i++) {
        const request = ike(v2.init)
        const arrived = net.send('aToB', request)!
        net.send('bToA', icmpv6(1, 4, [0, 0, 0, 0], ipv6(A6, B6, request)), { time: arrived + 0.001 })
        net.now += 2
      }
    })
    expect(loud.map(one => [one.rule, one.place])).toEqual([['port-unreachable', 'at-b']])
    expect(loud[0]!.title).toBe(`${B6} refuses IKE: port unreachable`)
    expect(loud[0]!.because.join()).toContain('its own capture shows it leaving')
  })
})

describe('fragments that a router refuses as too large', () => {
  const folder = 'captures/composed/ipv6-packet-too-big'
  const told = async (leaveOut: (frame: Uint8Array) => boolean) => {
    const files = await Promise.all(
      ['a', 'b'].map(async end => {
        const { records } = await read(readFileSync(`${folder}/${end}.pcap`))
        return memory(pcapFile(records.filter(({ data }) => !leaveOut(data))), end)
      }),
    )
    const opened = await openSession(files)
    if (!opened.ok) throw new Error(opened.why)
    return (await opened.session.report()).findings.filter(one => one.rule === 'fragments-lost')
  }

  test('are no fault of their own: the path MTU explains them', async () => {
    const [first, ...more] = await told(() => false)
    expect(first).toMatchObject({ title: `Fragments from A (${A6}) are too large for a link on the way`, severity: 'note', tryNext: [] })
    expect(first!.consequenceOf).toBeDefined()
    expect(more).toHaveLength(1)
  })

  test('are lost where no router says so', async () => {
    const [first] = await told(frame => frame[14 + 6] === 58)
    expect(first).toMatchObject({ title: `Fragments from A (${A6}) are lost on the way` })
    expect(first!.tryNext).not.toEqual([])
  })
})

test('what a router says to each end of its way is two matters, and each explains what was lost on its own', async () => {
  const [a, b] = ['a', 'b'].map(one => memory(readFileSync(`captures/composed/ipv6-packet-too-big/${one}.pcap`), one))
  const opened = await openSession([a!, b!])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  const told = findings.flatMap(({ rule, title, evidence, consequenceOf }) => {
    const under = consequenceOf === undefined ? '' : ` under ${findings[consequenceOf]!.title}`
    return ['pmtu-reported', 'fragments-lost'].includes(rule)
      ? [`${title}: ${evidence.map(one => `${'AB'[one.trace]}${one.packet}`)}${under}`]
      : []
  })
  expect(told).toEqual([
    'The path to 2001:db8:b::20 carries 1,400 bytes: A7',
    'The path to 2001:db8:a::10 carries 1,400 bytes: B10',
    'Fragments from A (2001:db8:a::10) are too large for a link on the way: A5,A7 under The path to 2001:db8:b::20 carries 1,400 bytes',
    'Fragments from B (2001:db8:b::20) are too large for a link on the way: B8,B10 under The path to 2001:db8:a::10 carries 1,400 bytes',
  ])
})
