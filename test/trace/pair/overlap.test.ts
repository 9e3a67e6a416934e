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
    ['A took one direction only', sentByA, whole],
  ]
  const told = async (name: string, ofA: Keep, ofB: Keep) => {
    const findings = await findingsOf(await partOf(`captures/lab/${name}/a.pcap`, ofA), await partOf(`captures/lab/${name}/b.pcap`, ofB))
    return findings
      .filter(one => one.rule === 'lifetime')
      .map(({ title, says }) => [title.replace(/ between .* were/, ' were'), says.split('. ')[0]])
  }
  test.each(parts)('%s', async (_, ofA, ofB) => {
    expect(await told('v2_rekey', ofA, ofB)).toEqual([
      ['The IPsec SAs were rekeyed 6 times', 'A new one took over every 7.6 s or so'],
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
    expect(findings.filter(one => one.rule === 'lifetime').map(one => one.title.replace(/^.*(were|was)/, '$1'))).toEqual([
      'were rekeyed 6 times',
      'were rekeyed twice',
      'was replaced twice',
      'was replaced once',
    ])
  })
})
