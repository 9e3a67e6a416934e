/** A path that was whole, then dead, and perhaps whole again: one cause, and all that the hosts do about it follows from it. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { icmp, ipv4 } from '../../support/packets/index.ts'
import { A, esp, exchange, ike, Network, type Path, type Way } from '../../support/pair/network.ts'
import { sayV1 } from '../../support/trace/phrases.ts'

const v1 = sayV1()
const again = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' })

async function findingsOf(path: Path, tell: (net: Network) => void, kept: readonly [number, number] = [0, 1e9]) {
  const net = new Network(path)
  tell(net)
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a.slice(...kept)), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { findings } = await opened.session.report()
  await opened.session.close()
  return findings
}

const by = (findings: readonly Finding[], rule: string) => findings.find(one => one.rule === rule)

function stand(net: Network, say = v1): void {
  exchange(net, 'aToB', say.mm1, say.mm2)
  exchange(net, 'aToB', say.mm3, say.mm4)
  exchange(net, 'aToB', say.mm5, say.mm6)
  exchange(net, 'aToB', say.qm1(), say.qm2())
  exchange(net, 'aToB', say.qm3(), undefined)
}

function pings(net: Network, count: number, from = 1): void {
  for (let i = from; i < from + count; i++) {
    const arrived = net.send('aToB', esp('aToB', i))
    if (arrived !== undefined) net.send('bToA', esp('bToA', i), { time: arrived + 0.001 })
    net.now += 1
  }
}

const [CUT, MENDED] = [20, 60]

/** A's pings and questions go into the void; it gives up and begins anew once the path is whole. */
function story(net: Network, kind: 'all' | 'protected' = 'all', answers = true): void {
  stand(net)
  pings(net, 4)
  net.now = CUT + 1
  pings(net, 3, 5)
  for (let id = 1; id <= 4; id++) {
    net.now += 4
    if (kind === 'protected') pings(net, 1, 7 + id)
    else net.send('aToB', ike(v1.informational(0x5000 + id, 80)))
  }
  net.now = MENDED + 1
  stand(net, again)
  if (answers) pings(net, 4, 50)
}

const isDead = (time: number) => time > CUT && time < MENDED
const dead = (way: Way) => ({ drop: (_: Uint8Array, sent: Way, time: number) => sent === way && isDead(time) })

describe('a path that is dead for a while', () => {
  test('is told in one sentence, and explains the silence', async () => {
    const found = await findingsOf(dead('aToB'), story)
    const [first] = found
    expect(first).toMatchObject({ rule: 'esp-loss', severity: 'warning', confidence: 'certain', place: 'a-to-b' })
    expect(first!.title).toMatch(
      /^Nothing from A \(192\.0\.2\.10\) arrived at B \(198\.51\.100\.20\) for \d+ s at least, then it did again$/,
    )
    expect(first!.says).toMatch(
      /^All 7 packets .* 3 protected and 4 of IKE\. .*sent nothing meanwhile, so that nothing tells of the way back\.$/,
    )
    expect(by(found, 'dead-peer')).toMatchObject({ severity: 'note', consequenceOf: 0 })
    expect(by(found, 'dead-peer')!.tryNext.join()).not.toMatch(/filters/)
    expect(found.filter(one => one.severity !== 'note')).toHaveLength(1)
    expect(by(found, 'peer-restarted')).toBeUndefined()
  })
  test('so it is where the capture at the sender ends meanwhile, as the other one shows', async () => {
    const found = await findingsOf(dead('aToB'), story, [0, 24])
    expect(found[0]!.title).toMatch(/then it did again$/)
  })
  test('and stays dead as far as both captures go', async () => {
    const cut = await findingsOf({ drop: (_, sent, time) => sent === 'aToB' && time > CUT }, net => {
      story(net, 'all', false)
      // The capture at B goes on.
      net.send('bToA', ike(sayV1({ initiator: 'd1d1d1d1d1d1d1d1' }).mm1))
    })
    expect(cut[0]).toMatchObject({ rule: 'esp-loss', severity: 'error', place: 'a-to-b' })
    expect(cut[0]!.title).toMatch(/^Nothing from A .* arrives at B .* any more, from packet A\d+ on$/)
    expect(by(cut, 'dead-peer')?.consequenceOf).toBe(0)
  })
  test('near miss: only what is protected is lost', async () => {
    const drop: Path['drop'] = (packet, sent, time) => sent === 'aToB' && isDead(time) && packet[9] === 50
    const found = await findingsOf({ drop }, net => story(net, 'protected'))
    expect(found.filter(one => one.title.startsWith('Nothing'))).toEqual([])
  })
  test('near miss: one packet came through in between', async () => {
    let sent = 0
    const drop: Path['drop'] = (_, way, time) => way === 'aToB' && isDead(time) && ++sent !== 4
    expect((await findingsOf({ drop }, story)).filter(one => one.title.startsWith('Nothing'))).toEqual([])
  })
  test('near miss: a router says of one that it could not go on', async () => {
    const drop: Path['drop'] = (packet, way, time) => {
      if (way !== 'aToB' || !isDead(time)) return false
      last ??= packet
      return true
    }
    let last: Uint8Array | undefined
    const found = await findingsOf({ drop }, net => {
      stand(net)
      pings(net, 4)
      net.now = CUT + 1
      pings(net, 1, 5)
      net.aside('aToB', ipv4('203.0.113.1', A, icmp(3, 1, [0, 0, 0, 0], last!.slice(0, 56))))
      pings(net, 2, 6)
      for (let id = 1; id <= 4; id++) {
        net.now += 4
        net.send('aToB', ike(v1.informational(0x5000 + id, 80)))
      }
      net.now = MENDED + 1
      stand(net, again)
    })
    expect(found.filter(one => one.title.startsWith('Nothing'))).toEqual([])
  })
})

describe('only what A asks for gets through to it', () => {
  const say = { byB: sayV1({ initiator: 'd1d1d1d1d1d1d1d1' }), byA: v1 }
  const tell = (withBefore: boolean) => (net: Network) => {
    // Both captures run from the beginning.
    for (const way of ['aToB', 'bToA'] as const)
      net.aside(way, ipv4('203.0.113.1', '203.0.113.2', icmp(8, 0, [0, 0, 0, 0], Uint8Array.of(1))), 0)
    if (withBefore) net.send('bToA', ike(say.byB.informational(0x4001, 80)))
    net.now += 1
    for (let i = 0; i < 4; i++, net.now += 4) net.send('bToA', ike(say.byB.mm1))
    net.now = 40
    stand(net, say.byA)
    pings(net, 4)
  }
  const drop: Path['drop'] = (_, way, time) => way === 'bToA' && time > 0.5 && time < 40
  test('B began in vain, A did not: the firewall is named beside the broken path', async () => {
    const found = by(await findingsOf({ drop }, tell(false)), 'no-answer')!
    expect(found).toMatchObject({ place: 'b-to-a', confidence: 'certain' })
    expect(found.otherwise[0]).toMatch(
      /^A stateful firewall before A .* lets in only what A .* has asked for: all that B .* since A .* began N2 arrived\.$/,
    )
    expect(found.because.at(-1)).toBe(`Another attempt of the same two hosts succeeded; ${A} began that one.`)
  })
  test('near miss: something of B had arrived before', async () => {
    const found = by(await findingsOf({ drop }, tell(true)), 'no-answer')!
    expect(found.otherwise.join()).not.toContain('stateful')
  })
})
