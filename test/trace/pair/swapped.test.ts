/** Which of two captures is opened first changes their names and nothing else. */
import { describe, expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { onDisk } from '../../support/capture/collect.ts'
import { shippedPairs } from '../../support/recordings/shippedPairs.ts'

async function reportOf(one: string, other: string): Promise<Report> {
  const opened = await openSession([onDisk(one), onDisk(other)])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

const MIRRORED: Readonly<Record<string, string>> = { 'at-a': 'at-b', 'at-b': 'at-a', 'a-to-b': 'b-to-a', 'b-to-a': 'a-to-b' }

const findings = ({ findings }: Report, mirrored: boolean) =>
  findings
    .map(({ rule, severity, confidence, place, consequenceOf }) => {
      const cause = consequenceOf === undefined ? '' : ` under ${findings[consequenceOf]!.rule}`
      return `${severity} ${confidence} ${rule} ${mirrored ? (MIRRORED[place] ?? place) : place}${cause}`
    })
    .sort()

/** A's capture is B's now. An article that begins a sentence stays, and so does the option of a program. */
const lettered = (text: string) =>
  text.replace(/(?<!-)\b(?<!(?:^|[.:;] )(?=A (?:[a-z]|NAT\b)))[AB](?=\d*\b)/g, letter => (letter === 'A' ? 'B' : 'A'))

/** What each finding says, in words. */
const words = ({ findings }: Report, mirrored: boolean) =>
  findings.map(({ rule, title, says, because, otherwise, tryNext, evidence }) => {
    const own = mirrored ? lettered : (text: string) => text
    const told = [own(title), own(says), ...[because, otherwise, tryNext].flatMap(all => all.map(own).sort())]
    const cited = evidence.map(one => `${'AB'[mirrored ? 1 - one.trace : one.trace]}${one.packet}`)
    // Both ways, or both ends, are told in the order of the files.
    if (IN_ORDER_OF_FILES.includes(rule))
      return `${rule} ${told
        .join(' ')
        .split(/[^\w.]+/)
        .sort()
        .join(' ')}`
    return [rule, ...told, cited.sort().join(' ')].join('\n')
  })

/** What speaks of both ways in one sentence begins with A's. */
const IN_ORDER_OF_FILES = ['esp-loss', 'ike-loss', 'modified-in-path', 'clock-step', 'answer-ignored']

const negotiations = ({ negotiations }: Report) =>
  negotiations.map(one => `${one.initiatorSpi} ${one.responderSpi} ${one.outcome} ${one.initiator.port} ${one.responder.port}`).sort()

// Both began at once: which negotiation made the SA that is used, no packet tells.
const associations = ({ securityAssociations }: Report) =>
  securityAssociations.map(({ kind, spis, state }) => `${kind} ${[spis.toInitiator, spis.toResponder].sort()} ${state}`).sort()

describe.each(shippedPairs)('%s', (_, a, b) => {
  test('says the same from both sides', async () => {
    const [there, back] = [await reportOf(a, b), await reportOf(b, a)]
    expect(findings(back, true)).toEqual(findings(there, false))
    expect(words(back, true).sort()).toEqual(words(there, false).sort())
    expect(negotiations(back)).toEqual(negotiations(there))
    expect(associations(back)).toEqual(associations(there))
    const { pair } = there
    if (pair) expect(back.pair).toMatchObject({ lostAtoB: pair.lostBtoA, lostBtoA: pair.lostAtoB })
  })
})
