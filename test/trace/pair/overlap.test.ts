/** Captures that overlap only in part, or have one direction only, tell one story: nothing is counted once for each. */
import { describe, expect, test } from 'vitest'
import type { ByteSource } from '../../../src/capture/source.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Kept } from '../../support/capture/collect.ts'
import { onDisk } from '../../support/capture/collect.ts'
import { between, partOf } from '../../support/recordings/partOf.ts'

type Keep = (all: readonly Kept[]) => readonly Kept[]

async function findingsOf(a: ByteSource, b: ByteSource) {
  const opened = await openSession([a, b])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings
}

describe('SAs that were replaced are counted over both captures', () => {
  const whole: Keep = all => all
  const sentByA: Keep = all => all.filter(({ data }) => data[29] === 10)
  const parts: readonly (readonly [string, Keep, Keep])[] = [
    ['A begins late', between(0.5, 1), whole],
    ['A ends early', between(0, 0.5), whole],
    ['B begins late', whole, between(0.4, 1)],
    ['A ends early, B begins late', between(0, 0.65), between(0.35, 1)],
    ['B ends early, A begins late', between(0.35, 1), between(0, 0.65)],
  ]
  const told = async (name: string, ofA: Keep, ofB: Keep) => {
    const findings = await findingsOf(await partOf(`captures/lab/${name}/a.pcap`, ofA), await partOf(`captures/lab/${name}/b.pcap`, ofB))
    return findings
      .filter(one => one.rule === 'lifetime')
      .map(({ title, says }) => [title.replace(/ between .* were/, ' were'), says.split('. ')[0]!])
      .sort(([one], [other]) => other!.localeCompare(one!))
  }
  test.each(parts)('%s', async (_, ofA, ofB) => {
    expect(await told('v2_rekey', ofA, ofB)).toEqual([
      ['The IPsec SAs were rekeyed 6 times', 'A new one took over every 7.6 s or so'],
      ['The IKE SA was replaced twice', 'A new one took over every 20 s or so'],
    ])
  })
  test('A took one direction only: it has seen as many, by its own packets', async () => {
    expect(await told('v2_rekey', sentByA, whole)).toEqual([
      ['The IPsec SAs were rekeyed 6 times', 'A new one took over every 7.4 s or so'],
      ['The IKE SA was replaced twice', 'A new one took over every 20 s or so'],
    ])
  })
  test('where neither saw the first begin, that is said of both', async () => {
    expect(await told('v2_rekey', between(0.35, 0.7), between(0.4, 1))).toEqual([
      [
        'The IPsec SAs were rekeyed 4 times',
        "How the first began is not in B's capture; each of those that followed stood for 7.1 s or so",
      ],
      ['The IKE SA was replaced twice', 'How the first began is not in either capture; the second stood for 20 s'],
    ])
  })
  test('near miss: those of other hosts are another row', async () => {
    const findings = await findingsOf(onDisk('captures/lab/v2_rekey/a.pcap'), onDisk('captures/composed/eap-and-rekeys/b.pcap'))
    const told = findings.filter(one => one.rule === 'lifetime').map(one => one.title.replace(/^.*(were|was)/, '$1'))
    expect(told.sort()).toEqual(['was replaced once', 'was replaced twice', 'were rekeyed 6 times', 'were rekeyed twice'])
  })
})

describe('of copies that left while the other capture did not run nothing is told', () => {
  const said = async (name: string, ofA: Keep, ofB: Keep = all => all) => {
    const findings = await findingsOf(await partOf(`captures/${name}/a.pcap`, ofA), await partOf(`captures/${name}/b.pcap`, ofB))
    return findings.flatMap(({ rule, says }) => (/^(resends|answer-)/.test(rule) ? says.split('. ')[1] : []))
  }
  const first =
    (count: number): Keep =>
    all =>
      all.slice(0, count)
  const b = 'B (198.51.100.20) answered with MM2 6 times'
  test.each([
    [1, `${b}, and nothing tells whether any of them arrived at A (192.0.2.10).`],
    [3, `${b}, of which 1 arrived at A (192.0.2.10), byte for byte as they left; of 5 nothing tells whether they arrived.`],
    [99, `${b}, of which all arrived at A (192.0.2.10), byte for byte as they left.`],
  ])('A ends after %i packets', async (count, answers) => {
    const asked = 'A (192.0.2.10) sent MM1 6 times, of which all arrived at B (198.51.100.20)'
    expect(await said('composed/answers-ignored', first(count))).toEqual([`${asked}; ${answers}`])
  })
  test('that it was answered tells that the request arrived', async () => {
    const [told] = await said('recorded/v2_skf_resp_lost_always', all => all, first(3))
    expect(told).toMatch(/^A \(192.0.2.10\) sent IKE_AUTH request 4 times; B/)
  })
  test('a negotiation ends where the capture does that has its last message', async () => {
    const findings = await findingsOf(
      await partOf('captures/composed/answers-ignored/a.pcap', first(1)),
      onDisk('captures/composed/answers-ignored/b.pcap'),
    )
    expect(findings.find(one => one.rule === 'capture-ends-early')?.title).toBe("B's capture ends while the negotiation goes on")
  })
})
