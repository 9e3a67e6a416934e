import { expect, test } from 'vitest'
import { chosenWords, openedWords, readingWords } from '../../src/ui/spoken/words.ts'

const reading = (read: number) => ({ reading: { names: ['a.pcap'], progress: { read, size: 1000 } as never } })

test('reading is told at its start and in quarters', () => {
  expect([0, 100, 249, 250, 499, 500, 999, 1000].map(read => readingWords(reading(read)))).toEqual([
    'Reading a.pcap',
    'Reading a.pcap',
    'Reading a.pcap',
    '25 percent read',
    '25 percent read',
    '50 percent read',
    '75 percent read',
    '75 percent read',
  ])
  expect(readingWords({})).toBe('')
  expect(readingWords({ reading: { names: ['a', 'b'] } })).toBe('Reading a and b')
})

const finding = (title: string, severity: string) => ({ title, severity, negotiation: null })
const opened = (findings: readonly unknown[], negotiations: readonly unknown[] = [{ outcome: 'failed' }]) =>
  ({ names: ['a.pcap'], session: {}, report: { traces: [{ packets: 12, problems: [] }], negotiations, findings } }) as never

test('what was opened is told with its verdict, but a lesson keeps the verdict back', () => {
  const bad = opened([finding('A note', 'note'), finding('Nobody answers', 'error')])
  expect(openedWords({ opened: bad })).toBe('a.pcap: 12 packets, 1 negotiation, failed. Nobody answers.')
  expect(openedWords({ opened: bad, course: {} as never })).toBe('a.pcap: 12 packets, 1 negotiation, failed.')
  expect(openedWords({ opened: opened([], [{ outcome: 'established' }]) })).toBe('a.pcap: 12 packets, 1 negotiation. No fault found.')
  expect(openedWords({ opened: opened([], [{ outcome: 'incomplete' }]) })).toBe('a.pcap: 12 packets, 1 negotiation.')
  expect(openedWords({ opened: opened([], []) })).toBe('a.pcap: 12 packets, no IKE.')
})

test('a finding is told by its place in the order of reading', () => {
  const both = opened([finding('A note', 'note'), finding('Nobody answers', 'error')])
  expect(chosenWords({ opened: both, finding: 1, view: 'ladder' }, undefined)).toBe('Ladder. Finding 1 of 2: Nobody answers.')
  expect(chosenWords({ opened: both, finding: 0, view: 'both' }, undefined)).toBe('Both ends. Finding 2 of 2: A note.')
  expect(chosenWords({ opened: both, view: 'packets' }, undefined)).toBe('Packets.')
})
