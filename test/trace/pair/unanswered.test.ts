/** Protected packets that arrive and are not answered: what the capture there shows of them is what is told. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { B, converse, esp, Network } from '../../support/pair/network.ts'
import { echo, INNER_A, INNER_B } from '../../support/trace/clear.ts'

/** @param shown of each packet what comes out of the tunnel stands in B's capture */
async function oneWay(shown: boolean): Promise<Finding> {
  const net = new Network({})
  converse(net, { pings: 0 })
  for (let i = 1; i < 9; i++) {
    const arrived = net.send('aToB', esp('aToB', i))!
    if (shown) net.aside('bToA', echo(INNER_A, INNER_B, i), arrived)
    net.now += 0.5
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings.find(one => one.rule === 'esp-one-way')!
}

test('what was decrypted is dropped behind the SA, or not answered there', async () => {
  const found = await oneWay(true)
  expect(found.place).toBe('at-b')
  expect(found.otherwise).toEqual([
    `The host behind ${B} does not answer, or its answers take another way.`,
    `The firewall of ${B} drops what comes out of the tunnel.`,
    'The application itself only sends one way.',
  ])
  expect(found.tryNext.join(' ')).toMatch(new RegExp(`firewall of ${B} behind the SA.* Capture at ${INNER_B}:`))
  expect(found.tryNext.join(' ')).not.toContain('still has the SA')
})

test('near miss: nothing shows that they were decrypted', async () => {
  const found = await oneWay(false)
  expect(found.otherwise[0]).toMatch(new RegExp(`^${B} drops the packets: it has no SA for this SPI`))
  expect(found.tryNext.join(' ')).toContain('still has the SA')
})
