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

const negotiations = ({ negotiations }: Report) =>
  negotiations.map(one => `${one.initiatorSpi} ${one.responderSpi} ${one.outcome} ${one.initiator.port} ${one.responder.port}`).sort()

// Both began at once: which negotiation made the SA that is used, no packet tells.
const associations = ({ securityAssociations }: Report) =>
  securityAssociations.map(({ kind, spis, state }) => `${kind} ${[spis.toInitiator, spis.toResponder].sort()} ${state}`).sort()

describe.each(shippedPairs)('%s', (_, a, b) => {
  test('says the same from both sides', async () => {
    const [there, back] = [await reportOf(a, b), await reportOf(b, a)]
    expect(findings(back, true)).toEqual(findings(there, false))
    expect(negotiations(back)).toEqual(negotiations(there))
    expect(associations(back)).toEqual(associations(there))
    const { pair } = there
    if (pair) expect(back.pair).toMatchObject({ lostAtoB: pair.lostBtoA, lostBtoA: pair.lostAtoB })
  })
})
