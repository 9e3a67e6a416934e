/** Which of two messages left first, when each left another end and the clocks are known to within an error only. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { drawingBetween } from '../../../src/text/ladder/bothEnds.ts'
import { isUndecided, type Sent } from '../../../src/trace/pair/undecided.ts'
import { memory } from '../../support/capture/collect.ts'
import { ike, Network } from '../../support/pair/network.ts'
import { sayV2 } from '../../support/trace/phrases.ts'

const clock = { found: 'both-directions' as const, pieces: [{ from: 0, shift: 0, driftPpm: 0, error: 0.05 }] }
const seen = (packet: number, time: number) => ({ packets: [packet], time })

test.each<[string, Sent, Sent, boolean]>([
  ['both lost, 20 ms apart', { from: 0, ends: [seen(5, 1), undefined] }, { from: 1, ends: [undefined, seen(5, 1.02)] }, true],
  ['they cross', { from: 0, ends: [seen(5, 1), seen(6, 1.06)] }, { from: 1, ends: [seen(6, 1.05), seen(5, 1.01)] }, true],
  ['further apart than the error', { from: 0, ends: [seen(5, 1), undefined] }, { from: 1, ends: [undefined, seen(5, 1.2)] }, false],
  ['the second answers the first', { from: 0, ends: [seen(5, 1), seen(5, 1.01)] }, { from: 1, ends: [undefined, seen(6, 1.02)] }, false],
  ['one capture has both leaving', { from: 0, ends: [seen(5, 1), undefined] }, { from: 0, ends: [seen(6, 1.001), undefined] }, false],
])('%s', (_, one, next, undecided) => expect(isUndecided(one, next, clock)).toBe(undecided))

test('the ladder says so of two requests that cross, and not of question and answer', async () => {
  const say = sayV2()
  const net = new Network({ delay: 0.15 })
  const turn = (way: 'aToB' | 'bToA', message: Uint8Array) => {
    net.send(way, ike(message))
    net.now += 0.4
  }
  turn('aToB', say.init)
  turn('bToA', say.initAnswer)
  turn('aToB', say.auth)
  turn('bToA', say.authAnswer)
  const at = net.now
  net.send('aToB', ike(say.request(37, 2)), { time: at })
  net.send('bToA', ike(say.request(37, 0, { fromInitiator: false })), { time: at + 0.03 })
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const report = await opened.session.report()
  const lines = drawingBetween(report)(report.negotiations[0]!).filter(line => line.includes('clocks cannot tell'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('INFORMATIONAL request')
})
