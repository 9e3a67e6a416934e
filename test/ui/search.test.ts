import { describe, expect, test } from 'vitest'
import { asked, type Query } from '../../src/host/asked.ts'
import type { FieldHit } from '../../src/host/protocol.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { fieldHits, toldBy } from '../../src/ui/sheets/fieldHits.ts'
import { hits, ordered } from '../../src/ui/sheets/hits.ts'
import { withSightings } from '../support/trace/sightings.ts'
import { A, B, finding, flow, natt } from './sampleReport.ts'

const lost = finding({
  title: 'Protected packets are lost',
  severity: 'warning',
  because: ['ESP c0ffee01 counts 12 more than came; MM5 (A12) is not among them; 1280 of 3,000 octets'],
})
const said = {
  ...natt(),
  flows: [flow('c0ffee01', A, B, [14, 45], [15, 49])],
  findings: [finding({ title: 'MM5 has no answer', severity: 'error' }), lost, finding({ title: 'given up MM5', consequenceOf: 0 })],
}
const read = (text: string): Query => {
  const it = asked(text)
  if (!it.ok) throw new Error(it.mistake.says)
  return it.query
}
const find = (text: string, fields: readonly FieldHit[] = []) =>
  ordered([
    ...hits(text, { report: said, which: 0, listed: 0, pairs: hostPairs(said, 0) }),
    ...fieldHits(read(text), [{ capture: 0, hits: fields }], toldBy(said), 0),
  ]).map(({ group, name }) => `${group}: ${name}`)

describe('what is exactly meant leads, before findings that only speak of it', () => {
  test('an SPI, with and without 0x', () => {
    expect(find('c0ffee01')).toEqual(['Exactly this: ESP c0ffee01', 'Findings: Protected packets are lost'])
    expect(find('0xc0ffee01')[0]).toBe('Exactly this: ESP c0ffee01')
  })
  test('a part of an SPI is not meant exactly', () => {
    expect(find('c0ffee')).toEqual(['Findings: Protected packets are lost', 'Protected traffic: ESP c0ffee01'])
  })
  test('a cookie, an address, a message, a packet', () => {
    const { initiatorSpi } = said.negotiations[0]!
    expect([find(initiatorSpi)[0], find(A)[0], find('mm5')[0], find('a12')[0]]).toEqual([
      'Exactly this: Main Mode, not finished',
      'Exactly this: Main Mode, not finished',
      'Exactly this: MM5  encrypted',
      'Exactly this: Packet 12',
    ])
  })
  test('a value that stands in a field', () => {
    const mtu = { packet: 25, time: 0, path: 'ICMP/MTU', name: 'MTU of next hop', says: '1280' }
    const other = { packet: 26, time: 0, path: 'IPv4/Total Length', name: 'Total Length', says: '12801' }
    expect(find('1280', [other, mtu])).toEqual([
      'Exactly this: MTU of next hop  1280',
      'Findings: Protected packets are lost',
      'Fields: Total Length  12801',
    ])
    const spi = { packet: 14, time: 0, path: 'ESP/SPI', name: 'SPI', says: String(0xc0ffee01) }
    expect(find('spi:c0ffee01', [spi]).filter(text => text.startsWith('Exactly'))).toHaveLength(2)
  })
  test('of many, five lead; none is listed twice', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({
      packet: i + 1,
      time: 0,
      path: 'UDP/Source Port',
      name: 'Source Port',
      says: '4500',
    }))
    const found = find('port:4500', many)
    expect([found.filter(text => text.startsWith('Exactly')).length, found.length]).toEqual([5, 9])
  })
})

test('sendings are found by what became of them, each by itself', () => {
  const [one] = said.negotiations
  const first = one!.exchanges[0]!.messages[0]!.transmissions[0]!
  const twice = [
    { ...first, fate: 'lost' as const },
    { ...first, retransmission: true, sightings: first.sightings.map(seen => ({ ...seen, packets: [40], time: 9 })) },
  ]
  const exchanges = one!.exchanges.map((exchange, i) =>
    i > 0
      ? exchange
      : { ...exchange, messages: exchange.messages.map((message, i) => (i > 0 ? message : { ...message, transmissions: twice })) },
  )
  const lossy = { ...said, negotiations: [{ ...one!, exchanges }], findings: [] }
  const found = (text: string) =>
    hits(text, { report: lossy, which: 0, listed: 0, pairs: [] }).flatMap(({ group, says, to }) =>
      group === 'Messages' ? [[says, to]] : [],
    )
  const packet = first.sightings[0]!.packets[0]!
  expect(found('lost')).toEqual([[expect.stringMatching(/1st of 2 copies, lost on the way$/), { packet, trace: 0 }]])
  expect(found('mm1 retransmission')).toEqual([[expect.stringMatching(/^40 at .*2nd of 2 copies$/), { packet: 40, trace: 0 }]])
  expect(found('mm2 retransmission')).toEqual([])
  expect(found('mm1 -lost')).toEqual([[expect.stringMatching(/^40 at .*2nd of 2 copies$/), { packet: 40, trace: 0 }]])
  expect(found('mm1 -lost -retransmission')).toEqual([])
  // By its name it is found once.
  expect(found('mm1')).toHaveLength(1)
  expect(found('mm1 -mm2')).toHaveLength(1)
})

test('a packet of the other capture is asked for by its letter', () => {
  const two = { ...said, traces: [said.traces[0]!, { ...said.traces[0]!, packets: 99 }] }
  const packet = (text: string) =>
    hits(text, { report: two, which: 0, listed: 0, pairs: [] }).flatMap(({ group, name, to }) => (group === 'Packets' ? [[name, to]] : []))
  expect([packet('b40'), packet('12'), packet('a99')]).toEqual([
    [['Packet B40', { packet: 40, trace: 1 }]],
    [
      ['Packet A12', { packet: 12, trace: 0 }],
      ['Packet B12', { packet: 12, trace: 1 }],
    ],
    [],
  ])
  expect(['-12', 'not 12', '-packet:12', '-b40'].flatMap(packet)).toEqual([])
})

test('findings are called in a search what they are called on the page', () => {
  const called = hits('finding:e', { report: said, which: 0, listed: 0, pairs: [] }).map(({ says }) => says)
  expect(called).toEqual(['root cause', 'worth knowing', 'consequence'])
})

test('negotiations that read the same are told apart by their name and when they began', () => {
  const [one] = said.negotiations
  const later = withSightings(one!, seen => seen.map(one => ({ ...one, time: 75 })))
  const again = { ...said, negotiations: [one!, { ...later, id: 'N2' }] }
  const found = (report: typeof said) =>
    hits('main', { report, which: 0, listed: 0, pairs: [] }).flatMap(({ group, says }) => (group === 'Negotiations' ? [says] : []))
  const start = { ...again, traces: [{ ...said.traces[0]!, start: '2026-05-01T10:00:00.000000000Z' }] }
  expect(found(start)).toEqual([`${A} and ${B}, N1, began 10:00:00`, `${A} and ${B}, N2, began 10:01:15`])
  expect(found(said)).toEqual([`${A} and ${B}`])
})
