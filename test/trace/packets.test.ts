import { expect, test } from 'vitest'
import { Kind, type Sorted } from '../../src/dissectors/sort.ts'
import { Packets } from '../../src/trace/packets/packets.ts'

const nobody: Sorted = {
  kind: Kind.other,
  ipVersion: 0,
  ipStart: 0,
  source: 0,
  destination: 0,
  protocol: 0,
  identification: 0,
  ipLength: 0,
  dontFragment: false,
  selector: 0,
  sequence: 0,
  securityStart: 0,
  said: undefined,
  messageStart: 0,
  messageEnd: 0,
}
const row = { time: 0, position: 24, captured: 60, original: 60, linkType: 1, direction: 0 }
const none = new Uint8Array(0)
const esp = (source: number, spi: number, sequence: number): Sorted => ({
  ...nobody,
  kind: Kind.esp,
  ipVersion: 4,
  source,
  destination: 0x0a000001,
  protocol: 50,
  selector: spi,
  sequence,
})

test('a row gives back what was put in, across blocks', () => {
  const packets = new Packets()
  const count = 70_000
  for (let i = 0; i < count; i++) {
    const sorted = { ...esp(0xc0a80001, 0xc0ffee01, i), dontFragment: i % 2 === 1, identification: i % 65536, ipLength: 100 + (i % 7) }
    packets.add(sorted, none, {
      time: i / 8,
      position: 2 ** 33 + i,
      captured: 96,
      original: 1400,
      linkType: i % 3 ? 1 : 113,
      direction: i % 3,
    })
  }
  for (const i of [0, 1, 2, 65_535, 65_536, 65_537, count - 1]) {
    expect(packets.time(i)).toBe(i / 8)
    expect(packets.position(i)).toBe(2 ** 33 + i)
    expect(packets.captured(i)).toBe(96)
    expect(packets.original(i)).toBe(1400)
    expect(packets.linkType(i)).toBe(i % 3 ? 1 : 113)
    expect(packets.direction(i)).toBe(i % 3)
    expect(packets.kind(i)).toBe(Kind.esp)
    expect(packets.dontFragment(i)).toBe(i % 2 === 1)
    expect(packets.sequence(i)).toBe(i)
    expect(packets.identification(i)).toBe(i % 65536)
    expect(packets.ipLength(i)).toBe(100 + (i % 7))
  }
  expect(packets.bytes).toBe(count * 1400)
  expect(packets.counts[Kind.esp]).toBe(count)
  expect(packets.flows.length).toBe(1)
  expect(packets.flows.bytes(0)).toBe(count * 1400)
  expect(packets.rowsOfFlow(0)).toEqual(Uint32Array.from({ length: count }, (_, i) => i))
})

test('rows of a flow and of a kind come in file order', () => {
  const packets = new Packets()
  const spis = [7, 8, 7, 9, 7, 8]
  for (const [i, spi] of spis.entries()) packets.add(esp(1, spi, i), none, row)
  packets.add({ ...nobody, kind: Kind.arp }, none, row)
  expect([0, 1, 2, 3].map(flow => [...packets.rowsOfFlow(flow)])).toEqual([[0, 2, 4], [1, 5], [3], [6]])
  expect([...packets.rowsOfKind(Kind.esp)]).toEqual([0, 1, 2, 3, 4, 5])
  expect([...packets.rowsOfKind(Kind.arp)]).toEqual([6])
  expect([...packets.rowsOfKind(Kind.ike)]).toEqual([])
  expect(packets.flows.selector(2)).toBe(9)
  expect([packets.flows.first(1), packets.flows.last(1), packets.flows.packets(1)]).toEqual([1, 5, 2])
})

test('a flow knows its addresses, IPv4 and IPv6', () => {
  const packets = new Packets()
  packets.add(esp(0xc0a80001, 1, 1), none, row)
  const bytes = new Uint8Array(40)
  bytes.set([0x20, 0x01, 0x0d, 0xb8], 8)
  bytes[23] = 1
  bytes.set([0xfe, 0x80], 24)
  bytes[39] = 2
  const six: Sorted = { ...nobody, kind: Kind.ike, ipVersion: 6, source: 8, destination: 24, protocol: 17, selector: 500 * 65536 + 500 }
  packets.add(six, bytes, row)
  packets.add(six, bytes.slice(), row)
  packets.add({ ...six, source: 24, destination: 8 }, bytes, row)
  const { flows } = packets
  expect([flows.source(0), flows.destination(0)]).toEqual(['192.168.0.1', '10.0.0.1'])
  expect([flows.source(1), flows.destination(1), flows.version(1)]).toEqual(['2001:db8::1', 'fe80::2', 6])
  expect([flows.source(2), flows.destination(2)]).toEqual(['fe80::2', '2001:db8::1'])
  expect([flows.length, flows.packets(1)]).toEqual([3, 2])
})

test('SYN and data segments are one flow', () => {
  const packets = new Packets()
  const tcp: Sorted = { ...nobody, ipVersion: 4, source: 1, destination: 2, protocol: 6, selector: 5 * 65536 + 6, kind: Kind.tcpControl }
  packets.add(tcp, none, row)
  packets.add({ ...tcp, kind: Kind.tcp }, none, row)
  expect(packets.flows.length).toBe(1)
  expect([packets.kind(0), packets.kind(1)]).toEqual([Kind.tcpControl, Kind.tcp])
})

test('a million flows, neighbours and far apart, are told apart quickly', () => {
  const packets = new Packets()
  const began = performance.now()
  for (let i = 0; i < 500_000; i++) packets.add(esp(0x0a000000 + i, 1, 1), none, row)
  for (let i = 0; i < 500_000; i++) packets.add(esp(9, i << 12, 1), none, row)
  expect(packets.flows.length).toBe(1_000_000)
  for (let i = 0; i < 1000; i++) expect(packets.add(esp(0x0a000000 + i * 499, 1, 2), none, row)).toBe(1_000_000 + i)
  expect(packets.flows.length).toBe(1_000_000)
  expect([...packets.rowsOfFlow(499)]).toEqual([499, 1_000_001])
  expect(performance.now() - began).toBeLessThan(10_000)
})

test('two hundred thousand IPv6 addresses are told apart', () => {
  const packets = new Packets()
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  const six: Sorted = { ...nobody, kind: Kind.esp, ipVersion: 6, source: 0, destination: 16, protocol: 50, selector: 1 }
  for (let i = 0; i < 200_000; i++) {
    view.setUint32(i % 2 ? 4 : 12, i)
    packets.add(six, bytes, row)
  }
  expect(packets.flows.length).toBe(200_000)
  expect(packets.flows.destination(0)).toBe('::')
  expect(packets.flows.source(199_999)).toBe('::3:d3f:0:0:3:d3e')
})

test('places out of order, more than 4 GB apart and of several link types come back as they were', () => {
  const packets = new Packets()
  const places = [5e9, 5e9 + 60, 24, 9e12, 5e9 + 200]
  places.forEach((position, i) => {
    packets.add(esp(1, 2, i), none, { ...row, position, captured: i === 3 ? 40 : 60, linkType: i === 4 ? 101 : 1 })
  })
  expect(places.map((_, i) => packets.position(i))).toEqual(places)
  expect(places.map((_, i) => packets.captured(i))).toEqual([60, 60, 60, 40, 60])
  expect(places.map((_, i) => packets.linkType(i))).toEqual([1, 1, 1, 1, 101])
  expect(packets.cut).toBe(1)
})

test.each([1, 63, 64, 65, 200])('the first block keeps what it holds while it grows, and what differs from row %i on', from => {
  const packets = new Packets()
  const of = (i: number) => ({
    time: i / 4,
    position: i < from ? 24 + i : 2 ** 34 + i,
    captured: i < from ? 1000 : 96,
    original: 1000,
    linkType: i < from ? 1 : 113,
    direction: i % 3,
  })
  const rows = Array.from({ length: 300 }, (_, i) => i)
  for (const i of rows)
    packets.add({ ...esp(0xc0a80001, 0xc0ffee01 + (i % 5), 0xfffffff0 + i), ipLength: i, identification: i }, none, of(i))
  const read = (i: number) => ({
    time: packets.time(i),
    position: packets.position(i),
    captured: packets.captured(i),
    original: packets.original(i),
    linkType: packets.linkType(i),
    direction: packets.direction(i),
  })
  expect(rows.map(read)).toEqual(rows.map(of))
  expect(rows.map(i => packets.sequence(i))).toEqual(rows.map(i => (0xfffffff0 + i) % 2 ** 32))
  expect(rows.map(i => [packets.flow(i), packets.ipLength(i), packets.identification(i)])).toEqual(rows.map(i => [i % 5, i, i]))
})

test('rows before which the clock was set back are remembered, small disorder is none', () => {
  const packets = new Packets()
  for (const time of [0, 1, 0.6, 5, 4.4, Number.NaN, 3]) packets.add(esp(1, 2, 0), none, { ...row, time })
  expect(packets.stepsBack).toEqual([4])
})
