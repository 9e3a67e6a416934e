import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, Network } from '../../support/pair/network.ts'

/** What the losses have in common, of a path that drops protected packets of A by their numbers. */
async function patternsOf(isLost: (sequence: number) => boolean) {
  const net = new Network({ drop: (packet, way) => way === 'aToB' && packet[9] === 50 && isLost((packet[26]! << 8) | packet[27]!) })
  converse(net, { pings: 20 })
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { pair } = await opened.session.report()
  await opened.session.close()
  return pair!.patterns.map(({ kind, says }) => `${kind}: ${says}`)
}

test('a stretch in which nothing arrives is told with its first and last packet', async () => {
  expect(await patternsOf(n => n > 5 && n < 13)).toEqual([
    expect.stringMatching(/^one-stretch: 7 of \d+ packets from A .* were lost, one after another, from packet A\d+ to A\d+\.$/),
  ])
})

test('a few in a row, or one that came between, is no stretch', async () => {
  expect(await patternsOf(n => n > 5 && n < 9)).toEqual([expect.stringMatching(/^random: 3 of .* in no order that shows\.$/)])
  expect(await patternsOf(n => n > 5 && n < 15 && n !== 10)).toEqual([expect.stringMatching(/^random: 8 of .* in no order that shows\.$/)])
})
