/** The same two captures in other containers, one clock in local time: the same answer. Recorded pairs of the project too. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { netmonFile } from '../../../src/compose/files/netmon.ts'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { pcapngFile } from '../../../src/compose/files/pcapng.ts'
import type { Written } from '../../../src/compose/files/written.ts'
import { openSession } from '../../../src/host/session.ts'
import type { Report } from '../../../src/trace/report.ts'
import { memory, onDisk, told } from '../../support/capture/collect.ts'
import { converse, Network } from '../../support/pair/network.ts'

async function reportOn(a: Uint8Array, b: Uint8Array): Promise<Report> {
  const opened = await openSession([memory(a, 'a'), memory(b, 'b')])
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.report()
}

/** All that a pair says but for its clock. */
function counted({ pair, findings }: Report) {
  const { matched, onlyInA, onlyInB, lostAtoB, lostBtoA, modified } = pair!
  return {
    ...{ matched, onlyInA, onlyInB, lostAtoB, lostBtoA, modified },
    findings: findings.filter(one => !one.rule.startsWith('clock')).map(one => `${one.severity} ${one.rule} ${one.place}`),
  }
}

function lossy(): readonly [Written[], Written[]] {
  const net = new Network({ loss: { aToB: 0.2, bToA: 0.2 }, corrupt: { aToB: 0.1 }, seed: 7, delay: 0.03 })
  converse(net, { pings: 40 })
  return net.captures().files
}

const HOURS = 3600

describe('containers', () => {
  const [a, b] = lossy()
  const containers: Record<string, { file: (all: readonly Written[]) => Uint8Array; zone?: number }> = {
    pcapng: { file: all => pcapngFile(all) },
    'nanosecond pcap, gzip': { file: all => new Uint8Array(gzipSync(pcapFile(all, { nano: true }))) },
    'NetMon 2.1 in local time': { file: all => netmonFile(all, { version: [2, 1], zone: 2 * HOURS }), zone: 2 * HOURS },
    'NetMon 1.1 in local time, milliseconds': {
      file: all => netmonFile(all, { version: [1, 1], zone: -5 * HOURS }),
      zone: -5 * HOURS,
    },
  }
  test.each(Object.entries(containers))('%s', async (_, { file, zone = 0 }) => {
    const plain = await reportOn(pcapFile(a), pcapFile(b))
    const other = await reportOn(pcapFile(a), file(b))
    expect(counted(other)).toEqual(counted(plain))
    const { offset, offsetError, clock } = other.pair!
    expect(Math.abs(offset! - zone)).toBeLessThanOrEqual(offsetError! + 1e-6)
    expect(clock.pieces).toHaveLength(1)
    expect(clock.zone ?? 0).toBe(zone)
  })

  test('the other way round', async () => {
    const { pair } = await reportOn(pcapFile(b), pcapFile(a))
    const { pair: straight } = await reportOn(pcapFile(a), pcapFile(b))
    expect([pair!.lostAtoB, pair!.lostBtoA, pair!.modified]).toEqual([straight!.lostBtoA, straight!.lostAtoB, straight!.modified])
    expect(pair!.offset).toBeCloseTo(-straight!.offset!, 3)
  })
})

/** Recorded pairs of every kind: NAT, loss, corruption, fragments, blocked ways, cut packets, a moved clock. */
const mixed = [
  'lab/v1_main_psk_ok',
  'lab/v2_rekey',
  'lab/v1_natt_ok',
  'lab/v1_natt_4500_blocked',
  'lab/v1_netem_loss20',
  'lab/v1_nocsum_corrupt',
  'lab/v1_cert_fragdrop_both',
  'lab/v1_pmtu_icmp',
  'lab/v1_oneway_b_lost',
  'lab/v1_qm3_lost',
  'lab/v1_ah_transport',
  'lab/v1_delete_lost',
  'lab/v2_mobike',
  'recorded/v2_natt_large_vanish',
]

describe('one end as NetMon in local time of another zone, the other as pcapng, gzip-compressed: the same answer', () => {
  const records = async (path: string) => (await told(onDisk(path))).records
  test.each(mixed)('%s', async name => {
    const [inA, inB] = [await records(`captures/${name}/a.pcap`), await records(`captures/${name}/b.pcap`)]
    const plain = await reportOn(pcapFile(inA), pcapFile(inB))
    const asNetmon = (all: readonly Written[]) => netmonFile(all, { version: [2, 1], zone: -7 * HOURS })
    const asPcapng = (all: readonly Written[]) => new Uint8Array(gzipSync(pcapngFile(all)))
    for (const [a, b, zone] of [
      [asNetmon(inA), asPcapng(inB), 7 * HOURS],
      [asPcapng(inA), asNetmon(inB), -7 * HOURS],
    ] as const) {
      const other = await reportOn(a, b)
      expect(counted(other)).toEqual(counted(plain))
      const { offset, offsetError, clock } = other.pair!
      expect(clock.found).toBe(plain.pair!.clock.found)
      expect(offset! - plain.pair!.offset!).toBeCloseTo(zone, 4)
      if (offsetError !== null) expect(offsetError).toBeLessThanOrEqual(plain.pair!.offsetError! + 2e-5)
    }
  })
})

/** Counts and place that the notes beside the recordings tell. */
const recorded: Record<string, { lost: readonly [number, number]; rule?: string; place?: string }> = {
  v1_main_psk_ok: { lost: [0, 0] },
  v2_psk_ok: { lost: [0, 0] },
  v2_rekey: { lost: [0, 0] },
  v1_cert_fragdrop_both: { lost: [6, 0], rule: 'fragment-filtered', place: 'a-to-b' },
  v1_natt_4500_blocked: { lost: [2, 0], rule: 'udp-4500-blocked', place: 'a-to-b' },
  v1_resp_not_running: { lost: [0, 0], rule: 'port-unreachable', place: 'at-b' },
}

describe('recorded pairs', () => {
  test.each(Object.entries(recorded))('%s', async (name, { lost, rule, place }) => {
    const opened = await openSession([onDisk(`captures/lab/${name}/a.pcap`), onDisk(`captures/lab/${name}/b.pcap`)])
    if (!opened.ok) throw new Error(opened.why)
    const { pair, findings } = await opened.session.report()
    expect([pair!.lostAtoB, pair!.lostBtoA, pair!.modified]).toEqual([...lost, 0])
    expect(Math.abs(pair!.offset!)).toBeLessThanOrEqual(pair!.offsetError!)
    expect(findings.filter(one => one.severity !== 'note').map(one => [one.rule, one.place])).toEqual(rule ? [[rule, place]] : [])
  })

  test('a clock moved by hand is found again', async () => {
    const { records } = await told(onDisk('captures/lab/v2_psk_ok/b.pcap'))
    const moved = records.map(one => ({
      data: one.data,
      seconds: one.seconds - 4321,
      nanoseconds: one.nanoseconds,
      original: one.original,
    }))
    const a = await told(onDisk('captures/lab/v2_psk_ok/a.pcap'))
    const { pair } = await reportOn(pcapFile(a.records), pcapFile(moved))
    expect(Math.abs(pair!.offset! + 4321)).toBeLessThanOrEqual(pair!.offsetError!)
    expect([pair!.lostAtoB, pair!.lostBtoA]).toEqual([0, 0])
  })
})
