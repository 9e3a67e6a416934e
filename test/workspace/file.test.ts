import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_NAME, LONGEST_NOTE, sameCapture, workspaceIn, written } from '../../src/workspace/file.ts'

const a = { name: 'a.pcap', packets: 40, start: '2026-03-01T19:29:06.000000000Z' }
const file = {
  captures: [a, { name: 'b.pcap', packets: 32, start: null }],
  names: new Map([['192.0.2.10', 'Branch']]),
  notes: [{ capture: 1, packet: 7, text: 'here' }],
  hidden: [
    { capture: 0, packet: 3 },
    { capture: 1, packet: 9, of: 'band' as const },
    { capture: 0, packet: 4, of: 'negotiation' as const },
  ],
}

test('what was written is read again', () => {
  expect(workspaceIn(written(file))).toEqual(file)
})

test('what is something else is not taken for one', () => {
  for (const text of [
    '',
    'x',
    '[]',
    'null',
    '{}',
    '{"ikescope":"workspace/2","captures":[]}',
    '{"ikescope":"workspace/1"',
    ' '.repeat(1 << 21),
  ])
    expect(workspaceIn(text)).toBeUndefined()
  expect(workspaceIn('{"ikescope":"workspace/1","captures":[{"name":1}]}')).toBeUndefined()
})

test('of a file that somebody wrote by hand only what has its form is taken, and no more than fits', () => {
  const names = { '192.0.2.10': 'x'.repeat(200), '192.0.2.11': 5, '192.0.2.12': ' ' }
  const notes = [
    { capture: 0, packet: 3, text: 'y'.repeat(9000) },
    { capture: -1, packet: 1, text: 'no' },
    'no',
    { capture: 0, packet: 1.5, text: 'no' },
  ]
  const hidden = [{ capture: 0, packet: 3, of: 'everything' }, { packet: 3 }, 7, null]
  const read = workspaceIn(JSON.stringify({ ikescope: 'workspace/1', captures: [a], names, notes, hidden }))
  expect(read?.names).toEqual(new Map([['192.0.2.10', 'x'.repeat(LONGEST_NAME)]]))
  expect(read?.notes).toEqual([{ capture: 0, packet: 3, text: 'y'.repeat(LONGEST_NOTE) }])
  expect(read?.hidden).toEqual([{ capture: 0, packet: 3 }])
})

test('a file without a word of what is hidden hides nothing', () => {
  expect(workspaceIn(JSON.stringify({ ikescope: 'workspace/1', captures: [a], names: {}, notes: [] }))?.hidden).toEqual([])
})

test('a capture is told by its packets and when it began, whatever it is called', () => {
  expect(sameCapture(a, { ...a, name: 'other.pcap' })).toBe(true)
  expect(sameCapture(a, { ...a, packets: 41 })).toBe(false)
  expect(sameCapture(a, { ...a, start: '2026-03-01T19:29:07.000000000Z' })).toBe(false)
  expect(sameCapture({ ...a, start: null }, { ...a, name: 'other.pcap' })).toBe(false)
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.json(), text => workspaceIn(text) === undefined || true))
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (captures, names, notes) => {
      const read = workspaceIn(JSON.stringify({ ikescope: 'workspace/1', captures, names, notes }))
      expect(read === undefined || read.notes.every(note => note.text.length <= LONGEST_NOTE)).toBe(true)
    }),
  )
})
