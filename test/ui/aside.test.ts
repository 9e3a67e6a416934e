/** What was added to a capture comes back with it, whatever was open meanwhile. */
import { expect, test } from 'vitest'
import type { Session } from '../../src/host/protocol.ts'
import type { Report } from '../../src/trace/report.ts'
import type { Action } from '../../src/ui/action.ts'
import { reduceWithCourse } from '../../src/ui/lessons/course.ts'
import { holdsUnsaved } from '../../src/ui/notes/aside.ts'
import { atStart, type State } from '../../src/ui/state.ts'
import { natt } from './sampleReport.ts'

const one = natt()
const [trace] = one.traces
const two: Report = { ...one, traces: [{ ...trace!, name: 'b.pcap', packets: trace!.packets + 1 }] }
const both: Report = { ...one, traces: [...one.traces, ...two.traces] }

const session = {} as Session
const open = (report: Report, keptAt?: string): Action => ({ type: 'opened', names: ['x'], session, report, keptAt })
const note: Action = { type: 'note', trace: 0, packet: 7, text: 'here' }
const name: Action = { type: 'peer', address: '192.0.2.10', name: 'Branch' }
const then = (state: State, ...actions: Action[]) => actions.reduce(reduceWithCourse, state)
const said = (...actions: Action[]) => then(atStart(), ...actions)
const texts = ({ notes, peers }: State) => [...notes.map(({ trace, text }) => `${trace} ${text}`), ...peers.values()]

test('after another capture, and after it was closed; until then it is asked for before it is lost', () => {
  for (const meanwhile of [open(two), { type: 'closed' } as const]) {
    const away = said(open(one), note, name, { type: 'hide', marks: ['0 3'] }, meanwhile)
    expect([texts(away), away.unsaved, holdsUnsaved(away)]).toEqual([[], false, true])
    const back = then(away, open(one))
    expect([texts(back), [...back.hidden], back.unsaved, holdsUnsaved(back)]).toEqual([['0 here', 'Branch'], ['0 3'], true, false])
    // What is taken away then is gone.
    expect(texts(then(back, { ...note, text: '' }, { type: 'closed' }, open(one)))).toEqual(['Branch'])
  }
})

test('with each end, whichever is opened, also both in the other order', () => {
  const ends = said(open(both), note, { ...note, trace: 1, text: 'there' }, { type: 'closed' })
  expect(texts(then(ends, open(two)))).toEqual(['0 there'])
  expect(texts(then(ends, open(two), open(one)))).toEqual(['0 here'])
  expect(texts(then(ends, open({ ...both, traces: [...both.traces].reverse() })))).toEqual(['0 there', '1 here'])
})

test('also when another one was being read and came to nothing', () => {
  const reading: Action[] = [
    { type: 'reading', names: ['b.pcap'] },
    { type: 'progress', progress: { name: 'b.pcap', read: 1, size: 2, packets: 3, report: two } },
  ]
  expect(texts(said(open(one), note, ...reading, { type: 'cancelled' }))).toEqual(['0 here'])
  expect(texts(said(open(one), note, open(two), ...reading, { type: 'cancelled' }, open(one)))).toEqual(['0 here'])
})

test('what is in a file comes from there', () => {
  const kept = said(open(one, 'x'), note)
  const away = then(kept, { type: 'kept', written: kept }, open(two))
  expect([away.aside, holdsUnsaved(away)]).toEqual([[], false])
  expect(holdsUnsaved(then(kept, open(two)))).toBe(true)
})
