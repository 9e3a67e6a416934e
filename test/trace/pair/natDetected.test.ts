import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { withNatD } from '../../support/ike/natd.ts'
import { udp } from '../../support/packets/index.ts'
import { A, B, Network, type Path } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

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
