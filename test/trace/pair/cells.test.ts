/**
 * Every cell of the scenario table's column "both sides add": the pair of captures, or the story, in which two traces prove it,
 * with its place and certainty; and that neither trace alone says so.
 */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding, Report } from '../../../src/trace/report.ts'
import { memory, onDisk } from '../../support/capture/collect.ts'
import { icmp, ipv4 } from '../../support/packets/index.ts'
import { A, B, converse, esp, exchange, ike, Network, type Path } from '../../support/pair/network.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'

const v1 = sayV1()
const v2 = sayV2()
const isEsp = (packet: Uint8Array) => packet[9] === 50
const isLater = (packet: Uint8Array) => ((packet[6]! & 0x1f) | packet[7]!) !== 0
const exchangeType = (packet: Uint8Array) => (packet[9] === 17 && !isLater(packet) ? packet[28 + 18]! : 0)
const port = (packet: Uint8Array) => (packet[9] === 17 && !isLater(packet) ? (packet[22]! << 8) | packet[23]! : 0)

type Sources = readonly [ReturnType<typeof memory>, ReturnType<typeof memory>]

/** A pair of captures that comes with the project. */
const pairOf = (path: string) => (): Sources => [onDisk(`captures/${path}/a.pcap`), onDisk(`captures/${path}/b.pcap`)]

/** A story over a path. `hide` keeps a packet out of B's capture although B sent it or got it. */
const storyOf =
  (path: Path, tell: (net: Network) => void, hide: (packet: Uint8Array) => boolean = () => false) =>
  (): Sources => {
    const net = new Network(path)
    tell(net)
    const [a, b] = net.captures().files
    return [memory(pcapFile(a), 'a'), memory(pcapFile(b.filter(({ data }) => !hide(data.subarray(14)))), 'b')]
  }

/** One bit of each later fragment is another one at B. */
function changedLater(packet: Uint8Array): boolean {
  if (packet[9] === 17 && isLater(packet)) packet[60]! ^= 1
  return false
}

const talk =
  (how: Parameters<typeof converse>[1] = {}) =>
  (net: Network) =>
    void converse(net, how)

function stand(net: Network): void {
  exchange(net, 'aToB', v1.mm1, v1.mm2)
  exchange(net, 'aToB', v1.mm3, v1.mm4)
  exchange(net, 'aToB', v1.mm5, v1.mm6)
  exchange(net, 'aToB', v1.qm1(), v1.qm2())
  exchange(net, 'aToB', v1.qm3(), undefined)
}

function pings(net: Network, count: number): void {
  for (let i = 1; i <= count; i++) {
    const arrived = net.send('aToB', esp('aToB', i))
    if (arrived !== undefined) net.send('bToA', esp('bToA', i), { time: arrived + 0.001 })
    net.now += 0.3
  }
}

/** IKE_AUTH in three pieces, of which the path takes the second; asked again four times. */
function inPieces(net: Network): void {
  exchange(net, 'aToB', v2.init, v2.initAnswer)
  for (let i = 0; i < 4; i++) {
    for (const number of [1, 2, 3]) net.send('aToB', ike(v2.authPiece(number)), { time: net.now + number * 0.001 })
    net.now += 2 ** (i + 1)
  }
}
/** The first of two pieces is cut by IP once more. */
function inPiecesCutAgain(net: Network): void {
  exchange(net, 'aToB', v2.init, v2.initAnswer)
  for (let i = 0; i < 4; i++) {
    for (const number of [1, 2])
      net.send('aToB', ike(v2.authPiece(number, 2)), { cut: number === 1 ? 120 : 0, time: net.now + number * 0.001 })
    net.now += 2 ** (i + 1)
  }
}
const isLaterFragment = (packet: Uint8Array) => packet[9] === 17 && (((packet[6]! & 0x1f) << 8) | packet[7]!) > 0
const isSecondPiece = (packet: Uint8Array) => exchangeType(packet) === 35 && packet[28 + 28 + 5] === 2

/** An ICMP error in B's name comes back for each MM1. */
function refused(net: Network): void {
  pings(net, 3)
  for (let i = 0; i < 3; i++) {
    net.send('aToB', ike(v1.mm1))
    net.send('bToA', icmp(3, 3, [0, 0, 0, 0], ipv4(A, B, ike(v1.mm1), { id: 1 })), { time: net.now + 0.02 })
    net.now += 2
  }
  pings(net, 3)
}

/** MM5 arrives and B repeats MM4: it cannot read it. */
function wrongKey(net: Network): void {
  exchange(net, 'aToB', v1.mm1, v1.mm2)
  exchange(net, 'aToB', v1.mm3, v1.mm4)
  for (let i = 0; i < 4; i++) {
    net.send('aToB', ike(v1.mm5))
    net.now += 0.1
    net.send('bToA', ike(v1.mm4))
    net.now += 2 ** (i + 1)
  }
}

/** Of what A sends behind the main part, each packet arrives at B, which says with ICMP what is wrong with it. */
function answeredWith(type: number, code: number, wait: number, main: (net: Network) => void, send: (net: Network, i: number) => void) {
  let left: Uint8Array | undefined
  const path: Path = {
    drop: (packet, way) => {
      if (way === 'aToB' && !isLater(packet)) left = packet
      return false
    },
  }
  return storyOf(path, net => {
    main(net)
    const errors = [1, 2, 3].map(i => {
      const time = net.now + wait
      send(net, i)
      net.now += 4
      return { time, error: icmp(type, code, [0, 0, 0, 0], left!.slice(0, 60)) }
    })
    for (const { time, error } of errors) net.send('bToA', error, { time })
    net.now += 60
    pings(net, 1)
  })
}

interface Cell {
  /** Row of the table, and what the cell asks for. */
  readonly adds: string
  readonly of: () => Sources
  readonly rule: string
  readonly place: Finding['place']
  readonly confidence?: Finding['confidence']
  /** What no trace alone says. */
  readonly words: RegExp
}

const cells: readonly Cell[] = [
  {
    adds: 'N2: lost on the way there',
    of: storyOf({ drop: (p, way) => way === 'aToB' && port(p) === 500 }, net => {
      pings(net, 2)
      converse(net)
      pings(net, 2)
    }),
    rule: 'no-answer',
    place: 'a-to-b',
    words: /MM1 from A .* does not arrive at B/,
  },
  {
    adds: 'N2: lost on the way back',
    of: pairOf('lab/v1_oneway_b_lost'),
    rule: 'no-answer',
    place: 'b-to-a',
    words: /MM2 from B .* does not arrive at A/,
  },
  {
    adds: 'N2: arrived and ignored',
    of: pairOf('lab/v1_resp_firewalled'),
    rule: 'no-answer',
    place: 'at-b',
    words: /All 6 copies arrived at B .*no answer was sent back for MM1/,
  },
  {
    adds: 'N3: an answer whose pieces get lost is counted once',
    of: pairOf('recorded/v2_skf_resp_lost_always'),
    rule: 'resends-last-good-message',
    place: 'b-to-a',
    words:
      /3 were lost on the way\. Each time it was piece 2 of 2 that was lost; piece 1 arrived\. A \S+ sent IKE_AUTH request 4 times, of which all arrived at B \S+\.$/m,
  },
  {
    adds: 'N3: which copies arrived, and whether the answer left',
    of: pairOf('lab/v1_qm3_lost'),
    rule: 'resends-last-good-message',
    place: 'a-to-b',
    words: /B .* sent QM2 4 times, of which all arrived at A .* answered with QM3 4 times, of which none arrived at B/,
  },
  {
    adds: 'N4: the peer sent the ICMP itself',
    of: pairOf('lab/v1_resp_not_running'),
    rule: 'port-unreachable',
    place: 'at-b',
    words: /B .* sent the ICMP message itself: its own capture shows it leaving/,
  },
  {
    adds: 'N4: a device on the way sent it in the peer’s name',
    of: storyOf({ drop: (p, way) => way === 'aToB' && port(p) === 500 }, refused, p => p[9] === 1),
    rule: 'port-unreachable',
    place: 'a-to-b',
    confidence: 'likely',
    words: /the capture at B .* shows no such ICMP message leaving/,
  },
  {
    adds: 'N8: who stopped, by its refusal',
    of: pairOf('lab/v1_wrong_psk'),
    rule: 'authentication-failed',
    place: 'at-b',
    confidence: 'likely',
    words: /It was B .* that stopped/,
  },
  {
    adds: 'N8: who stopped, by its silence',
    of: storyOf({}, wrongKey),
    rule: 'authentication-failed',
    place: 'at-b',
    confidence: 'likely',
    words: /It was B .* that stopped|which said nothing to it/,
  },
  {
    adds: 'N12: the other trace has none of them',
    of: storyOf({ drop: (_, way) => way === 'aToB' }, talk()),
    rule: 'one-sided-negotiation',
    place: 'a-to-b',
    words: /None of the \d copies of MM1 is in the capture at B/,
  },
  {
    adds: 'N12: it has them and answers nothing',
    of: pairOf('lab/v1_resp_firewalled'),
    rule: 'one-sided-negotiation',
    place: 'at-b',
    words: /either capture\. All 6 copies arrived at B .* no answer was sent back/,
  },
  {
    adds: 'N12: it answers, and the answers never arrive',
    of: pairOf('lab/v1_oneway_b_lost'),
    rule: 'one-sided-negotiation',
    place: 'b-to-a',
    words: /not one of \S+ is in A's capture, although B's has 4 messages that it sent\. 3 of them were lost on the way/,
  },
  {
    adds: 'N16: blocked in one direction',
    of: pairOf('recorded/v2_rekey_lost'),
    rule: 'rekey-failed',
    place: 'a-to-b',
    confidence: 'likely',
    words: /None of the 4 copies of CREATE_CHILD_SA request is in the capture at B/,
  },
  {
    adds: 'N28: the answer arrived unchanged',
    of: pairOf('composed/answers-ignored'),
    rule: 'answer-ignored',
    place: 'at-a',
    words: /of which all arrived at A .*, byte for byte as they left/,
  },
  {
    adds: 'N29: which copies were lost, each way',
    of: pairOf('lab/v1_netem_loss20'),
    rule: 'ike-loss',
    place: 'b-to-a',
    words: /2 sendings of IKE messages left B .* and did not arrive/,
  },
  {
    adds: 'F1: which fragment was lost, by offset and length',
    of: storyOf({ drop: p => isLater(p) && (p[6]! & 0x20) === 0 }, talk({ cut: 800 })),
    rule: 'fragments-lost',
    place: 'a-to-b',
    words: /Lost: bytes 1600 to \d+ \(\d times\)/,
  },
  {
    adds: 'F1: a piece was lost, and another one was changed besides',
    of: storyOf({ drop: p => isLater(p) && (p[6]! & 0x20) === 0 }, talk({ cut: 800 }), changedLater),
    rule: 'no-answer',
    place: 'a-to-b',
    words: /^MM5 from A .* does not arrive at B/,
  },
  {
    adds: 'F1: none was lost on the way, and the receiver says that it lacks them',
    of: answeredWith(
      11,
      1,
      30,
      net => {
        exchange(net, 'aToB', v1.mm1, v1.mm2)
        exchange(net, 'aToB', v1.mm3, v1.mm4)
      },
      net => net.send('aToB', ike(v1.largeMm5), { cut: 1480 }),
    ),
    rule: 'fragments-lost',
    place: 'at-b',
    words: /All fragments of 3 packets from A .* are in the capture at B .* said 3 times with ICMP/,
  },
  {
    adds: 'F2: a pattern over the whole trace',
    of: pairOf('lab/v1_cert_fragdrop_both'),
    rule: 'fragment-filtered',
    place: 'a-to-b',
    words: /All 6 fragments that are not the first .* were lost .* all 6 first fragments arrived/,
  },
  {
    adds: 'F3: pieces missing at the other end',
    of: storyOf({ drop: isSecondPiece }, inPieces),
    rule: 'ike-fragmentation',
    place: 'a-to-b',
    words: /piece 2 of 3 left A .* missing at B/,
  },
  {
    adds: 'F3: a piece that IP cut once more is one piece',
    of: storyOf({ drop: isLaterFragment }, inPiecesCutAgain),
    rule: 'ike-fragmentation',
    place: 'a-to-b',
    words: /Of IKE_AUTH request, piece 1 of 2 left A .* missing at B/,
  },
  {
    adds: 'F6: the size above which nothing arrives',
    of: pairOf('lab/v1_pmtu_blackhole'),
    rule: 'pmtu-black-hole',
    place: 'a-to-b',
    words: /Protected packets of 1,472 bytes and more never arrive/,
  },
  {
    adds: 'F8: lost fragments of protected packets',
    of: storyOf({ drop: p => isEsp(p) && isLater(p) }, net => {
      stand(net)
      for (let i = 1; i <= 5; i++) {
        net.send('aToB', esp('aToB', i, 1400), { cut: 1280 })
        net.now += 0.5
      }
      pings(net, 2)
    }),
    rule: 'host-fragments-protected-packets',
    place: 'a-to-b',
    words: /5 of 10 such fragments did not arrive at B .*: bytes 1280 to 1407 \(5 times\)/,
  },
  {
    adds: 'T1: the receiver got ESP before QM3: by how many ms, how many packets',
    of: pairOf('composed/bad-spi-at-rekey'),
    rule: 'bad-spi',
    place: 'at-b',
    words: /5 packets of ESP f5640186 reached B .* before .* third message did, 238 ms at most/,
  },
  {
    adds: 'T2: which bytes, and the pattern',
    of: pairOf('lab/v1_nocsum_corrupt'),
    rule: 'modified-in-path',
    place: 'a-to-b',
    words:
      /They are ESP, 156 bytes long, no fragments, 8\.8 s to 13 s into the capture, and no IKE was changed[\s\S]*A44 and B44 differ in 1 octet: at 99 .* 7b became fb/,
  },
  {
    adds: 'T4: the delete is missing in the other trace',
    of: pairOf('lab/v1_delete_lost'),
    rule: 'delete-lost',
    place: 'a-to-b',
    confidence: 'likely',
    words: /is not in the capture at B .*: lost on the way/,
  },
  {
    adds: 'T6: they arrive, and nothing is sent back',
    of: pairOf('lab/v1_dead_spi'),
    rule: 'esp-one-way',
    place: 'at-b',
    confidence: 'likely',
    words: /The packets arrive there, as the other capture shows/,
  },
  {
    adds: 'T6: those of a new SA arrive too, and no path is to blame',
    of: pairOf('composed/one-way-since-rekey'),
    rule: 'esp-one-way',
    place: 'at-b',
    confidence: 'likely',
    words: /Since their SA was replaced[\s\S]*The packets arrive there, as the other capture shows/,
  },
  {
    adds: 'T7: each lost sequence number was seen leaving',
    of: pairOf('lab/v1_netem_loss20'),
    rule: 'esp-loss',
    place: 'both-ways',
    words: /Lost from A: ESP c3c4f95a numbers 1, 9 and 12\./,
  },
  {
    adds: 'T7: IKE messages that the same path lost, in one headline',
    of: pairOf('lab/v1_netem_loss20'),
    rule: 'esp-loss',
    place: 'both-ways',
    words: /^Packets are lost on the way: 3 of 25 protected from A .*, 6 of 22 protected and 2 of IKE from B /m,
  },
  {
    adds: 'T7: no word of IKE where none of it was lost',
    of: storyOf({ loss: { bToA: 0.2 }, seed: 3 }, talk({ pings: 40 })),
    rule: 'esp-loss',
    place: 'b-to-a',
    words: /^Protected packets are lost on the way: \d+ of \d+ from B /m,
  },
  {
    adds: 'T7: doubled by the network',
    of: storyOf({ duplicate: 0.3 }, talk({ pings: 40 })),
    rule: 'esp-replay',
    place: 'both-ways',
    words: /though each left A .* once: the network doubles packets/,
  },
  {
    adds: 'T7: shuffled by the network',
    of: storyOf({ jitter: 0.5 }, talk({ pings: 40, every: 0.1 })),
    rule: 'esp-reordered',
    place: 'both-ways',
    words: /arrived at B .* behind others that had left A .* later/,
  },
  {
    adds: 'T9: ESP leaves A and never arrives at B',
    of: pairOf('lab/v2_esp_blocked'),
    rule: 'esp-blocked',
    place: 'a-to-b',
    words: /6 protected packets left A .* not one of them is in the capture at B/,
  },
  {
    adds: 'T9: ESP arrives, and B says itself that it takes none',
    of: answeredWith(3, 2, 0.02, stand, (net, i) => net.send('aToB', esp('aToB', i))),
    rule: 'esp-blocked',
    place: 'at-b',
    words: /^198\.51\.100\.20 takes no ESP\n[\s\S]*B .* sent the ICMP message itself: its own capture shows it leaving/,
  },
  {
    adds: 'A1: addresses and ports before and after, of one message',
    of: pairOf('lab/v1_natt_ok'),
    rule: 'nat-detected',
    place: 'unknown',
    words: /left A as A5, from 192\.0\.2\.10 port 500, is B5 at B, from 198\.51\.100\.1 port 500/,
  },
  {
    adds: 'A4: the source address differs between the traces',
    of: pairOf('composed/ah-through-nat'),
    rule: 'ah-through-nat',
    place: 'a-to-b',
    words: /left A as A11, from 10\.0\.0\.10, is B11 at B, from 203\.0\.113\.9/,
  },
]

async function reportOn(...sources: readonly ReturnType<typeof memory>[]): Promise<Report> {
  const opened = await openSession([...sources])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

const textOf = ({ title, says, because }: Finding) => [title, says, ...because].join('\n')

describe('what both sides add', () => {
  test.each(cells)('$adds', async ({ of, rule, place, confidence = 'certain', words }) => {
    const [a, b] = of()
    const said = (await reportOn(a, b)).findings.filter(one => one.rule === rule)
    expect(said.map(textOf)).toEqual(expect.arrayContaining([expect.stringMatching(words)]))
    expect(said.filter(one => words.test(textOf(one))).map(one => [one.place, one.confidence])).toContainEqual([place, confidence])
    for (const one of said) expect(one.evidence.length).toBeGreaterThan(0)
    for (const alone of [a, b])
      for (const one of (await reportOn(alone)).findings.filter(one => one.rule === rule)) {
        expect(one.place).toBe('unknown')
        expect(textOf(one)).not.toMatch(words)
      }
  })

  test('N20: liveness checks: arrived or lost; test/trace/pair/afterwards.test.ts tells the three ways', async () => {
    const question = v2.request(37, 2, { inner: 0, length: 16 })
    const [a, b] = storyOf({ drop: p => exchangeType(p) === 37 }, net => {
      exchange(net, 'aToB', v2.init, v2.initAnswer)
      exchange(net, 'aToB', v2.auth, v2.authAnswer)
      pings(net, 3)
      for (const wait of [2, 4, 8]) {
        net.send('aToB', ike(question))
        net.now += wait
      }
      net.send('bToA', esp('bToA', 9))
    })()
    const found = (all: readonly Finding[]) => all.filter(one => one.rule === 'dead-peer').map(one => one.place)
    expect(found((await reportOn(a, b)).findings)).toEqual(['a-to-b'])
    expect(found((await reportOn(a)).findings)).toEqual(['unknown'])
  })

  test('N2: of several hosts at an end those are named that negotiate', async () => {
    const [a, b] = storyOf({}, net => {
      pings(net, 4)
      for (const [id, wait] of [2, 4, 8, 16].entries()) {
        const sent = (ttl: number) => ipv4('192.0.2.31', '198.51.100.21', ike(v1.mm1), { id: 70 + id, ttl })
        net.aside('aToB', sent(64), net.now)
        net.aside('bToA', sent(63), net.now + 0.01)
        net.now += wait
      }
      pings(net, 4)
    })()
    const found = (await reportOn(a, b)).findings.find(one => one.rule === 'no-answer')!
    expect(found.title).toBe('B (198.51.100.21) receives MM1 and does not answer')
    expect(found.says).toContain('A (192.0.2.31) sent MM1 4 times')
  })

  test('N27: the refusal is cited under its number where it left, however often what it refuses is repeated', async () => {
    const [a, b] = storyOf({}, net => {
      exchange(net, 'aToB', v1.mm1, v1.mm2)
      exchange(net, 'aToB', v1.mm3, v1.mm4)
      exchange(net, 'aToB', v1.mm5, v1.mm6)
      pings(net, 2)
      exchange(net, 'aToB', v1.qm1(), v1.informational())
      for (let i = 0; i < 10; i++) {
        net.now += 2
        net.send('aToB', ike(v1.qm1()))
      }
    })()
    const found = (await reportOn(a, b)).findings.find(one => one.rule === 'child-sa-refused')!
    const left = /that stopped: B(\d+) left there and arrived at A/.exec(found.because.join(' '))
    expect(found.evidence).toContainEqual({ trace: 1, packet: Number(left?.[1]) })
    const [refusal] = (await reportOn(b)).negotiations[0]!.exchanges.at(-1)!.messages.at(-1)!.transmissions
    expect(refusal!.sightings[0]!.packets).toEqual([Number(left?.[1])])
  })

  test.each([
    ['N20', 'dead-peer', 0],
    ['N2', 'no-answer', 42],
  ])('%s: what the peer returned with ICMP was not taken away behind the capture', async (_, rule, inner) => {
    const question = ike(v2.request(37, 2, { inner, length: 16 }))
    const [a, b] = storyOf({}, net => {
      exchange(net, 'aToB', v2.init, v2.initAnswer)
      exchange(net, 'aToB', v2.auth, v2.authAnswer)
      pings(net, 3)
      for (const [id, wait] of [2, 4, 8].entries()) {
        net.send('aToB', question)
        net.send('bToA', icmp(3, 3, [0, 0, 0, 0], ipv4(A, B, question, { id: 90 + id })), { time: net.now + 0.02 })
        net.now += wait
      }
      pings(net, 3)
    })()
    const found = (await reportOn(a, b)).findings.find(one => one.rule === rule)!
    expect(found.says).toMatch(/as the capture there shows, and ICMP errors were sent back instead of an answer\.$/)
    expect(found.otherwise).toEqual([expect.stringContaining('with these ICMP errors')])
  })

  test('N1: of a healthy negotiation each message’s fate and delay, and which clock is ahead', async () => {
    const [a, b] = pairOf('lab/v1_main_psk_ok')()
    const both = await reportOn(a, b)
    const sendings = both.negotiations.flatMap(n => n.exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions)))
    expect(sendings.length).toBeGreaterThan(6)
    expect(sendings.every(({ fate, way }) => fate === 'delivered' && typeof way?.delay === 'number')).toBe(true)
    expect(both.pair!.clock.says).toMatch(/^The clocks of A and B agree to within /)
    expect((await reportOn(...pairOf('lab/v1_netem_loss20')())).pair!.clock.says).toMatch(/^B's clock is 37\.2\d\d s ahead of A's, ± /)
    const alone = await reportOn(a)
    expect(alone.pair).toBeNull()
    const fates = alone.negotiations.flatMap(n => n.exchanges.flatMap(e => e.messages.flatMap(m => m.transmissions.map(t => t.way))))
    expect(fates.every(way => way === undefined)).toBe(true)
  })
})

/** Rows of which the cell is empty: two traces add nothing of their own, each fault is said once, with its place where it has one. */
const empty = 'N5 N6 N7 N9 N10 N11 N13 N14 N15 N17 N18 N19 N21 N22 N23 N24 N25 N26 N27 F4 F5 F7 F9 T3 T5 T8 T10 A2 A3 A5 A6'.split(' ')

test('no row of the negotiation, fragments, tunnel and NAT is left out', () => {
  const upTo: Readonly<Record<string, number>> = { N: 29, F: 9, T: 10, A: 6 }
  const rows = Object.entries(upTo).flatMap(([letter, last]) => Array.from({ length: last }, (_, i) => `${letter}${i + 1}`))
  const told = new Set([...cells.map(one => one.adds.split(':')[0]), 'N1', 'N20', ...empty])
  expect(rows.filter(row => !told.has(row))).toEqual([])
  expect(empty.filter(row => cells.some(one => one.adds.startsWith(`${row}:`)))).toEqual([])
})

describe('patterns over the trace', () => {
  const patternsOf = async (of: () => Sources) => (await reportOn(...of())).pair!.patterns
  test('all fragments from A that are not the first', async () => {
    const all = await patternsOf(storyOf({ drop: (p, way) => isLater(p) && way === 'aToB' }, talk({ cut: 1480 })))
    expect(all).toMatchObject([
      {
        kind: 'later-fragments',
        place: 'a-to-b',
        says: expect.stringMatching(/^All \d fragments from A .* that are not the first were lost; all \d first ones arrived\.$/),
      },
    ])
  })
  test('everything above 1,236 bytes: of ESP', async () => {
    const sizes = [100, 1208, 1400, 100, 1208, 1300, 1400, 100]
    const all = await patternsOf(storyOf({ drop: (p, way) => p.length > 1236 && way === 'aToB' }, talk({ sizes })))
    expect(all).toMatchObject([
      {
        kind: 'above-size',
        place: 'a-to-b',
        size: 1236,
        says: expect.stringMatching(/protected packets from A .* above 1,236 bytes were lost; all others arrived/),
      },
    ])
  })
  test('everything above 1,236 bytes: of IKE in one piece', async () => {
    const all = await patternsOf(
      storyOf({ drop: p => p.length > 1236 }, net => {
        exchange(net, 'aToB', v1.mm1, v1.mm2)
        exchange(net, 'aToB', v1.mm3, v1.mm4)
        exchange(net, 'aToB', v1.largeMm5, v1.mm6)
        exchange(net, 'aToB', v1.informational(), undefined)
      }),
    )
    expect(all).toMatchObject([
      {
        kind: 'above-size',
        place: 'a-to-b',
        lost: 5,
        says: expect.stringMatching(/^All 5 packets from A .* bytes were lost; all \d others arrived\.$/),
      },
    ])
  })
  test('everything from UDP 4500, to a peer that a NAT gave another port', async () => {
    const nat = { address: '203.0.113.5', port: 61001 }
    const drop: Path['drop'] = (p, way) => way === 'bToA' && p[9] === 17 && ((p[20]! << 8) | p[21]!) === 4500
    expect(await patternsOf(storyOf({ nat, drop }, talk({ port: 4500 })))).toMatchObject([
      {
        kind: 'port',
        place: 'b-to-a',
        says: expect.stringMatching(/from B .* on UDP port 4500 that left while both captures ran were lost; on port 500 they arrive/),
      },
    ])
  })
  test('everything on UDP 4500', async () => {
    const all = await patternsOf(
      storyOf({ drop: p => port(p) === 4500 }, net => {
        converse(net, { port: 4500 })
        net.send('aToB', ike(v1.mm1))
      }),
    )
    expect(all).toMatchObject([
      { kind: 'port', place: 'a-to-b', says: expect.stringMatching(/from A .* on UDP port 4500 were lost; on port 500 they arrive/) },
    ])
  })
  test('a bit flipped in 30 % of ESP', async () => {
    const all = await patternsOf(storyOf({ corrupt: { aToB: 0.3 }, seed: 4 }, talk({ pings: 60 })))
    expect(all.map(one => [one.kind, one.place])).toEqual([['bit-flips', 'a-to-b']])
    expect(all[0]!.lost / all[0]!.sent).toBeGreaterThan(0.2)
    expect((await patternsOf(pairOf('lab/v1_nocsum_corrupt')))[0]!.says).toMatch(
      /^In 7 of \d+ protected packets from A .* one bit was flipped\.$/,
    )
  })
  test('near miss: what is lost now and then has no such pattern', async () => {
    const all = await patternsOf(storyOf({ loss: { aToB: 0.2 }, seed: 3 }, talk({ pings: 40, sizes: [100, 1208, 1400] })))
    expect(all.map(one => one.kind)).toEqual(['random'])
  })
})
