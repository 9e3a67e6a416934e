/** Every pair of captures that comes with the project: what holds of all of them, whatever went wrong in each. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../../src/host/session.ts'
import { onDisk } from '../../support/capture/collect.ts'

const pairs = ['lab', 'recorded', 'injected', 'composed'].flatMap(folder =>
  readdirSync(join('captures', folder), { withFileTypes: true })
    .filter(one => one.isDirectory())
    .flatMap(({ name }) => {
      const file = (end: string) => ['.pcap', '.pcapng', '.cap'].map(e => join('captures', folder, name, end + e)).find(existsSync)
      const [a, b] = [file('a'), file('b')]
      return a && b ? [[`${folder}/${name}`, a, b] as const] : []
    }),
)

/** Seconds: stamps are kept to the microsecond. */
const ROUNDING = 2e-6

describe.each(pairs)('%s', (_, a, b) => {
  test('the error of the clocks is no wider than half the smallest round trip that the traces show', async () => {
    const opened = await openSession([onDisk(a), onDisk(b)])
    if (!opened.ok) throw new Error(opened.why)
    const { pair } = await opened.session.report()
    const { delay, offsetError, clock } = pair!
    if (clock.found !== 'both-directions') return expect(offsetError).toBeNull()
    // A clock that was set meanwhile is related anew behind that, by the packets there.
    if (clock.pieces.length > 1) return expect(offsetError).toBeLessThan(0.001)
    expect(offsetError).toBeLessThanOrEqual((delay.aToB!.min + delay.bToA!.min) / 2 + ROUNDING)
  })
})
