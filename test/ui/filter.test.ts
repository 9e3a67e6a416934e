import { describe, expect, test } from 'vitest'
import { asked } from '../../src/host/asked.ts'
import type { Report } from '../../src/trace/report.ts'
import { entries, fitting } from '../../src/ui/case/entries.ts'
import { answered, begun, type Filter, flowFits, negotiationFits, packetsOf, rowFits } from '../../src/ui/filter/filter.ts'
import { marked } from '../../src/ui/filter/known.ts'
import { narrowed } from '../../src/ui/filter/narrow.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { arrange, happenings } from '../../src/ui/ladder/rows.ts'
import { whole } from '../../src/ui/slices.ts'
import { A, B, exchange, flow, natt, negotiation, report as reportOf } from './sampleReport.ts'

const report = { ...natt(), flows: [flow('c0ffee01', A, B, [20, 5], [22, 6]), flow('c0ffee02', B, A, [21, 5], [23, 6])] }
const pairs = hostPairs(report, 0)
const rows = happenings(report, 0, pairs[0]!)

function filter(text: string, names: ReadonlyMap<string, string> = new Map(), of: Report = report): Filter {
  const read = asked(text)
  if (!read.ok) throw new Error(read.mistake.says)
  return { ...begun(text)!, ...whole(marked(read.query, of, names)) }
}
const shown = (text: string) =>
  rows.flatMap(row =>
    rowFits(filter(text), row, 0) ? [row.kind === 'message' ? row.message.name : row.kind === 'band' ? row.flow.spi : row.kind] : [],
  )

describe('what the report knows of rows', () => {
  test('messages by their name, an SA by its SPI, alternatives, what is not meant', () => {
    expect(new Set(shown('msg:mm5'))).toEqual(new Set(['MM5']))
    expect(shown('spi:c0ffee01')).toEqual(['c0ffee01'])
    expect(new Set(shown('spi:c0ffee02 or msg:mm1'))).toEqual(new Set(['MM1', 'c0ffee02']))
    expect(shown('msg:mm5 msg:mm1')).toEqual([])
    expect(shown('-msg:mm5')).toContain('MM1')
    expect(shown('-msg:mm5')).not.toContain('MM5')
  })

  test('what became of a sending', () => {
    const again = shown('retransmission')
    expect(again.length).toBeGreaterThan(0)
    expect(new Set(again)).toEqual(new Set(['MM5']))
    expect(shown('msg:mm1 retransmission')).toEqual([])
  })

  test('packets by number, and by the names that hosts were given', () => {
    const [first] = rows.flatMap(row => row.packets)
    expect(packetsOf(filter(`packet:${first}`), 0)).toEqual([first])
    expect(packetsOf(filter(`packet:b${first}`), 0)).toEqual([])
    expect(packetsOf(filter('packet:1-3'), 0)).toEqual([1, 2, 3])
    expect(packetsOf(filter('branch', new Map([['192.0.2.10', 'Branch']])), 0).length).toBeGreaterThan(0)
    expect(packetsOf(filter('branch'), 0)).toEqual([])
  })

  test('a number between the first and the last packet of an SA brings its band', () => {
    expect(shown('packet:21')).toEqual(['c0ffee01', 'c0ffee02'])
    expect(shown('packet:22-30')).toEqual(['c0ffee01', 'c0ffee02'])
    expect(shown('packet:b21')).toEqual([])
    expect(shown('packet:24-90').filter(name => name.startsWith('c0ffee'))).toEqual([])
    // It may be the number of something else; the band is not hidden for it.
    expect(shown('-packet:22')).toContain('c0ffee02')
    expect(['packet:21', 'packet:24'].map(text => flowFits(filter(text), report.flows[0]!))).toEqual([true, false])
  })

  test('negotiations stay listed for one message of theirs', () => {
    expect(negotiationFits(filter('msg:mm1'), report.negotiations[0]!)).toBe(true)
    expect(negotiationFits(filter('msg:qm1'), report.negotiations[0]!)).toBe(false)
    const all = entries(pairs, new Map())
    expect(fitting(all, filter('msg:mm1')).map(one => one.kind)).toEqual(['hosts', 'negotiation'])
    expect(fitting(all, filter('msg:qm1'))).toEqual([])
  })
})

test('an SPI of ESP brings the messages that agreed on it, and their negotiation', () => {
  const { negotiations } = report
  const [exchange] = negotiations[0]!.exchanges
  const sincePacket = exchange!.messages.at(-1)!.transmissions[0]!.sightings[0]!.packets[0]!
  const sa = (spi: string, packet: number) => ({
    id: `SA ${spi}`,
    negotiation: 'N1',
    kind: 'ipsec' as const,
    protocol: 'esp' as const,
    spis: { toInitiator: spi, toResponder: null },
    encapsulation: null,
    algorithms: [],
    lifetimes: {},
    state: 'used',
    sincePacket: packet,
  })
  const read = asked('spi:0xc0ffee01')
  if (!read.ok) throw new Error(read.mistake.says)
  const of = (...all: readonly ReturnType<typeof sa>[]): Filter => ({
    ...begun('spi:0xc0ffee01')!,
    ...whole(marked(read.query, { ...report, securityAssociations: all }, new Map())),
  })
  expect(negotiationFits(of(sa('c0ffee01', sincePacket)), negotiations[0]!)).toBe(true)
  expect(negotiationFits(of(sa('c0ffee02', sincePacket)), negotiations[0]!)).toBe(false)
  expect(negotiationFits(of(sa('c0ffee01', 999)), negotiations[0]!)).toBe(false)
})

test('what cannot be asked begins no filter', () => {
  expect([begun('spi:zz'), begun('  '), begun('spi:c0ffee01')?.words[0].length]).toEqual([undefined, undefined, 0])
})

test('as long as nothing fits and not all is searched, it is not said that nothing does', () => {
  const nothing: Filter = { ...begun('port:500')!, words: [new Uint8Array(3), new Uint8Array(0), new Uint8Array(0)], searched: 1, of: 3 }
  const first: Filter = { ...nothing, words: [Uint8Array.of(0, 1, 0), nothing.words[1], nothing.words[2]], searched: 2 }
  const none: Filter = { ...nothing, searched: 3 }
  const ofEsp: Filter = { ...nothing, spis: new Map([['c0ffee01', 1]]) }
  expect([begun('port:500'), nothing, first, none, ofEsp].map(answered)).toEqual([undefined, undefined, first, none, ofEsp])
  expect(answered(undefined)).toBeUndefined()
})

test('headings and pauses go with what was below them; what is said of the ends of the capture stays', () => {
  const pair = pairs[0]!
  const arranged = arrange(rows, pair, { trace: report.traces[0], open: new Set() })
  const kinds = (text: string) => narrowed(arranged, filter(text), new Set(), 0).map(row => row.kind)
  const ends = arranged.filter(row => row.kind === 'edge')
  expect(new Set(kinds('msg:mm1'))).toEqual(new Set(['start', 'message', 'edge']))
  expect(kinds('spi:c0ffee01')).toEqual([...ends.slice(0, -1).map(() => 'edge'), 'band', 'edge'])
  expect(narrowed(arranged, filter('spi:c0ffee01'), new Set(), 0).filter(row => row.kind === 'edge')).toEqual(ends)
  expect(narrowed(arranged, undefined, new Set(), 0)).toBe(arranged)
  expect(narrowed(arranged, undefined, new Set(['N1']), 0).some(row => row.negotiation === 'N1')).toBe(false)
})

test('a heading stays where protected traffic goes on between it and the first message below that is kept', () => {
  const said = (name: string, time: number, packet: number) => [name, 'initiator', 156, ['SA'], [[time, packet]]] as const
  const mode = (type: string, name: string, time: number, packet: number) => exchange({ type, said: [said(name, time, packet)] })
  const two = reportOf(
    [
      negotiation([mode('Main Mode', 'MM1', 0, 1), mode('Informational', 'Informational', 1, 2)]),
      negotiation([mode('Main Mode', 'MM1', 2, 3), mode('Informational', 'Informational', 4, 6)], { id: 'N2' }),
    ],
    { flows: [flow('c0ffee01', A, B, [4, 3], [5, 3.5])] },
  )
  const [pair] = hostPairs(two, 0)
  const all = arrange(happenings(two, 0, pair!), pair!, { trace: two.traces[0], open: new Set() })
  const kept = (text: string) =>
    narrowed(all, filter(text, new Map(), two), new Set(), 0).flatMap(row =>
      row.kind === 'edge' ? [] : [`${row.kind} ${row.negotiation ?? ''}`.trim()],
    )
  expect(kept('esp or informational')).toEqual(['start N1', 'message N1', 'start N2', 'band', 'message N2'])
  expect(kept('esp')).toEqual(['band'])
})
