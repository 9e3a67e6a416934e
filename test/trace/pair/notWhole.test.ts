/** A message of which the capture at the other end has nothing, or only a part, did not arrive there; and it is not ignored. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { ipv4, udp } from '../../support/packets/index.ts'
import { A, B, esp, ike, Network, type Path, type Way } from '../../support/pair/network.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

const v1 = sayV1()
const v2 = sayV2()

/** @param from the second in which A's capture begins */
async function reportOf(path: Path, tell: (net: Network) => void, from = 0): Promise<Report> {
  const net = new Network(path)
  tell(net)
  const [all, b] = net.captures().files
  const a = all.filter(({ seconds }) => seconds >= all[0]!.seconds + from)
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

/** Each copy of a message in its pieces, and after each the answer, in its pieces as well. */
function copies(net: Network, request: readonly Uint8Array[], answer: readonly Uint8Array[] = []): void {
  const send = (way: Way, pieces: readonly Uint8Array[]) => {
    for (const piece of pieces) net.send(way, ike(piece))
    net.now += 0.05
  }
  for (const gap of [2, 4, 8, 16]) {
    send('aToB', request)
    if (answer.length > 0) send('bToA', answer)
    net.now += gap
  }
}

function initDone(net: Network): void {
  for (const [way, message] of [
    ['aToB', v2.init],
    ['bToA', v2.initAnswer],
  ] as const) {
    net.send(way, ike(message))
    net.now += 0.05
  }
}

const request = [v2.authPiece(1, 2), v2.authPiece(2, 2)]
const isSecondPiece = (packet: Uint8Array) => packet[9] === 17 && packet[28 + 16] === 53 && packet[28 + 28 + 5] === 2
const verdicts = ({ findings }: Report) => findings.filter(one => one.severity !== 'note').map(one => [one.rule, one.place, one.title])
const fates = ({ negotiations }: Report, name: string) =>
  negotiations
    .flatMap(n => n.exchanges.flatMap(e => e.messages))
    .find(one => one.name === name)!
    .transmissions.map(one => one.fate)

describe('IKE fragments', () => {
  test('a request of which one piece never arrives, the last one when the other capture had ended', async () => {
    const report = await reportOf({ drop: isSecondPiece }, net => {
      initDone(net)
      copies(net, request)
    })
    expect(fates(report, 'IKE_AUTH request')).toEqual(['lost', 'lost', 'lost', 'unknown'])
    expect(verdicts(report)[0]).toEqual([
      'no-answer',
      'a-to-b',
      `IKE_AUTH request from A (${A}) does not arrive whole at B (${B}): it lacks piece 2 of 2`,
    ])
    expect(report.findings[0]?.says).toContain(
      '; the rest of one of them left too late for it, the other 3 were lost on the way. Each time it was piece 2 of 2 that was lost; piece 1 arrived.',
    )
  })

  test('near miss: all pieces arrive, and the peer is silent', async () => {
    const report = await reportOf({}, net => {
      initDone(net)
      copies(net, request)
    })
    expect(fates(report, 'IKE_AUTH request')).toEqual(['delivered', 'delivered', 'delivered', 'delivered'])
    expect(verdicts(report)[0]).toEqual(['no-answer', 'at-b', `B (${B}) receives IKE_AUTH request and does not answer`])
  })
})

describe('a proof that does not arrive says nothing of the keys', () => {
  const phase1 = (net: Network) => {
    for (const [way, message] of [
      ['aToB', v1.mm1],
      ['bToA', v1.mm2],
      ['aToB', v1.mm3],
      ['bToA', v1.mm4],
    ] as const) {
      net.send(way, ike(message))
      net.now += 0.05
    }
    copies(net, [v1.mm5])
  }
  const isMm5 = (packet: Uint8Array) => packet[9] === 17 && packet[28 + 18] === 2 && (packet[28 + 19]! & 1) === 1
  const rules = ({ findings }: Report) => findings.map(one => one.rule)

  test('some copies lost, the others when the other capture had ended', async () => {
    const report = await reportOf({ drop: isMm5 }, net => {
      phase1(net)
      net.aside('bToA', ipv4(B, '198.51.100.1', udp(9, 9, new Uint8Array(20))), 3)
    })
    expect(fates(report, 'MM5')).toContain('unknown')
    expect(rules(report)).not.toContain('authentication-failed')
    expect(verdicts(report)[0]).toEqual(['no-answer', 'a-to-b', `MM5 from A (${A}) does not arrive at B (${B})`])
  })

  test('all when the other capture had ended: nothing tells whether it arrived', async () => {
    const report = await reportOf({ drop: isMm5 }, phase1)
    expect(JSON.stringify(report.findings)).not.toContain('which said nothing to it')
  })

  test('near miss: it arrives', async () => {
    const report = await reportOf({}, phase1)
    const [found] = report.findings.filter(one => one.rule === 'authentication-failed')
    expect(found?.because.join()).toContain('which said nothing to it')
  })
})

test('an answer that left before the other capture began, and after it ended, left too early and too late for it', async () => {
  const isMm4 = (packet: Uint8Array, way: Way) => way === 'bToA' && packet.length > 28 + v1.mm2.length
  const tell = (net: Network) => {
    net.send('aToB', ike(v1.mm1))
    net.now += 0.05
    net.send('bToA', ike(v1.mm2))
    net.now += 0.05
    copies(net, [v1.mm3], [v1.mm4])
  }
  const { findings } = await reportOf({ drop: isMm4 }, tell, 2)
  expect(findings[0]?.title).toBe(`MM4 from B (${B}) does not arrive at A (${A})`)
  expect(findings[0]?.says).toContain(
    `None of the 4 copies of MM4 is in the capture at A (${A}); 1 of them left too early for it, 1 too late, the other 2 were lost on the way.`,
  )
})

describe('an answer that does not arrive whole', () => {
  const answer = [v2.authPiece(1, 2, 0x20), v2.authPiece(2, 2, 0x20)]
  const isAnswer = (packet: Uint8Array) => packet[9] === 17 && packet[28 + 18] === 35 && packet[28 + 19] === 0x20
  const asked = (how: Path, pieces: readonly Uint8Array[]) =>
    reportOf(how, net => {
      initDone(net)
      copies(net, request, pieces)
    })

  test.each<[string, Path, readonly Uint8Array[], string]>([
    [
      'a piece of it is lost every time',
      { drop: packet => isAnswer(packet) && isSecondPiece(packet) },
      answer,
      `does not arrive whole at A (${A}): it lacks piece 2 of 2`,
    ],
    ['it is lost every time', { drop: isAnswer }, [v2.authAnswer], `does not arrive at A (${A})`],
  ])('%s: the negotiation is not established, and the answer is at fault', async (_, path, pieces, how) => {
    const report = await asked(path, pieces)
    expect(report.negotiations.map(one => one.outcome)).toEqual(['incomplete'])
    expect(verdicts(report)[0]?.slice(1)).toEqual(['b-to-a', `IKE_AUTH response from B (${B}) ${how}`])
    expect(report.findings.some(one => one.rule === 'answer-ignored')).toBe(false)
    const state = (kind: string) => report.securityAssociations.find(one => one.kind === kind)?.state
    expect(state('ike')).toBe('established at one end alone, it seems')
    expect(state('ipsec')).toBe('established at one end alone, it seems, no packet seen')
  })

  test('the pieces that did not arrive are cited, and whose capture lacks them is said', async () => {
    const report = await asked({ drop: packet => isAnswer(packet) && isSecondPiece(packet) }, answer)
    const [found] = report.findings
    const because = `IKE_AUTH response travels in pieces that IKE made; of all its copies together A's capture has piece 1 of 2 alone.`
    expect(found?.because).toContain(because)
    const left = report.negotiations[0]!.exchanges.flatMap(e => e.messages).find(m => m.name === 'IKE_AUTH response')!.transmissions
    const second = left.map(one => one.sightings.filter(({ trace }) => trace === 1)[0]!.packets.at(-1)!)
    expect(found?.evidence).toEqual(expect.arrayContaining(second.map(packet => ({ trace: 1, packet }))))
  })

  test('near miss: it arrives whole, and is ignored', async () => {
    const report = await asked({}, answer)
    expect(report.negotiations.map(one => one.outcome)).toEqual(['established'])
    expect(report.findings.map(one => [one.rule, one.place])).toContainEqual(['answer-ignored', 'at-a'])
  })

  test('near miss: pieces of two copies make it whole', async () => {
    let sent = 0
    const path: Path = { drop: packet => isAnswer(packet) && ++sent !== 1 && sent !== 4 && sent < 5 }
    const report = await asked(path, answer)
    expect(report.negotiations.map(one => one.outcome)).toEqual(['established'])
  })
})

test('an SA of which each end saw one way only, and one end no negotiation, is used one way', async () => {
  const isAnswer = (packet: Uint8Array) => packet[9] === 17 && packet[28 + 18] === 35 && packet[28 + 19] === 0x20
  const { securityAssociations } = await reportOf({ drop: isAnswer }, net => {
    initDone(net)
    net.send('aToB', ike(v2.auth))
    net.now += 0.05
    net.send('bToA', ike(v2.authAnswer))
    for (let i = 1; i < 4; i++) {
      net.now += 0.3
      net.send('bToA', esp('bToA', i))
    }
    copies(net, [v2.auth], [v2.authAnswer])
  })
  const [sa] = securityAssociations.filter(one => one.kind === 'ipsec')
  expect(sa).toMatchObject({ spis: { toInitiator: 'c0ffee02', toResponder: null }, state: expect.stringContaining('used one way') })
})
