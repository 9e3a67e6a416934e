import { describe, expect, test } from 'vitest'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { hiddenText } from '../../src/ui/ladder/Narrowed.tsx'
import { withNotes } from '../../src/ui/ladder/notes.ts'
import { happenings } from '../../src/ui/ladder/rows.ts'
import { add, isAbout, nothingAdded, toKeep } from '../../src/ui/notes/added.ts'
import { isHidden, marksOf } from '../../src/ui/notes/hiding.ts'
import { natt } from './sampleReport.ts'

const report = natt()
const pair = hostPairs(report, 0)[0]!
const rows = happenings(report, 0, pair)
const note = { trace: 0 as const, packet: rows[0]!.packets[0]!, text: 'here' }

describe('what somebody adds', () => {
  test('goes into a file and comes out of it for the same captures, in either order', () => {
    const one = add(nothingAdded, { type: 'note', ...note }, report)
    const two = add(one, { type: 'peer', address: pair.left, name: ' Branch ' }, report)
    const file = toKeep(two, report)
    expect(isAbout(file, report)).toBe(true)
    expect(add(nothingAdded, { type: 'workspace', file }, report)).toEqual({ ...two, unsaved: false })
    const elsewhere = { ...report, traces: report.traces.map(trace => ({ ...trace, packets: trace.packets + 1 })) }
    expect(isAbout(file, elsewhere)).toBe(false)
    expect(add(nothingAdded, { type: 'workspace', file }, elsewhere).notes).toEqual([])
    const swapped = { ...report, traces: [elsewhere.traces[0]!, report.traces[0]!] }
    expect(add(nothingAdded, { type: 'workspace', file }, swapped).notes).toEqual([{ ...note, trace: 1 }])
  })

  test('what is hidden is kept too: rows by their packets, negotiations by their first one', () => {
    const id = rows[0]!.negotiation!
    const hidden = add(nothingAdded, { type: 'hide', marks: [...marksOf(rows[1]!, 0), id] }, report)
    const file = toKeep(hidden, report)
    expect(file.hidden).toEqual([
      { capture: 0, packet: rows[1]!.packets[0] },
      { capture: 0, packet: rows[0]!.packets[0], of: 'negotiation' },
    ])
    expect(add(nothingAdded, { type: 'workspace', file }, report).hidden).toEqual(hidden.hidden)
    // The same negotiation may have another id where another capture is open beside it.
    const renamed = { ...report, negotiations: report.negotiations.map(one => ({ ...one, id: `${one.id}0` })) }
    expect(add(nothingAdded, { type: 'workspace', file }, renamed).hidden).toContain(`${id}0`)
    expect(add(hidden, { type: 'unhide' }, report)).toMatchObject({ hidden: new Set(), unsaved: true })
  })

  test('a note without text is none, a host without name has its address', () => {
    const one = add(add(nothingAdded, { type: 'note', ...note }, report), { type: 'peer', address: pair.left, name: 'x' }, report)
    const none = add(add(one, { type: 'note', ...note, text: ' ' }, report), { type: 'peer', address: pair.left, name: '' }, report)
    expect([none.notes, none.peers.size]).toEqual([[], 0])
  })
})

test('a note stands below the row that shows its packet, once', () => {
  const noted = withNotes(rows, [note], 0)
  expect(noted.length).toBe(rows.length + 1)
  expect(noted[1]).toMatchObject({ kind: 'note', text: 'here', on: { trace: 0, packet: note.packet } })
  expect(withNotes(rows, [{ ...note, trace: 1 }], 0)).toEqual(rows)
})

test('a row is hidden by all of its packets, or with its negotiation; nothing else is', () => {
  const hidden = new Set(marksOf(rows[0]!, 0))
  expect(rows.filter(row => isHidden(row, 0, hidden))).toEqual([rows[0]])
  expect(rows.filter(row => isHidden(row, 0, new Set([rows[0]!.negotiation!])))).toEqual(
    rows.filter(row => row.negotiation === rows[0]!.negotiation),
  )
  expect(hiddenText(new Set(['0 5', '1 5', 'N2']))).toBe('Hidden: A5, B5 and N2')
  expect(hiddenText(new Set(Array.from({ length: 9 }, (_, i) => `0 ${i}`)))).toBe('Hidden: A0, A1, A2, A3, A4, A5 and 3 more')
})
