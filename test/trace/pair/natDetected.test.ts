import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { withNatD } from '../../support/ike/natd.ts'
import { ipv4, udp } from '../../support/packets/index.ts'
import { A, B, Network, type Path, type Way } from '../../support/pair/network.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

// A makes up the hash of its address, so that ESP travels inside UDP. One end alone cannot tell that from a NAT.

const v1 = sayV1()
const MADE_UP = '00112233445566778899aabbccddeeff00112233'

async function toldOf(path: Path, seen: string, own = `${B} 500`) {
  const net = new Network(path)
  const messages = [v1.mm1, v1.mm2, withNatD(3, `${B} 500`, MADE_UP), withNatD(4, seen, own), v1.mm5, v1.mm6]
  for (const [i, message] of messages.entries()) {
    net.now += 0.1
    net.send(i % 2 ? 'bToA' : 'aToB', udp(500, 500, message))
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings.filter(f => f.rule === 'nat-detected').map(f => `${f.confidence}: ${f.title}`)
}

test('the same addresses at both ends: nobody translates', async () =>
  expect(await toldOf({}, `${A} 500`)).toEqual([`certain: ${A} asks for UDP encapsulation`]))

test('another address at the far end: a NAT', async () => {
  const nat = { address: '203.0.113.5', port: 61001 }
  expect(await toldOf({ nat }, '203.0.113.5 61001')).toContain(`certain: ${A} is behind a NAT`)
})

test('a NAT before one end says nothing of the other, whose hash is made up', async () => {
  const nat = { address: '203.0.113.5', port: 61001 }
  const told = await toldOf({ nat }, '203.0.113.5 61001', MADE_UP)
  expect(told).toContain(`certain: ${A} is behind a NAT`)
  expect(told).toContain(`certain: ${B} asks for UDP encapsulation`)
  expect(told.filter(one => one.includes(`peer at ${B}`))).toEqual([])
})

const v2 = sayV2()
const OUTSIDE = '198.51.100.1'
const BEFORE_B = '192.0.2.99'
type Route = readonly [source: string, destination: string]

/** What A and B say, under the addresses that each packet has at A and at B. */
function over(...said: readonly (readonly [Way, Uint8Array, Route, Route])[]): Network {
  const net = new Network()
  for (const [way, message, atA, atB] of said) {
    const packet = ([source, destination]: Route, ttl: number) => ipv4(source, destination, udp(500, 500, message), { id: 7, ttl })
    net.aside('aToB', packet(atA, way === 'aToB' ? 64 : 63), net.now + (way === 'aToB' ? 0 : 0.01))
    net.aside('bToA', packet(atB, way === 'aToB' ? 63 : 64), net.now + (way === 'aToB' ? 0.01 : 0))
    net.now += 1
  }
  return net
}

async function findingsOf(net: Network, ...ends: readonly number[]) {
  const { files } = net.captures()
  const opened = await openSession(ends.map(end => memory(pcapFile(files[end]!), 'ab'[end]!)))
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

test('both ends behind a NAT: each NAT is told once', async () => {
  const [out, back] = [
    [
      [A, BEFORE_B],
      [OUTSIDE, B],
    ],
    [
      [BEFORE_B, A],
      [B, OUTSIDE],
    ],
  ] as const
  const net = over(
    ['aToB', v1.mm1, ...out],
    ['bToA', v1.mm2, ...back],
    ['aToB', withNatD(3, `${BEFORE_B} 500`, `${A} 500`), ...out],
    ['bToA', withNatD(4, `${OUTSIDE} 500`, `${B} 500`), ...back],
    ['aToB', v1.mm5, ...out],
    ['bToA', v1.mm6, ...back],
  )
  const told = (await findingsOf(net, 0, 1)).filter(f => f.rule === 'nat-detected').map(f => f.title)
  expect(told).toEqual([`${A} is behind a NAT`, `${B} is behind a NAT`])
})

test('a NAT that is taken away: one end takes it for a move, both show that the host stayed', async () => {
  const net = over(
    ['aToB', v2.init, [A, B], [OUTSIDE, B]],
    ['bToA', v2.initAnswer, [B, A], [B, OUTSIDE]],
    ['aToB', v2.auth, [A, B], [OUTSIDE, B]],
    ['bToA', v2.authAnswer, [B, A], [B, OUTSIDE]],
    ['aToB', v2.request(37, 2, { inner: 0, length: 48 }), [A, B], [A, B]],
    ['bToA', v2.answer(37, 2, { inner: 0, length: 48 }), [B, A], [B, A]],
  )
  const moved = async (...ends: number[]) => (await findingsOf(net, ...ends)).find(f => f.rule === 'address-moved')
  const gone = { title: `The NAT before ${A} is gone`, otherwise: [] }
  expect(await moved(1)).toMatchObject({ title: `${OUTSIDE} moved to ${A}`, otherwise: [expect.stringContaining('A NAT on the path')] })
  expect([await moved(0, 1), await moved(1, 0)]).toMatchObject([gone, gone])
})
