/** Two captures of a made conversation over a path with known faults: what is counted, and the clocks, are what was made. */
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, Network, type Path } from '../../support/pair/network.ts'

async function reportOn(net: Network): Promise<Report> {
  const [a, b] = net.captures().files
  const opened = await openSession([memory(pcapFile(a), 'a'), memory(pcapFile(b), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

async function over(path: Path, talk: Parameters<typeof converse>[1] = {}) {
  const net = new Network(path)
  converse(net, talk)
  const report = await reportOn(net)
  return { report, pair: report.pair!, truth: net.truth, rules: new Set(report.findings.map(f => f.rule)) }
}

/** A tick and a half of 0.1 ms. */
const TICKS = 1.52e-4

/** More of them on demand: SEEDS=100. */
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 5) }, (_, i) => i + 1)

const paths: Record<string, { path: Omit<Path, 'seed'>; talk?: Parameters<typeof converse>[1] }> = {
  'nothing wrong': { path: {} },
  'no delay to speak of': { path: { delay: 0.0002, jitter: 0.0001 } },
  'loss both ways': { path: { loss: { aToB: 0.2, bToA: 0.2 }, delay: 0.06 } },
  'loss one way': { path: { loss: { bToA: 0.4 } } },
  'loss, jitter that reorders': { path: { loss: { aToB: 0.1, bToA: 0.1 }, jitter: 0.3 } },
  duplicates: { path: { duplicate: 0.3, loss: { aToB: 0.05 } } },
  'bits flipped': { path: { corrupt: { aToB: 0.3 } } },
  'bits flipped both ways, and loss': { path: { corrupt: { aToB: 0.2, bToA: 0.2 }, loss: { aToB: 0.1, bToA: 0.1 } } },
  'large packets cut by a router': { path: { cut: 1280, loss: { aToB: 0.1 } }, talk: { size: 1400 } },
  'fragments of IKE': { path: { loss: { aToB: 0.1 } }, talk: { cut: 1480 } },
  'fragments cut again': { path: { cut: 1280 }, talk: { cut: 1480 } },
  'behind a NAT': { path: { nat: { address: '203.0.113.5', port: 61001 }, loss: { aToB: 0.1, bToA: 0.1 } }, talk: { port: 500 } },
  'behind a NAT that numbers anew': { path: { nat: { address: '203.0.113.5', port: 61001, newIds: true }, loss: { bToA: 0.2 } } },
  'no identifications': { path: { noIds: true, loss: { aToB: 0.2, bToA: 0.2 } } },
  'headers and all flipped': { path: { corrupt: { aToB: 0.2, bToA: 0.2 }, corruptFrom: 0 } },
  'no router between': { path: { routers: 0, loss: { aToB: 0.1, bToA: 0.1 } } },
  'no router, clock behind': { path: { routers: 0, loss: { bToA: 0.2 }, clock: t => t - 77.7 } },
  'clock an hour ahead': { path: { clock: t => t + 3600.25 } },
  'clock days behind': { path: { clock: t => t - 250_000.5, loss: { aToB: 0.1 } } },
  'clock that drifts': { path: { clock: t => 12.5 + t * (1 + 80e-6), delay: 0.002 }, talk: { pings: 100 } },
  'clock that drifts slowly': { path: { clock: t => t * (1 - 15e-6), delay: 0.0005 }, talk: { pings: 200 } },
  'clock far off and fast': { path: { clock: t => 7200 + t * (1 + 400e-6), delay: 0.005, jitter: 0.01 }, talk: { pings: 100 } },
}

describe.each(Object.entries(paths))('%s', (_, { path, talk }) => {
  test.each(seeds)('seed %i', async seed => {
    const { pair, truth } = await over({ ...path, seed }, talk)
    const { lostAtoB, lostBtoA, modified, offset, offsetError } = pair
    expect({ lostAtoB, lostBtoA, modified }).toEqual({ lostAtoB: truth.lostAtoB, lostBtoA: truth.lostBtoA, modified: truth.modified })
    const real = (path.clock ?? (t => t))(0)
    if (offsetError === null) {
      expect(pair.clock.found).toBe('one-direction')
      return
    }
    expect(Math.abs(offset! - real)).toBeLessThanOrEqual(offsetError + 1e-6)
    expect(offsetError).toBeLessThanOrEqual(0.5)
    // No wider than half the smallest round trip, where no clock drifts; made stamps may look like those of a clock with a coarse tick.
    const clock = path.clock ?? (t => t)
    if (pair.driftPpm === 0 && clock(10) - clock(0) === 10)
      expect(offsetError).toBeLessThanOrEqual((pair.delay.aToB!.min + pair.delay.bToA!.min) / 2 + TICKS)
  })
})
