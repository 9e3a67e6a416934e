/** What is true of one capture only: beside another one it is said whose it is, and not said where the other shows better. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import type { Written } from '../../../src/compose/files/written.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Finding } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { A, B, converse, Network, type Path } from '../../support/pair/network.ts'

type Cut = (files: readonly [Written[], Written[]]) => readonly [Written[], Written[]]

async function findingsOf(path: Path, cut: Cut = files => files): Promise<Finding[]> {
  const net = new Network(path)
  converse(net, { pings: 5 })
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
