/** A peer that goes on from another address: what is still sent to the old one is not lost by chance. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { type Carried, ipv4 } from '../../support/packets/index.ts'
import { A, B, converse, esp, ike, Network } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

const NEXT = '192.0.2.77'

/** @param to where B sends what answers each packet that comes from the new address */
async function moved(to: string): Promise<readonly Finding[]> {
  const net = new Network({})
  converse(net)
  let id = 60_000
  const fromNext = (inside: Carried) => {
    const packet = (ttl: number) => ipv4(NEXT, B, inside, { id, ttl })
    net.aside('aToB', packet(64), net.now)
    net.aside('bToA', packet(63), net.now + 0.01)
    id++
  }
  const fromB = (inside: Carried) => {
    const packet = (ttl: number) => ipv4(B, to, inside, { id, ttl })
    net.aside('bToA', packet(64), net.now + 0.012)
    if (to === NEXT) net.aside('aToB', packet(63), net.now + 0.022)
    id++
  }
  net.now += 1
  fromNext(ike(sayV1().informational(9)))
  for (let i = 21; i < 41; i++) {
    net.now += 0.5
    fromNext(esp('aToB', i))
    fromB(esp('bToA', i))
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

test('its peer has not followed: that is the fault, and the loss comes of it', async () => {
  const findings = await moved(A)
  expect(findings[0]).toMatchObject({
    rule: 'esp-one-way',
    place: 'at-b',
    title: `${B} still sends protected packets to ${A}, which its peer has left`,
    says: expect.stringMatching(/^20 packets of ESP c0ffee01 came from 192\.0\.2\.77 .* sent 20 of ESP c0ffee02, all to 192\.0\.2\.10,/),
  })
  expect(findings.find(one => one.rule === 'esp-loss')).toMatchObject({ severity: 'note', consequenceOf: 0 })
})

test('near miss: its peer has followed', async () => {
  expect((await moved(NEXT)).filter(one => one.severity !== 'note')).toEqual([])
})
