import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fileSource } from '../../src/host/fileSource.ts'
import { openSession } from '../../src/host/session.ts'
import type { Report } from '../../src/trace/report.ts'

const lab = fileURLToPath(new URL('../../captures/lab/', import.meta.url))

test('the clocks of two traces are set by hand, and told by the packets again', async () => {
  const sources = await Promise.all(['a', 'b'].map(end => fileSource(`${lab}v1_cert_fragdrop_both/${end}.pcap`)))
  const opened = await openSession(sources)
  if (!opened.ok) expect.fail(opened.why)
  const { session } = opened
  const measured = (await session.report()).pair!
  expect(measured.clock.found).toBe('both-directions')
  const typed = Number(measured.offset!.toFixed(3))
  const set = (await session.relate(typed)).pair!
  expect(set.clock.found).toBe('manual')
  expect(set.offset).toBeCloseTo(typed, 3)
  expect((await session.report()).pair!.clock.found).toBe('manual')
  expect((await session.relate()).pair).toEqual(measured)
  await session.close()
})

test('clocks set by hand against the packets are contradicted and not used, those within their error are', async () => {
  const sources = await Promise.all(['a', 'b'].map(end => fileSource(`${lab}v1_netem_loss20/${end}.pcap`)))
  const opened = await openSession(sources)
  if (!opened.ok) expect.fail(opened.why)
  const told = await opened.session.report()
  const { offset, offsetError } = told.pair!
  expect(offset).toBeCloseTo(37.25, 1)
  for (const near of [offset! - 0.9 * offsetError!, 37.25, offset! + 0.9 * offsetError!]) {
    const report = await opened.session.relate(near)
    expect([report.pair!.clock.found, report.pair!.clock.refused]).toEqual(['manual', undefined])
    expect(report.findings.filter(one => one.rule === 'clock-step')).toEqual([])
    expect(story(report)).toEqual(story(told))
  }
  for (const wrong of [5, 37.15, 37.35, 37.45, 37.5, 43200, 1e9]) {
    const report = await opened.session.relate(wrong)
    const [finding, ...more] = report.findings.filter(one => one.rule === 'clock-step')
    expect(more).toEqual([])
    expect(finding).toMatchObject({ severity: 'warning', confidence: 'certain', negotiation: null })
    expect(finding!.title).toBe('The clocks as set by hand contradict the packets')
    expect(finding!.evidence.map(one => one.trace)).toEqual([0, 0, 0, 1, 1, 1])
    expect(report.pair!.clock).toEqual({ ...told.pair!.clock, refused: wrong, says: expect.stringContaining('so it is not used') })
    expect(story(report)).toEqual(story(told))
  }
  await opened.session.close()
})

/** Who began, and the messages with their names, sides and packets in their order. */
function story({ negotiations }: Report) {
  return negotiations.map(({ initiator, responder, exchanges }) => ({
    initiator,
    responder,
    messages: exchanges.flatMap(({ messages }) =>
      messages.map(({ name, from, transmissions }) => [
        name,
        from,
        transmissions.map(one => [one.fate, one.sightings.map(({ trace, packets }) => `${'AB'[trace ?? 0]}${packets}`)]),
      ]),
    ),
  }))
}
