/** A capture without IKE has a ladder of what is there, and says first what is not: of one capture, of both ends, and as text. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { textLadder } from '../../src/text/ladder/index.ts'
import { entries } from '../../src/ui/case/entries.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { bothEndsOf, laddersOf } from '../../src/ui/picture/figures.ts'
import { atEnd } from '../../src/ui/sideBySide/half.ts'
import { hole } from '../../src/ui/sideBySide/hole.ts'
import { memory } from '../support/capture/collect.ts'
import { carried, icmp, ipv4, tcp, u16, u32, udp } from '../support/packets/index.ts'
import { A, B, converse, esp, Network, type Path } from '../support/pair/network.ts'

const ROUTER = '203.0.113.1'
const SERVER = '192.0.2.53'

const ah = (sequence: number) =>
  carried(
    51,
    u32(0x32040000, 0xab000001, sequence, 1, 2, 3),
    Uint8Array.from({ length: 40 }, (_, i) => i * sequence),
  )
const segment = (from: number, to: number, sequence: number) => tcp(from, to, new Uint8Array(20).fill(sequence), { flags: 16, sequence })

async function told(tell: (net: Network) => void, path: Path = {}) {
  const net = new Network(path)
  tell(net)
  const files = net.captures().files.map((file, i) => memory(pcapFile(file), 'ab'[i]!))
  const open = async (...sources: typeof files) => {
    const opened = await openSession(sources)
    if (!opened.ok) throw new Error(opened.why)
    return { session: opened.session, report: await opened.session.report() }
  }
  const one = await open(files[0]!)
  const two = files[1]!.size > 24 ? await open(...files) : undefined
  const alone = await laddersOf(one.session, one.report, 0)
  const both = two ? await bothEndsOf(two.session, two.report) : []
  return {
    one,
    two,
    names: (both.length > 0 ? both : alone).map(({ layout }) => layout.rows.map(rowName)),
    alone: alone.map(({ layout }) => layout.rows.map(rowName)),
    rows: (both[0] ?? alone[0])!.layout.rows,
    ties: alone.flatMap(({ layout: { rows, ties } }) => ties.map(({ from, to }) => [rows[from]!.kind, rows[to]!.kind])),
  }
}

const of = <K extends Row['kind']>(rows: readonly Row[], kind: K) =>
  rows.filter((row): row is Extract<Row, { kind: K }> => row.kind === kind)

function pings(net: Network) {
  for (let i = 1; i < 6; i++) {
    net.send('aToB', esp('aToB', i))
    net.send('bToA', esp('bToA', i))
    net.now += 0.2
  }
}

describe('one capture', () => {
  test('ESP alone: its bands, and that there is no IKE; the text ladder too', async () => {
    const { alone, one } = await told(pings)
    expect(alone).toHaveLength(1)
    expect(alone[0]!.map(name => name.replace(/, packets?.*|, at .*/, ''))).toEqual([
      'no IKE in this capture; its ESP is shown',
      'ESP c0ffee01, left to right, 5 packets, 801 ms',
      'ESP c0ffee02, right to left, 5 packets, 801 ms',
      'the capture ends',
    ])
    expect(textLadder(one.report).slice(0, 5)).toEqual([
      'No IKE in this capture; its ESP is shown.',
      '',
      expect.stringMatching(/^ +packet +time +192\.0\.2\.10 +198\.51\.100\.20$/),
      expect.stringMatching(/^ +1 +0\.0+ {2}\|== ESP c0ffee01 =+>\| {2}5 packets/),
      expect.stringMatching(/^ +2 +0\.0\d+ {2}\|<=+ ESP c0ffee02 ==\| {2}5 packets/),
    ])
  })

  test('AH alone', async () => {
    const { alone } = await told(net => {
      for (const i of [1, 2, 3]) net.send('aToB', ah(i))
    })
    expect(alone[0]![0]).toBe('no IKE in this capture; its AH is shown')
    expect(alone[0]![1]).toMatch(/^AH ab000001, left to right, 3 packets/)
  })

  test('ICMP alone: what it quotes is named, though it is not in the capture', async () => {
    const lost = ipv4(A, B, udp(500, 500, new Uint8Array(60)))
    const { alone, one, rows } = await told(net => net.aside('aToB', ipv4(B, A, icmp(3, 3, u32(0), lost.slice(0, 60)))))
    expect(alone[0]!.slice(0, 2)).toEqual([
      'no IKE, ESP or AH in this capture; its ICMP is shown',
      expect.stringMatching(/^ICMP 3\/3 from 198\.51\.100\.20, port unreachable/),
    ])
    expect(of(rows, 'icmp')[0]!.quoted).toBe('a UDP packet to port 500')
    expect(textLadder(one.report).at(-1)).toMatch(/port unreachable .*ICMP from 198\.51\.100\.20, about UDP to port 500$/)
    expect(entries(hostPairs(one.report, 0), new Map())).toMatchObject([
      { kind: 'hosts' },
      { name: 'No more than ICMP', says: '1 ICMP error' },
    ])
  })

  test('in the clear: a run for each service, ping, and DNS with a third host; an error is tied to the run it quotes', async () => {
    const { alone, ties, one } = await told(net => {
      net.aside('aToB', ipv4(A, SERVER, udp(1025, 53, [...u16(1, 0x0100, 1, 0, 0, 0), 1, 0x78, 0, ...u16(1, 1)])), 0)
      for (let i = 0; i < 4; i++) net.send('aToB', segment(40_000, 445, i))
      net.send('aToB', icmp(8, 0, u32(7), new Uint8Array(56)))
      net.send('bToA', icmp(0, 0, u32(7), new Uint8Array(56)))
      const quoted = ipv4(A, B, segment(40_000, 445, 9)).slice(0, 40)
      net.aside('aToB', ipv4(ROUTER, A, icmp(3, 4, u32(1280), quoted)))
    })
    const [first] = alone
    expect(first![0]).toBe('no IKE, ESP or AH in this capture; its ICMP and traffic in the clear are shown')
    const said = first!.slice(1).map(name => name.replace(/, packets? .*| more, then.*/, ''))
    expect(said).toEqual([
      'DNS, in the clear, query x, with 192.0.2.53',
      'TCP port 445, in the clear, 4 packets, 0.3 ms, one way only',
      'Ping, in the clear, 2 packets, 10 ms',
      'ICMP 3/4 from 203.0.113.1, fragmentation needed, MTU 1280, quotes TCP port 445',
      expect.stringContaining('the capture ends'),
    ])
    expect(ties).toEqual([['icmp', 'context']])
    expect(textLadder(one.report)[0]).toBe('No IKE, ESP or AH in this capture; its ICMP and traffic in the clear are shown.')
  })

  test('a scan: some pairs of hosts, the busiest first, and an end to them', async () => {
    const { one } = await told(net => {
      for (let i = 0; i < 300; i++) net.aside('aToB', ipv4(A, `10.0.${i >> 8}.${i & 255}`, segment(40_000, 22, 1)), i * 0.001)
      for (let i = 0; i < 9; i++) net.aside('aToB', ipv4(A, SERVER, segment(40_001, 22, i)), 1 + i * 0.001)
      net.aside('aToB', ipv4(A, '224.0.0.251', udp(5353, 5353, new Uint8Array(20))), 2)
    })
    const pairs = hostPairs(one.report, 0)
    expect([pairs.length, pairs[0]!.right, pairs[0]!.clear]).toEqual([40, SERVER, 9])
    expect(pairs.some(({ right }) => right === '224.0.0.251')).toBe(false)
  })
})

describe('both ends', () => {
  test('ESP and nothing of its negotiation: bands, and what neither capture has', async () => {
    const { names, two } = await told(pings, { loss: { aToB: 0.3 }, seed: 4 })
    expect(names[0]![0]).toBe('no IKE in either capture; their ESP is shown')
    expect(names[0]!.filter(name => /^ESP/.test(name))).toHaveLength(2)
    expect(textLadder(two!.report)[0]).toBe('No IKE in either capture; their ESP is shown.')
  })

  test('in the clear: what came and what did not; each half has its own', async () => {
    const drop = (packet: Uint8Array) => packet[9] === 6 && packet[22] === 0 && packet[23] === 80
    const { rows } = await told(
      net => {
        for (let i = 0; i < 4; i++) {
          net.send('aToB', segment(40_000, 445, i))
          net.send('bToA', segment(445, 40_000, i))
          net.send('aToB', segment(40_001, 80, i))
          net.now += 0.05
        }
      },
      { drop },
    )
    const [smb, web] = of(rows, 'context')
    expect(rowName(smb!)).toMatch(/^TCP port 445, in the clear, 8 packets, \d+ ms, A1–12, B1–8/)
    expect(rowName(web!)).toMatch(/^TCP port 80, in the clear, 4 packets, \d+ ms, one way only, not in B's capture/)
    expect([smb!.seen?.map(one => one !== undefined), web!.seen?.map(one => one !== undefined)]).toEqual([
      [true, true],
      [true, false],
    ])
    expect(atEnd(web!, 1)).toBeUndefined()
    expect(hole(web!, 1)).toEqual({ says: "not in B's capture", lost: false })
    const half = atEnd(smb!, 1)
    expect(half?.kind === 'context' && half.run === smb!.runs![1]).toBe(true)
  })
})

test('where there is IKE nothing is said to be missing; of other hosts in the same capture it is', async () => {
  const { alone } = await told(net => {
    converse(net, { pings: 3 })
    net.aside('aToB', ipv4('192.0.2.1', '192.0.2.2', carried(50, u32(0xdead0001, 1), new Uint8Array(80))))
    net.aside('aToB', ipv4('192.0.2.7', '192.0.2.8', segment(40_000, 80, 1)))
  })
  const lacking = alone.map(names => names.filter(name => name.startsWith('no IKE')))
  expect(lacking).toEqual([[], ['no IKE between these hosts; their ESP is shown']])
})
