import { describe, expect, test } from 'vitest'
import type { PacketRow } from '../../src/host/protocol.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { rowOfPacket } from '../../src/ui/ladder/layout.ts'
import type { Row } from '../../src/ui/ladder/row.ts'
import { rowName } from '../../src/ui/ladder/rowName.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { toLookAt, toSingle, withSingles } from '../../src/ui/ladder/single.ts'
import { tied } from '../../src/ui/ladder/tied.ts'
import { A, B, flow, natt } from './sampleReport.ts'

const esp: PacketRow = { number: 40, time: 30, source: A, destination: B, protocol: 'ESP', length: 1514, info: 'ESP c0ffee01 seq 5' }
const refusal = {
  trace: 0 as const,
  packet: 41,
  time: 30.01,
  from: '192.0.2.1',
  to: A,
  type: 3,
  code: 4,
  means: 'fragmentation needed',
  mtu: 1280,
  quotes: { packet: 40, from: A, to: B },
}

describe('packets of protected traffic that something is said about', () => {
  const band = flow('c0ffee01', A, B, [20, 25], [80, 40])
  const report = { ...natt(), flows: [band], icmpErrors: [refusal] }
  const pair = hostPairs(report, 0)[0]!
  const rows = happenings(report, 0, pair)
  const of = (all: readonly Row[], kind: Row['kind']) => all.filter(row => row.kind === kind)

  test('those that ICMP quotes and those cited are asked for, as far as no row has them', () => {
    expect(toSingle([3, 33], rows)).toEqual([33, 40])
    expect(toSingle([], [])).toEqual([])
  })
  test('the one looked at is asked for where a band may hold it; of a band that is chosen or open, and of what no band holds, none', () => {
    const keepalive: Row = { kind: 'keepalive', id: 'keepalive', time: 22, packets: [22, 70], from: 'left', count: 3, seconds: 40 }
    const all = [...rows, keepalive]
    const ask = (packet: number, row?: string) => toLookAt(packet, row, all, 0)
    expect([ask(33), ask(33, 'single 33'), ask(20), ask(22), ask(81), ask(33, 'single of 0 33')]).toEqual([[33], [33], [], [], [], []])
    expect(rowOfPacket(all, 0, 33)?.kind).toBe('keepalive')
    expect(rowOfPacket(withSingles(all, [{ ...esp, number: 33 }], pair, 'left'), 0, 33)?.kind).toBe('single')
  })
  test('one that was refused meets a bar, and the refusal is tied to it instead of to the band', () => {
    const all = tied(withSingles(rows, [esp], pair, 'left'), 0)
    const [single] = of(all, 'single')
    expect(rowName(single!)).toMatch(/^ESP c0ffee01, sequence 5, left to right, refused, 1,514 bytes, packet 40/)
    expect(of(all, 'icmp')[0]).toMatchObject({ quotes: single!.id, after: expect.closeTo(0.01) })
    expect(of(rows, 'icmp')[0]).toMatchObject({ quotes: of(rows, 'band')[0]!.id })
    // Of the other trace, a packet of that number is another one.
    expect(of(tied(withSingles(rows, [esp], pair, 'left'), 1), 'single')[0]).toMatchObject({ end: 'unknown' })
  })
  test('arrival is known where the capture was taken at the receiver, and nowhere else', () => {
    const plain = { ...report, icmpErrors: [] }
    const calm = hostPairs(plain, 0)[0]!
    const end = (near: 'left' | 'right' | undefined) => of(withSingles(happenings(plain, 0, calm), [esp], calm, near), 'single')[0]
    expect([end('left'), end('right'), end(undefined)]).toMatchObject([{ end: 'unknown' }, { end: 'arrived' }, { end: 'unknown' }])
  })
  test('behind a NAT the host is known by the address that its traffic has in this capture', () => {
    const translated = { ...esp, source: '198.51.100.1' }
    const known = { ...pair, flows: [{ ...band, from: '198.51.100.1' }] }
    expect(of(withSingles(rows, [translated], known, 'right'), 'single')).toMatchObject([{ from: 'left', end: 'arrived' }])
    expect(of(withSingles(rows, [translated], pair, 'right'), 'single')).toEqual([])
  })
  test('packets of other hosts, and what is no protected traffic, get no row', () => {
    expect(
      withSingles(
        rows,
        [
          { ...esp, source: '203.0.113.9' },
          { ...esp, protocol: 'TCP' },
        ],
        pair,
        'left',
      ),
    ).toEqual(rows)
  })
})
