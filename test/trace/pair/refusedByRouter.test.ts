import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { espBytes, fragmentationNeeded, ipv4, udp } from '../../support/packets/index.ts'
import { A, B, converse, Network } from '../../support/pair/network.ts'

// A router refuses packets that are too large and says so; quotes as short as routers make them end before the SPI of ESP in
// UDP. Such packets did not arrive, and why is known: they are not lost.

const LOST = /^(esp|pmtu)-/

async function lossOf(says: boolean): Promise<readonly string[]> {
  const net = new Network({ noIds: true, drop: p => p.length > 1280 })
  converse(net, { port: 4500, pings: 0 })
  for (let n = 1; n <= 6; n++) {
    net.now += 0.3
    const large = udp(4500, 4500, espBytes(0xc0ffee01, n, new Uint8Array(n % 2 ? 1400 : 200).fill(n)))
    const arrived = net.send('aToB', large)
    if (arrived === undefined && says) net.send('bToA', fragmentationNeeded(1280, ipv4(A, B, large, { id: 0, dontFragment: true })))
    if (arrived !== undefined) net.send('bToA', udp(4500, 4500, espBytes(0xc0ffee02, n, new Uint8Array(200).fill(n))), { time: arrived })
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings.filter(f => LOST.test(f.rule)).map(f => f.rule)
}

test('refused with an ICMP error: not lost', async () => expect(await lossOf(true)).toEqual(['pmtu-reported']))
test('near miss: without a word: lost', async () => expect(await lossOf(false)).toEqual(['pmtu-black-hole']))
