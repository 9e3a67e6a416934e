/** A fault that each end tells alone is not lost where both are told together: two captures judge no milder than one. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory, onDisk } from '../../support/capture/collect.ts'
import { exchange, ike, Network } from '../../support/pair/network.ts'
import { shippedPairs } from '../../support/recordings/shippedPairs.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

type Source = ReturnType<typeof memory>

/** What both together prove to be no fault, and why. */
const PROVED: Readonly<Record<string, string>> = {}

async function faultsOf(...sources: Source[]): Promise<string[]> {
  const opened = await openSession(sources)
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.filter(one => one.severity === 'error').map(one => one.title)
}

async function milder(a: Source, b: Source): Promise<string | undefined> {
  const [ofA, ofB, ofBoth] = [await faultsOf(a), await faultsOf(b), await faultsOf(a, b)]
  return ofA.length > 0 && ofB.length > 0 && ofBoth.length === 0 ? `${ofA[0]} / ${ofB[0]}` : undefined
}

test.each(shippedPairs)('%s', async (name, a, b) => {
  const lost = await milder(onDisk(a), onDisk(b))
  expect(lost === undefined || PROVED[name] !== undefined, lost).toBe(true)
})

const v1 = sayV1()
const v2 = sayV2()

type Way = 'aToB' | 'bToA'

const standing = {
  'main mode': (net: Network) => {
    exchange(net, 'aToB', v1.mm1, v1.mm2)
    exchange(net, 'aToB', v1.mm3, v1.mm4)
    exchange(net, 'aToB', v1.mm5, v1.mm6)
  },
  IKEv2: (net: Network) => {
    exchange(net, 'aToB', v2.init, v2.initAnswer)
    exchange(net, 'aToB', v2.auth, v2.authAnswer)
  },
}

/** By who asks: a request that nobody answers, and what the other one says later of its own accord. */
const asked: readonly [keyof typeof standing, string, Way, Uint8Array, Uint8Array][] = [
  ['main mode', 'quick mode', 'aToB', v1.qm1(), v1.informational()],
  ['main mode', 'transaction of the responder', 'bToA', v1.transaction(0x4001, 1), v1.informational()],
  ['IKEv2', 'new child SA', 'aToB', v2.request(36, 2), v2.request(37, 0, { fromInitiator: false })],
  ['IKEv2', 'new child SA of the responder', 'bToA', v2.request(36, 0, { fromInitiator: false }), v2.request(37, 2)],
]

describe.each(asked)('%s: %s, not answered', (stands, _, way, request, later) => {
  const back: Way = way === 'aToB' ? 'bToA' : 'aToB'

  test.each([
    ['arrives', undefined],
    ['is lost', request.length + 28],
  ])('and the other one says something else behind it, where it %s', async (_, size) => {
    const net = new Network({ drop: (packet, from) => from === way && packet.length === size })
    standing[stands](net)
    exchange(net, way, request, undefined)
    for (let copy = 1; copy < 5; copy++) {
      net.now += 10
      net.send(way, ike(request))
    }
    net.now += 20
    net.send(back, ike(later))
    net.now += 20
    const [a, b] = net.captures().files
    expect(await milder(memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b'))).toBeUndefined()
  })
})
