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
