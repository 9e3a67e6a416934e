/** Who stopped: who sent last, from whom nothing new came, and what was due from it, no further than the captures go. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { openSession } from '../../src/host/session.ts'
import { firstStopped } from '../../src/trace/negotiation/stopped.ts'
import type { Report } from '../../src/trace/report.ts'
import { memory } from '../support/capture/collect.ts'
import { converse, Network, type Path } from '../support/pair/network.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

const v1 = sayV1()
const v2 = sayV2()
const repeated = (told: ReturnType<typeof story>, ...gaps: number[]) => {
  for (const gap of gaps) told.wait(gap - 0.02).again()
  return told
}
const first = ({ findings }: Report) => findings.find(one => one.severity !== 'note')?.because[0]

describe('one capture', () => {
  test('nothing ever came', () => {
    expect(first(repeated(story().a(v1.mm1), 4, 7.2, 13).report)).toBe(
      'This capture holds nothing of 198.51.100.20 in this negotiation; MM2 was due from it next.',
    )
  })
  test('in the middle, and what was silent before spoke in another negotiation', () => {
    const before = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).wait(60)
    expect(first(repeated(before.a(v1.mm1).b(v1.mm2).a(v1.mm3), 4, 7.2, 13).report)).toBe(
      'This capture holds nothing new of 198.51.100.20 in this negotiation after its MM2; MM4 was due from it next.',
    )
  })
  test('main mode has six messages: behind MM6 none of it was due', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.informational())
    expect(first(told.wait(30).esp('a', 1, 1).report)).toBe(
      'MM6 of 198.51.100.20 was the last message of Main Mode, and what came of 192.0.2.10 next is an informational message.',
    )
  })
  test('a refusal came instead', () => {
    expect(first(story().a(v1.mm1).b(v1.refusal(14)).report)).toBe(
      'MM1 of 192.0.2.10 was the last message before; MM2 was due from 198.51.100.20 next, and NO-PROPOSAL-CHOSEN came instead.',
    )
  })
  test('where others spoke later, only the exchange is told', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6).a(v1.qm1())
    repeated(told, 4, 7.2)
      .b(v1.qm1(0x2222))
      .a(v1.qm2(0x2222))
      .b(v1.qm3(0x2222))
      .wait(100)
      .put(new Uint8Array([69]))
    const says = told.report.findings.flatMap(one => (one.severity === 'note' ? [] : one.because))
    expect(says.join(' ')).not.toMatch(/holds nothing new of 198/)
    expect(says).toContain('QM2 was due from 198.51.100.20 next and is not in this capture.')
  })
  test('a capture in which nothing went wrong has nobody who stopped', () => {
    const { report } = story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
    expect(firstStopped(report)).toBeUndefined()
    expect(report.findings).toEqual([])
  })
  test('without a verdict it is told all the same', () => {
    expect(firstStopped(story().a(v1.mm1).b(v1.mm2).report)).toBe(
      '198.51.100.20 sent last: MM2. This capture holds nothing new of 192.0.2.10 in this negotiation after its MM1; MM3 was due from it next.',
    )
    expect(firstStopped(story().a(v2.init).b(v2.initAnswer).report)).toBe(
      '198.51.100.20 sent last: the IKE_SA_INIT response. This capture holds nothing new of 192.0.2.10 in this negotiation after its IKE_SA_INIT request; the first encrypted request was due from it next.',
    )
  })
})

describe('packets that cannot be read', () => {
  /** Not even the header of IKE is whole. */
  const cut = { keep: 60 }
  const stops = (told: ReturnType<typeof story>) => {
    const { report } = told
    expect(report.traces[0]!.unread).toBe(1)
    return firstStopped(report) !== undefined
  }
  const open = () => story().a(v1.mm1).b(v1.mm2)
  test('between the two hosts it may go on with it', () => {
    expect(stops(open().a(v1.mm3, cut))).toBe(false)
    expect(stops(open().b(v1.mm4, cut))).toBe(false)
  })
  test('between others, or before it began, it does not', () => {
    expect(stops(open().a(v1.mm3, { ...cut, from: { address: '203.0.113.7' } }))).toBe(true)
    expect(stops(story().a(v1.mm1, cut).wait(5).a(v1.mm1).b(v1.mm2))).toBe(true)
  })
  test('nobody knows between whom: it may', () => {
    expect(stops(open().a(v1.mm3, { keep: 24, from: { address: '203.0.113.7' } }))).toBe(false)
  })
})

describe('two captures', () => {
  const of = async (path: Path) => {
    const net = new Network(path)
    converse(net, { cut: 1480 })
    const [a, b] = net.captures().files
    const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
    if (!opened.ok) throw new Error(opened.why)
    return opened.session.report()
  }
  test('what arrived of it is told of the other end, and neither capture holds an answer', async () => {
    const report = await of({ drop: packet => ((packet[6]! & 0x1f) | packet[7]!) !== 0 })
    expect(first(report)).toMatch(
      /^A \(192\.0\.2\.10\) sent last: MM5, \d+ times, none of which arrived whole at B\. Neither capture holds anything new of B \(198\.51\.100\.20\) in this negotiation after its MM4; MM6 was due from it next\.$/,
    )
  })
})
