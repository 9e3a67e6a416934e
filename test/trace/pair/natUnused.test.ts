import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { udp } from '../../support/packets/index.ts'
import { esp, Network, type Path } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

const v2 = sayV2()

/** IKE stays on port 500, and no ESP arrives. */
async function cause(nat?: Path['nat']) {
  const net = new Network({ drop: packet => packet[9] === 50, ...(nat ? { nat } : {}) })
  for (const [asked, answer] of [[v2.init, v2.initAnswer] as const, [v2.auth, v2.authAnswer] as const]) {
    net.now += 1
    net.send('aToB', udp(500, 500, asked))
    net.send('bToA', udp(500, 500, answer), { time: net.now + 0.02 })
  }
  for (let n = 1; n < 9; n++) net.send('aToB', esp('aToB', n), { time: net.now + 0.5 })
  net.send('aToB', udp(40000, 53, new Uint8Array(20)), { time: net.now + 60 })
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.find(one => one.rule === 'esp-blocked')!
}

test('both captures show a NAT, and nobody puts ESP into UDP', async () => {
  const { says, tryNext } = await cause({ address: '203.0.113.5', port: 500 })
  expect(says).toMatch(
    /between the two is a NAT\. The negotiation stays on port 500, so ESP is not put into UDP: neither of the two offers/,
  )
  expect(tryNext).toEqual([expect.stringMatching(/^Turn NAT traversal on/)])
})

test('near miss: no NAT is between', async () => expect((await cause()).says).toMatch(/something between the two drops IP protocol 50/))
