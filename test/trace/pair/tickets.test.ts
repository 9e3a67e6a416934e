/** Fragments of Kerberos tickets, seen from both ends: what is advised is what Windows can do. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { ikev1 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import { initialToken, KERBEROS } from '../../../src/compose/packets/kerberos.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { icmp } from '../../support/packets/index.ts'
import { exchange, ike, Network, type Path } from '../../support/pair/network.ts'

const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2', exchange: 2 }
const NT5 = '1e2b516905991c7d7c96fcbfb587e46100000004'
const offer = v1.sa({}, v1.proposal({}, v1.suite({ authentication: 65001 })))
const mm1 = ikev1({ initiator: both.initiator, exchange: 2 }, offer, v1.vid(NT5))
const mm2 = ikev1(both, offer, v1.vid(NT5))
const mm3 = ikev1(both, v1.ke(128, 3), v1.nonce(3), v1.gss(initialToken(KERBEROS, '0100', new Uint8Array(2000))))
const isLater = (packet: Uint8Array) => ((packet[6]! & 0x1f) | packet[7]!) !== 0

/** MM3 three times, in fragments; at the end B says of each that it waited in vain. */
async function advice(loses: (packet: Uint8Array) => boolean): Promise<string> {
  let first: Uint8Array | undefined
  const drop: Path['drop'] = (packet, way) => {
    if (way === 'aToB' && !isLater(packet)) first = packet
    return loses(packet)
  }
  const net = new Network({ drop })
  exchange(net, 'aToB', mm1, mm2)
  const errors = [1, 2, 3].map(() => {
    const time = net.now + 30
    net.send('aToB', ike(mm3), { cut: 1480 })
    net.now += 4
    return { time, error: icmp(11, 1, [0, 0, 0, 0], first!.slice(0, 60)) }
  })
  for (const { time, error } of errors) net.send('bToA', error, { time })
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings.flatMap(f => f.tryNext).join('\n')
}

test.each([
  ['every later one lost on the way', isLater, /^Let IP fragments pass on the path\. IKE fragmentation is no way out with Windows/],
  ['dropped behind the capture', () => false, /^Let the firewall of B \(.*\) pass IP fragments\. IKE fragmentation is no way out/],
])('%s', async (_, loses, words) => {
  expect(await advice(loses)).toMatch(words)
  expect(await advice(loses)).not.toContain('let IKE fragment by itself')
})
