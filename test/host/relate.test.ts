import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fileSource } from '../../src/host/fileSource.ts'
import { openSession } from '../../src/host/session.ts'

const lab = fileURLToPath(new URL('../../captures/lab/', import.meta.url))

test('the clocks of two traces are set by hand, and told by the packets again', async () => {
  const sources = await Promise.all(['a', 'b'].map(end => fileSource(`${lab}v1_cert_fragdrop_both/${end}.pcap`)))
  const opened = await openSession(sources)
  if (!opened.ok) expect.fail(opened.why)
  const { session } = opened
  const measured = (await session.report()).pair!
  expect(measured.clock.found).toBe('both-directions')
  const set = (await session.relate(-12.5)).pair!
  expect([set.clock.found, set.offset]).toEqual(['manual', -12.5])
  expect((await session.report()).pair!.offset).toBe(-12.5)
  expect((await session.relate()).pair).toEqual(measured)
  await session.close()
})

test('clocks set by hand against the packets are contradicted, those about as the packets tell are not', async () => {
  const sources = await Promise.all(['a', 'b'].map(end => fileSource(`${lab}v1_netem_loss20/${end}.pcap`)))
  const opened = await openSession(sources)
  if (!opened.ok) expect.fail(opened.why)
  const contradicted = async (offset?: number) =>
    (await opened.session.relate(offset)).findings.filter(one => one.title === 'The clocks as set by hand contradict the packets')
  const { offset } = (await opened.session.report()).pair!
  expect(offset).toBeCloseTo(37.25, 1)
  expect(await contradicted()).toEqual([])
  expect(await contradicted(37.25)).toEqual([])
  for (const wrong of [5, 60]) {
    const [finding, ...more] = await contradicted(wrong)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ rule: 'clock-step', severity: 'warning', confidence: 'certain', negotiation: null })
    expect(finding!.evidence.map(one => one.trace)).toEqual([0, 0, 0, 1, 1, 1])
  }
  await opened.session.close()
})
