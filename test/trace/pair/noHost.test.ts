import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { bytes, icmp, ipv4, udp } from '../../support/packets/index.ts'
import { A, converse, Network } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

// A router that finds no host next to it says so with ICMP: then no filter is to be looked for. RFC 1812 §5.2.7.1.

const ROUTER = '203.0.113.1'
const again = sayV2({ initiator: 'd4d4d4d4d4d4d4d4', nonce: 9 }).init

/** What is advised where what A sends from some time on does not arrive, and the router returns it with this code, or not the last one. */
async function advice(code: number, returns: number, traces: 1 | 2): Promise<string> {
  let gone = false
  let sent = 0
  const net: Network = new Network({
    drop: (packet, way) => {
      if (!gone || way !== 'aToB') return false
      if (sent++ < returns) net.aside('aToB', ipv4(ROUTER, A, icmp(3, code, [0, 0, 0, 0], packet.slice(0, 56))))
      return true
    },
  })
  converse(net)
  gone = true
  for (const gap of [5, 2, 4, 8]) {
    net.now += gap
    net.send('aToB', udp(500, 500, bytes(again)))
  }
  net.now += 60
  gone = false
  net.send('bToA', udp(700, 700, new Uint8Array(8)))
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')].slice(0, traces))
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings
    .filter(f => f.rule === 'no-answer')
    .map(f => f.tryNext.join(' '))
    .join(' ')
}

const LOOK = /^Look whether .*198\.51\.100\.20.* is up and connected, then at routes and neighbours at 203\.0\.113\.1\.$/

test('host unreachable: the host is to be looked for, at both ends and at one', async () => {
  expect(await advice(1, 4, 2)).toMatch(LOOK)
  expect(await advice(1, 4, 1)).toMatch(LOOK)
})
test('near miss: administratively prohibited, or one that nobody returned', async () => {
  expect(await advice(13, 4, 2)).toBe('Look at the filters and routes of 203.0.113.1.')
  expect(await advice(1, 3, 2)).toMatch(/firewalls and filters/)
})
