/** A path that loses packets at random: when a message never gets through, is that its loss too, or is something against just that message? */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { howOften } from '../../../src/trace/pair/chance.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { carried, u16, udp } from '../../support/packets/index.ts'
import { ike, Network, type Way } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

const say = sayV1()
const exchangeType = (packet: Uint8Array) => (packet[9] === 17 && packet[23] === 244 ? packet[28 + 18]! : 0)
const ping = (type: 0 | 8, number: number) => carried(1, Uint8Array.from([type, 0, 0, 0]), u16(7, number), new Uint8Array(56).fill(number))

/** MM1 `copies` times, each answered where it arrives; `lostOf` says what is lost besides. */
async function told(copies: number, lostOf: (way: Way, number: number) => boolean, mm2Lost = true): Promise<readonly Finding[]> {
  const counts = { aToB: 0, bToA: 0 }
  const net = new Network({
    drop: (packet, way) => (exchangeType(packet) === 2 ? mm2Lost && way === 'bToA' : lostOf(way, ++counts[way])),
  })
  for (let i = 0; i < 60; i++) {
    const arrived = net.send('aToB', i % 2 ? ping(8, i) : udp(5000, 5001, new Uint8Array(40).fill(i)))
    if (arrived !== undefined && i % 2) net.send('bToA', ping(0, i), { time: arrived + 0.001 })
    net.now += 0.5
    if (i % 10 || i / 10 >= copies) continue
    const came = net.send('aToB', ike(say.mm1))
    if (came !== undefined) net.send('bToA', ike(say.mm2), { time: came + 0.01 })
    net.now += 0.5
  }
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

const everyThird = (_: Way, number: number) => number % 3 === 0

describe('a message that never gets through', () => {
  test('on a path that loses one packet in three both ways: the path leads, the message follows from it', async () => {
    const findings = await told(3, everyThird)
    expect(findings[0]).toMatchObject({
      rule: 'ike-loss',
      severity: 'error',
      confidence: 'likely',
      place: 'b-to-a',
      title: expect.stringMatching(/^Packets are lost at random, \d+ of \d+ from A .* and \d+ of \d+ from B .*: MM2 never gets through$/),
    })
    const message = findings.find(one => one.rule === 'no-answer')
    expect(message).toMatchObject({ severity: 'note', consequenceOf: 0, place: 'b-to-a' })
    expect(findings.filter(one => one.severity !== 'note')).toHaveLength(1)
  })

  test('near miss: too many copies for chance', async () => {
    expect((await told(6, (_, number) => number % 6 === 0))[0]).toMatchObject({ rule: 'no-answer', place: 'b-to-a', confidence: 'certain' })
  })

  test('near miss: the way that it went loses nothing else', async () => {
    expect((await told(3, (way, number) => way === 'aToB' && number % 3 === 0))[0]).toMatchObject({ rule: 'no-answer', place: 'b-to-a' })
  })

  test('near miss: from a moment on everything is lost', async () => {
    expect((await told(3, (_, number) => number > 12 && number < 25))[0]).toMatchObject({ rule: 'no-answer' })
  })
})

test.each([
  [1 / 60, 'once in 60 tries'],
  [0.34, 'once in 3 tries'],
  [0.45, 'about every other time'],
  [0.7, 'more often than not'],
  [0.99, 'more often than not'],
])('a probability of %d is %s', (probability, says) => expect(howOften(probability)).toBe(says))
