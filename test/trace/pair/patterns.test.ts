import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'
import { carried, u32 } from '../../support/packets/index.ts'
import { converse, esp, exchange, ike, Network, type Path } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

const v2 = sayV2()

/** What the losses have in common, of a path that drops protected packets of A by their numbers. */
const patternsOf = (isLost: (sequence: number) => boolean) =>
  patternsUnder((packet, way) => way === 'aToB' && packet[9] === 50 && isLost((packet[26]! << 8) | packet[27]!))

async function patternsUnder(drop: NonNullable<Path['drop']>, story: (net: Network) => unknown = net => converse(net, { pings: 20 })) {
  const net = new Network({ drop })
  story(net)
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
  expect(await patternsOf(n => n > 5 && n < 9)).toEqual([expect.stringMatching(/^random: 3 of 25 packets .* were lost\.$/)])
  expect(await patternsOf(n => n > 5 && n < 15 && n !== 10)).toEqual([expect.stringMatching(/^random: 8 of .* in no order that shows\.$/)])
})

describe('what all lost packets have in common', () => {
  const exchangeType = (packet: Uint8Array) => (packet[9] === 17 ? packet[28 + 18]! : 0)
  const authLost = (before: number) => (net: Network) => {
    exchange(net, 'aToB', v2.init, v2.initAnswer)
    for (let i = 0; i < before; i++) net.send('aToB', esp('aToB', i + 1))
    exchange(net, 'aToB', v2.auth, v2.authAnswer)
    if (before > 0) net.send('aToB', esp('aToB', before + 1))
  }
  test('they carry one message, each copy of it that left while both captures ran', async () => {
    expect(await patternsUnder((packet, way) => way === 'bToA' && exchangeType(packet) === 35, authLost(0))).toEqual([
      expect.stringMatching(
        /^one-message: 4 of 5 packets from B .* that left while both captures ran were lost: every IKE_AUTH response among them, and nothing else\.$/,
      ),
    ])
  })
  test('some copies of one message, and some pieces of one', async () => {
    let sent = 0
    const drop: Path['drop'] = (packet, way) => way === 'aToB' && exchangeType(packet) === 35 && ++sent < 3
    const story = (pieces: readonly Uint8Array[]) => (net: Network) => {
      exchange(net, 'aToB', v2.init, v2.initAnswer)
      for (let i = 0; i < 3; i++) {
        for (const piece of pieces) net.send('aToB', ike(piece))
        net.now += 2
      }
      net.send('bToA', ike(v2.authAnswer))
    }
    expect(await patternsUnder(drop, story([v2.auth]))).toEqual([expect.stringMatching(/lost, both of them IKE_AUTH requests\.$/)])
    sent = -1
    const second: Path['drop'] = (packet, way, time) => drop(packet, way, time) && packet[28 + 16] === 53 && packet[28 + 28 + 5] === 2
    expect(await patternsUnder(second, story([v2.authPiece(1, 2), v2.authPiece(2, 2)]))).toEqual([
      expect.stringMatching(/^one-message: .* lost: packet A\d, a part of the IKE_AUTH request\.$/),
    ])
  })
  test('near miss: something else was lost besides', async () => {
    const drop: Path['drop'] = (packet, way) => way === 'aToB' && (exchangeType(packet) === 35 || packet[27] === 2)
    expect(await patternsUnder(drop, authLost(3))).toEqual([expect.stringMatching(/^random: .* in no order that shows\.$/)])
  })
  test('nothing of one SA arrives from some packet on, and the other SA goes on', async () => {
    const story = (net: Network) => {
      converse(net, { pings: 2 })
      for (let i = 1; i < 9; i++) {
        net.send('aToB', esp('aToB', i + 2))
        net.send('aToB', carried(50, [...u32(0xdd01), ...u32(i), ...new Uint8Array(80)]))
        net.now += 0.2
      }
    }
    const drop: Path['drop'] = (packet, way) => way === 'aToB' && packet[9] === 50 && packet[22] === 0xdd && packet[27]! > 3
    expect(await patternsUnder(drop, story)).toEqual([
      expect.stringMatching(/^one-sa: 4 of \d+ packets .* were lost: all of ESP 0000dd01 from packet A\d+ on, and nothing else\.$/),
    ])
  })
  test('every third of all that was sent', async () => {
    const drop: Path['drop'] = (packet, way) => way === 'aToB' && packet[9] === 50 && packet[27]! % 3 === 2
    const story = (net: Network) => {
      converse(net, { pings: 0 })
      // MM1, MM3, MM5, QM1, QM3, and then the packets.
      for (let i = 0; i < 14; i++) net.send('aToB', esp('aToB', i))
    }
    expect(await patternsUnder((packet, way, time) => drop(packet, way, time), story)).toEqual([
      expect.stringMatching(/^random: .* in no order that shows\.$/),
    ])
    expect(
      await patternsUnder(drop, net => {
        for (let i = 0; i < 18; i++) {
          net.send('aToB', esp('aToB', i))
          net.send('bToA', esp('bToA', i))
        }
      }),
    ).toEqual([expect.stringMatching(/^every-nth: 5 of 17 packets .* were lost: every third one, and no other\.$/)])
  })
  test('one packet alone is in no order with others', async () => {
    expect(await patternsOf(n => n === 7)).toEqual([expect.stringMatching(/^random: 1 of \d+ packets from A .* was lost\.$/)])
  })
})
