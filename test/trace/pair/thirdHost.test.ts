import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, Network } from '../../support/pair/network.ts'
import { datagram } from '../../support/trace/clear.ts'

// A third host speaks to a group, and both captures hear it: that passed neither end's way.

const ETHERNET = [1, 0, 0x5e, 0, 0, 251, 2, 0, 0, 0, 0, 9, 8, 0]

/** Two captures of one net, each with what `source` says to all now and then; B hears it so many seconds later. */
async function report(source: string, later: number) {
  const net = new Network({ routers: 0 })
  converse(net, { pings: 20 })
  const [a, b] = net.captures().files
  type Record = (typeof a)[number]
  const ahead = b[0]!.seconds - a[0]!.seconds
  const heard = (file: readonly Record[], late: number): Record[] =>
    file.flatMap((one, i) => {
      if (i % 6 !== 3 || i > 30) return [one]
      const data = Uint8Array.from([...ETHERNET, ...datagram(source, '224.0.0.251', 5353, 5353)])
      data[19] = i
      const at = a[i]!.nanoseconds + a[i]!.seconds * 1e9 + late * 1e9 + (file === b ? ahead * 1e9 : 0)
      return [one, { ...one, data, seconds: Math.floor(at / 1e9), nanoseconds: Math.round(at % 1e9) }]
    })
  const opened = await openSession([memory(pcapFile(heard(a, 0)), 'a'), memory(pcapFile(heard(b, later)), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

test('of a third host it is no bound: it may arrive at A long after B', async () => {
  const { pair } = await report('192.0.2.77', -0.2)
  expect(pair!.ends).toEqual({ a: ['192.0.2.10'], b: ['198.51.100.20'] })
  expect(pair!.clock.pieces).toMatchObject([{ driftPpm: 0 }])
  expect(pair!.clock.bounds).toEqual({ aToB: 25, bToA: 24 })
  expect(pair!.clock.says).toBe('The clocks of A and B agree to within 10.1 ms.')
})

test('of A itself it is one, as of any packet that A sends', async () => {
  const { pair } = await report('192.0.2.10', 0.05)
  expect(pair!.clock.bounds).toEqual({ aToB: 30, bToA: 24 })
  expect(pair!.matched).toBe(54)
})
