import { expect, test } from 'vitest'
import { saysWhy, verdict, verdictWords } from '../../src/text/verdict.ts'
import type { Finding, Report } from '../../src/trace/report.ts'
import { finding, negotiation, trace } from '../ui/sampleReport.ts'

const note = (inBrief: string | undefined, more: Partial<Finding> = {}) =>
  finding({ severity: 'note', title: 'A note', confidence: 'certain', ...(inBrief === undefined ? {} : { inBrief }), ...more })
const of = (findings: readonly Finding[], outcome: 'established' | 'incomplete' = 'established', more: Partial<Report> = {}) =>
  ({ traces: [trace({})], negotiations: [{ ...negotiation([]), outcome }], findings, pair: null, ...more }) as unknown as Report

const path = 'the path to 198.51.100.20 takes packets of up to 1,280 bytes only'

test('a note that must not be missed is said in the sentence that says there is no fault', () => {
  expect(verdictWords(of([]))).toBe('No fault found')
  expect(verdictWords(of([note(undefined)]))).toBe('No fault found')
  expect(verdictWords(of([note(undefined), note(path)]))).toBe(`No fault found; note: ${path}`)
  expect(verdictWords(of([note('one'), note('two')]))).toBe('No fault found; notes: one, and two')
  expect(verdictWords(of([note('one'), note('two'), note('three')]))).toBe('No fault found; notes: one, two, and more')
})

test('a path that takes as much one way as the other is told once', () => {
  const takes = (to: string, bytes: string, negotiation = 'N1') =>
    note(`the path to ${to} takes packets of up to ${bytes} bytes only`, { rule: 'pmtu-reported', negotiation })
  const [there, back] = [takes('2001:db8:b::20', '1,400'), takes('2001:db8:a::10', '1,400')]
  expect(verdictWords(of([there, back]))).toBe('No fault found; note: the path takes packets of up to 1,400 bytes only, both ways')
  // Other sizes, or other peers: each by itself.
  for (const other of [takes('2001:db8:a::10', '1,280'), takes('2001:db8:a::10', '1,400', 'N2')])
    expect(verdictWords(of([there, other]))).toBe(`No fault found; notes: ${there.inBrief}, and ${other.inBrief}`)
})

test('a file that ends within a packet, or kept only their start, shows no fault in what could be read', () => {
  const broken = (weight: 'cut' | 'malformed' | 'odd') =>
    verdictWords(of([], 'established', { traces: [trace({}), trace({ problems: [{ packet: 27, weight, says: 'the file ends here' }] })] }))
  expect(broken('cut')).toBe('No fault found in what could be read')
  expect(broken('malformed')).toBe('No fault found in what could be read')
  expect(broken('odd')).toBe('No fault found')
  const start = 'the capture kept only the start of 4 IKE packets'
  expect(verdictWords(of([note(start, { rule: 'capture-truncated' })]))).toBe(`No fault found in what could be read; note: ${start}`)
  expect(verdictWords(of([note(start, { rule: 'capture-truncated' }), finding({ severity: 'error', title: 'MM1 gets no answer.' })]))).toBe(
    'MM1 gets no answer',
  )
})

test('neither a possibility, nor what follows from another note, nor the same twice', () => {
  const consequence = note('so it is cut', { consequenceOf: 0 })
  expect(verdictWords(of([note(path), consequence, note(path), note('perhaps', { confidence: 'possible' })]))).toBe(
    `No fault found; note: ${path}`,
  )
})

test('what was lost stands before it; without a verdict the notes are said too; a fault says nothing of notes', () => {
  const pair = { lostAtoB: 2, lostBtoA: 0 } as Report['pair']
  expect(verdictWords(of([note(path)], 'established', { pair, traces: [trace({}), trace({})] }))).toBe(
    `No fault found; 2 packets lost; note: ${path}`,
  )
  expect(verdictWords(of([note('the capture ends early')], 'incomplete'))).toBe('No verdict; note: the capture ends early')
  expect(verdictWords(of([note(path), finding({ severity: 'error', title: 'MM1 gets no answer.' })]))).toBe('MM1 gets no answer')
})

test('where no fault is found, a note that stands beside the verdict may say why', () => {
  const two = { traces: [trace({}), trace({})] }
  expect(saysWhy(of([note(undefined)], 'incomplete'))).toBe('nothing in this capture says why')
  expect(saysWhy(of([note('perhaps', { confidence: 'possible' })], 'incomplete', two))).toBe('nothing in these captures says why')
  const reflected = note('somebody sent in the name of 203.0.113.7 (a reflection)')
  expect(saysWhy(of([reflected], 'incomplete'))).toBe('no fault found in this capture says why; the note may')
  expect(saysWhy(of([reflected, note(path)], 'incomplete', two))).toBe('no fault found in these captures says why; one of the notes may')
})

test('a fault that is no more than possible says so', () => {
  const fault = finding({ severity: 'warning', title: 'A bit was flipped', confidence: 'possible' })
  expect(verdictWords(of([fault]))).toBe('Possibly: A bit was flipped')
  expect(verdictWords(of([{ ...fault, confidence: 'likely' }]))).toBe('A bit was flipped')
})

test('what a router refused was not lost', () => {
  const pair = { lostAtoB: 3, lostBtoA: 0 } as Report['pair']
  const error = (packet: number, type = 3) => ({ trace: 0, packet: packet + 1, from: '192.0.2.1', type, code: 4, quotes: { packet } })
  const said = (...icmpErrors: unknown[]) =>
    verdictWords(of([], 'established', { pair, traces: [trace({}), trace({})], icmpErrors } as unknown as Partial<Report>))
  expect(said(error(5), error(5), error(9))).toBe('No fault found; 1 packet lost; 2 packets refused')
  expect(said(error(5), error(6), error(7), error(8))).toBe('No fault found; 3 packets refused')
  expect(said(error(5, 11))).toBe('No fault found; 3 packets lost')
})

test('the command line says with it how the negotiations ended', () => {
  expect(verdict(of([note(path)]))).toMatch(/bytes only\. One negotiation, established: /)
  const { negotiations } = of([])
  expect(verdict(of([], 'established', { negotiations: [...negotiations, ...negotiations] }))).toBe(
    'No fault found. 2 negotiations: 2 established.',
  )
})
