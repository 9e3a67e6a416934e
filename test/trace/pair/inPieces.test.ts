/** ESP that left in IP fragments is one packet: it arrived when all of it did. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { wayLines } from '../../../src/text/bothEnds.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, esp, Network, type Path } from '../../support/pair/network.ts'

const LARGE = 2000
const CUT = 1400
const isEsp = (packet: Uint8Array) => packet[9] === 50
const offset = (packet: Uint8Array) => (((packet[6]! & 0x1f) << 8) | packet[7]!) * 8
const isPiece = (packet: Uint8Array) => offset(packet) > 0 || (packet[6]! & 0x20) !== 0

/** Seven whole packets of A, and three in two fragments each: numbers 3, 6 and 9. */
function tenPackets(net: Network): void {
  converse(net, { pings: 0 })
  for (let n = 1; n <= 10; n++) {
    net.send('aToB', esp('aToB', n, n % 3 === 0 ? LARGE : 96), n % 3 === 0 ? { cut: CUT } : {})
    const time = net.now + 0.02
    net.send('bToA', esp('bToA', n), { time })
    net.now = time + 0.1
  }
}

async function reportOf(drop: NonNullable<Path['drop']>, tell: (net: Network) => void = tenPackets, cut?: number) {
  const net = new Network({
    drop: (packet, way, time) => way === 'aToB' && isEsp(packet) && drop(packet, way, time),
    ...(cut ? { cut } : {}),
  })
  tell(net)
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  await opened.session.close()
  const { lostFlows } = report.pair!.packets
  return {
    flows: lostFlows.map(({ sent, lost, lostInPieces, packets }) => ({ sent, lost, lostInPieces, packets: packets.length })),
    says: wayLines(report.pair!).filter(line => line.startsWith('ESP')),
    patterns: report.pair!.patterns.map(one => one.says),
    of: (rule: string) => report.findings.filter(one => one.rule === rule),
  }
}

const sequence = (packet: Uint8Array) => (packet[26]! << 8) | packet[27]!

test('one whole packet lost: three that came in fragments were sent as well', async () => {
  const { flows, says, of } = await reportOf(packet => !isPiece(packet) && sequence(packet) === 5)
  expect(flows).toEqual([{ sent: 10, lost: 1, lostInPieces: undefined, packets: 1 }])
  expect(says).toEqual([expect.stringMatching(/: 1 of 10 lost, packet \d+$/)])
  expect(of('esp-loss')[0]?.says).toMatch(/^Of 10 protected packets that left A .*, 1 never arrived at B/)
})

test('of two large ones a fragment each was lost: no packet is counted twice', async () => {
  let later = 0
  const { flows, says, of } = await reportOf(packet => (isPiece(packet) ? offset(packet) > 0 && ++later < 3 : sequence(packet) === 5))
  expect(flows).toEqual([{ sent: 10, lost: 3, lostInPieces: 2, packets: 3 }])
  expect(says).toEqual([expect.stringMatching(/: 3 of 10 lost, 2 of them in IP fragments, packets /)])
  const [loss] = of('esp-loss')
  expect(loss?.title).toMatch(/^Protected packets are lost on the way: 3 of 10 from A/)
  expect(loss?.because).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Lost from A: ESP [0-9a-f]{8} numbers 3, 5 and 6\.$/),
      '2 of them left A in IP fragments: a packet of which one fragment is lost is lost.',
    ]),
  )
})

test('both fragments of one are lost: one packet', async () => {
  let pieces = 0
  const { flows } = await reportOf(packet => isPiece(packet) && ++pieces < 3)
  expect(flows).toEqual([{ sent: 10, lost: 1, lostInPieces: 1, packets: 2 }])
})

test('every later fragment is dropped: that is a fault of its own, and told once', async () => {
  const { flows, of } = await reportOf(packet => offset(packet) > 0)
  expect(flows).toEqual([{ sent: 10, lost: 3, lostInPieces: 3, packets: 3 }])
  expect(of('fragment-filtered')).toHaveLength(1)
  expect(of('esp-loss')).toEqual([])
})

test('fragments that a router cuts again arrive', async () => {
  const { flows } = await reportOf(packet => !isPiece(packet) && sequence(packet) === 5, tenPackets, 800)
  expect(flows).toEqual([{ sent: 10, lost: 1, lostInPieces: undefined, packets: 1 }])
})

test('an SA of which nothing left whole', async () => {
  let later = 0
  const allLarge = (net: Network) => {
    converse(net, { pings: 0 })
    for (let n = 1; n <= 6; n++, net.now += 0.1) net.send('aToB', esp('aToB', n, LARGE), { cut: CUT })
    net.send('bToA', esp('bToA', 1))
  }
  const { flows } = await reportOf(packet => offset(packet) > 0 && ++later === 4, allLarge)
  expect(flows).toEqual([{ sent: 6, lost: 1, lostInPieces: 1, packets: 1 }])
})

test('protocol 50 is not blocked where fragments of it arrive', async () => {
  const { of } = await reportOf(packet => !isPiece(packet))
  expect(of('esp-blocked')).toEqual([])
  expect(of('esp-loss')[0]?.title).toMatch(/: 7 of 10 from A/)
})
