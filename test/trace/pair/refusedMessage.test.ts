import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { fragmentationNeeded, ipv4, udp } from '../../support/packets/index.ts'
import { A, B, converse, Network } from '../../support/pair/network.ts'
import { onDisk } from '../../support/recordings/index.ts'

// An IKE message that a router refuses, and says so with ICMP, is not lost: why it did not arrive is known.

async function lossOf(files: Parameters<typeof openSession>[0]): Promise<readonly Finding[]> {
  const opened = await openSession(files)
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  return findings.filter(one => one.rule === 'ike-loss')
}

/** The first copy of MM3 does not get through, the second does. @param says the packet that the router's ICMP error quotes, if it says anything */
function sentTwice(says?: (dropped: Uint8Array) => Uint8Array): Promise<readonly Finding[]> {
  let fromA = 0
  const net: Network = new Network({
    drop: (packet, way) => {
      if (way !== 'aToB' || ++fromA !== 2) return false
      if (says) net.aside('aToB', ipv4('203.0.113.1', A, fragmentationNeeded(1280, says(packet))))
      return true
    },
  })
  converse(net)
  const [a, b] = net.captures().files
  return lossOf([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
}

test('refused by a router: not lost', async () => expect(await sentTwice(dropped => dropped)).toEqual([]))
test('near miss: the error quotes another packet', async () =>
  expect(await sentTwice(() => ipv4(A, B, udp(5000, 5000, new Uint8Array(200)), { id: 4711 }))).toHaveLength(1))
test('near miss: nobody says anything', async () => expect(await sentTwice()).toHaveLength(1))

test('one fragment refused: the message was refused', async () =>
  expect(await lossOf(['a', 'b'].map(end => onDisk(`captures/composed/ipv6-packet-too-big/${end}.pcap`)))).toEqual([]))

test('the receiver waited for the rest of each, and says so: its capture did not drop them', async () => {
  const [found] = await lossOf(['a', 'b'].map(end => onDisk(`captures/lab/v1_cert_fragdrop_both/${end}.pcap`)))
  expect(found!.otherwise).toEqual([])
})

test('near miss: the receiver says nothing', async () => {
  const [found] = await sentTwice()
  expect(found!.otherwise).toEqual(['The capturing machine at the receiver dropped packets.'])
})

test('where a refusal left is not told of two captures of one end at two times', async () => {
  const because = async (...names: string[]) => {
    const opened = await openSession(names.map(name => onDisk(`captures/recorded/${name}.pcap`)))
    if (!opened.ok) throw new Error(opened.why)
    const { findings } = await opened.session.report()
    return findings.find(one => one.rule === 'child-sa-refused')!.because.join(' ')
  }
  expect(await because('v1_quick_mode_refused/a', 'v1_qm2_lost/a')).not.toContain('that stopped')
  // near miss: of both ends
  expect(await because('v1_quick_mode_refused/a', 'v1_quick_mode_refused/b')).toContain('that stopped')
})
