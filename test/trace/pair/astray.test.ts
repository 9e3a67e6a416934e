import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { ipv4, udp } from '../../support/packets/index.ts'
import { B, Network } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

const v2 = sayV2()
const NAT = '203.0.113.5'

/** Each question arrives from port 61001 of the NAT, and the answer goes to another port of it, which leads nowhere. */
async function findings() {
  const net = new Network({ nat: { address: NAT, port: 61001 } })
  for (const gap of [0, 4, 7, 13]) {
    net.now += gap
    net.send('aToB', udp(500, 500, v2.init))
    net.aside('bToA', ipv4(B, NAT, udp(500, 500, v2.initAnswer), { id: 9000 + gap }), net.now + 0.03)
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

test('an answer to another port than asked is the cause, not the way on which it is lost', async () => {
  const [cause, ...others] = await findings()
  expect(cause).toMatchObject({
    rule: 'resends-last-good-message',
    title: 'IKE_SA_INIT response goes to port 500 of 203.0.113.5, and IKE_SA_INIT request came from port 61001',
    confidence: 'certain',
    place: 'at-b',
    otherwise: [],
  })
  expect(cause!.says).toMatch(/of which none arrived at A/)
  expect(others.filter(one => one.severity !== 'note')).toEqual([])
})
