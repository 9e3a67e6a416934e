/** A path that lets one SA pass and not the one that takes its place: what is said of the SPIs is so. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/compose.ts'
import { readScenario } from '../../../src/compose/scenario.ts'
import { openSession } from '../../../src/host/session.ts'
import { memory } from '../../support/capture/collect.ts'

const text = readFileSync('captures/scenarios/one-way-since-rekey.yaml', 'utf8').replace('rekey: half', 'rekey')

const stopped = async (from: number) => {
  const { files } = compose(readScenario(text.replace('delay: 12 ms', `delay: 12 ms, faults: ["lose a>b esp from ${from} s"]`)))
  const opened = await openSession([memory(files[0], 'a'), memory(files[1], 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return (await opened.session.report()).findings.find(one => one.rule === 'esp-blocked')!
}

test('those of a new SA never arrived; near miss: the same SPI was let through before', async () => {
  const anew = await stopped(10.05)
  expect(anew.title).toMatch(/stop arriving$/)
  expect(anew.because).toEqual([expect.stringContaining('on other SPIs than those that arrived')])
  expect(anew.tryNext).toEqual([expect.stringContaining('keeps a state for each SPI')])
  const same = await stopped(13)
  expect(same.because).toEqual(['Packets on the same SPIs arrived before.'])
  expect(same.tryNext.join()).not.toContain('for each SPI')
})
