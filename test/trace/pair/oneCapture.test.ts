/** What is true of one capture only: beside another one it is said whose it is, and not said where the other shows better. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import type { Written } from '../../../src/compose/files/written.ts'
import { inject, readFaults } from '../../../src/compose/inject/index.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory, onDisk } from '../../support/capture/collect.ts'
import { A, B, converse, Network, type Path } from '../../support/pair/network.ts'

type Cut = (files: readonly [Written[], Written[]]) => readonly [Written[], Written[]]

async function findingsOf(path: Path, cut: Cut = files => files, talk: Parameters<typeof converse>[1] = {}): Promise<Finding[]> {
  const net = new Network(path)
  converse(net, { pings: 5, ...talk })
  const [a, b] = cut(net.captures().files)
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return [...(await opened.session.report()).findings]
}

const of = (rule: string, findings: readonly Finding[]) => findings.filter(one => one.rule === rule)

describe('all messages of one side', () => {
  test('one capture saw only that side: its capture is named, and what the other has', async () => {
    const [found, ...more] = of('one-sided-negotiation', await findingsOf({ drop: (_, way) => way === 'bToA' }))
    expect(found?.title).toBe(`A's capture holds no IKE message of ${B}`)
    expect(found?.says).toMatch(new RegExp(`^${A} sent 5 messages in N1; not one of ${B} is in A's capture, although B's has 5 messages`))
    expect(more).toEqual([])
  })

  test('neither capture has any other: one host takes no part', async () => {
    const [found] = of('one-sided-negotiation', await findingsOf({ drop: (_, way) => way === 'aToB' }))
    expect(found?.title).toBe(`All IKE messages come from ${A}`)
    expect(found?.says).toContain('is in either capture')
  })
})

describe('a capture that lacks a fragment', () => {
  test('another one of the same packet, as long, is not taken for it', async () => {
    const isPiece = ({ data }: Written) => (data[20]! & 0x20) !== 0 || (((data[20]! & 0x1f) << 8) | data[21]!) !== 0
    const findings = await findingsOf(
      {},
      ([a, b]) => [a.filter(one => one !== a.find(isPiece)), b.filter(one => one !== b.filter(isPiece)[1])],
      {
        cut: 800,
      },
    )
    expect(of('modified-in-path', findings)).toEqual([])
  })
})

describe('a capture that kept only the start of packets, beside one that kept all', () => {
  const short = (all: Written[]) => all.map(one => ({ ...one, data: one.data.subarray(0, 96), original: one.data.length }))
  const isEsp = (packet: Uint8Array) => packet[9] === 50

  test('of IKE alone identification and length tell which is which', async () => {
    const findings = await findingsOf({ drop: isEsp }, ([a, b]) => [short(a), b])
    expect(of('clock-step', findings)).toEqual([])
    expect(of('esp-blocked', findings)).toMatchObject([{ place: 'a-to-b' }])
  })

  test('a single one that fits is chance', async () => {
    const findings = await findingsOf({ drop: isEsp }, ([a, b]) => [short(a).slice(0, 1), b])
    expect(of('clock-step', findings)).toHaveLength(1)
  })
})

describe('a capture that ends while the negotiation goes on', () => {
  const first =
    (count: number): Cut =>
    ([a, b]) => [a.slice(0, count), b]

  test('is silent where the other capture shows how it went on', async () => {
    expect(of('capture-ends-early', await findingsOf({}, first(4)))).toEqual([])
  })

  test('says so of both where both end', async () => {
    const both: Cut = ([a, b]) => [a.slice(0, 4), b.slice(0, 4)]
    const [found] = of('capture-ends-early', await findingsOf({}, both))
    expect(found?.title).toBe('Each capture ends while the negotiation goes on')
    expect(found?.says).toContain('before the end of both captures')
  })

  test('the last copy is what stands before the end, in each capture that has it', async () => {
    const isLater = (packet: Uint8Array) => ((packet[6]! & 0x1f) | packet[7]!) !== 0
    const cut: Cut = ([a, b]) => [a.slice(0, 4 + 2 * 2), b.slice(0, 4 + 2)]
    const [found] = of('capture-ends-early', await findingsOf({ drop: isLater }, cut, { cut: 1480 }))
    expect(found?.says).toContain('stands right before the end of both captures')
    expect(found?.evidence.map(one => `${'AB'[one.trace]}${one.packet}`)).toEqual(['A7', 'A8', 'B6'])
  })
})

describe('a capture that starts late', () => {
  const late =
    (count: number, ofB = 0): Cut =>
    ([a, b]) => [a.slice(count), b.slice(ofB)]

  test('is told with what the other capture has', async () => {
    const [found] = of('capture-starts-late', await findingsOf({}, late(3)))
    expect(found?.title).toBe("What A's capture shows began before it")
    expect(found?.says).toContain("B's capture has the beginning.")
  })

  test('both are late: nobody can tell', async () => {
    const [found] = of('capture-starts-late', await findingsOf({}, late(3, 3)))
    expect(found?.title).toBe('What each capture shows began before it')
    expect(found?.says).toContain('cannot be told')
  })
})

test('packets are cited by the name of their capture', async () => {
  const back: Cut = ([a, b]) => [a.map((one, i) => (i < 8 ? one : { ...one, seconds: one.seconds - 30 })), b]
  const [found] = of('clock-step', await findingsOf({}, back))
  expect(found).toMatchObject({ title: "The clock of A's capture was set back", says: expect.stringMatching(/^Packet A9 is 30 s older/) })
})

describe('what one end mistakes, because the other direction does not reach it', () => {
  /** Findings with both captures of a recording, and those of each by itself, with losses put in. */
  const told = async (name: string, fault: string) => {
    const made = await inject([onDisk(`captures/lab/${name}/a.pcap`), onDisk(`captures/lab/${name}/b.pcap`)], readFaults(fault))
    const opened = await openSession([memory(made.files[0], 'a'), memory(made.files[1], 'b')])
    if (!opened.ok) throw new Error(opened.why)
    const { session } = opened
    const rules = (all: readonly Finding[]) => all.map(({ rule }) => rule)
    return {
      both: rules((await session.report()).findings),
      alone: [...(await session.alone(0)).findings, ...(await session.alone(1)).findings].map(one => one.rule),
    }
  }

  test.each([
    ['deletes are no questions whether the peer is there', 'v1_rekey_delete', 'lose b>a ike', 'dead-peer'],
    ['an SA that was ended by a delete that got lost is no restart', 'v1_rekey_delete', 'lose b>a 40%', 'peer-restarted'],
  ])('%s', async (_, name, fault, rule) => {
    const { both, alone } = await told(name, fault)
    expect([alone.includes(rule), both.includes(rule)]).toEqual([true, false])
  })

  test.each([
    ['a quick mode of which the other end has all messages is agreed', 'v1_main_psk_ok', 'lose a>b 30%', 'bad-spi'],
    ['MM6 that the other end has: a delete behind it refuses nobody', 'v1_rekey_delete', 'miss a packet 188', 'authentication-failed'],
    ['the same at the end that sends it', 'v1_rekey_delete', 'miss b packet 188', 'authentication-failed'],
  ])('what neither capture mistakes: %s', async (_, name, fault, rule) => {
    const { both, alone } = await told(name, fault)
    expect([...alone, ...both]).not.toContain(rule)
  })

  test.each([
    ['a peer that was asked and is silent at both ends', 'composed/dead-peer', 'dead-peer'],
    ['a restart that both ends show', 'recorded/v1_initiator_restarted', 'peer-restarted'],
    ['a third message that never arrived', 'lab/v1_qm3_lost', 'bad-spi'],
  ])('but %s is told', async (_, place, rule) => {
    const opened = await openSession([onDisk(`captures/${place}/a.pcap`), onDisk(`captures/${place}/b.pcap`)])
    if (!opened.ok) throw new Error(opened.why)
    expect((await opened.session.report()).findings.map(one => one.rule)).toContain(rule)
  })
})
