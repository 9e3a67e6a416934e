import { describe, expect, test } from 'vitest'
import type { Progress, Session } from '../../src/host/protocol.ts'
import { commandOf } from '../../src/ui/keys.ts'
import { reduce } from '../../src/ui/reduce.ts'
import { atStart, OFFERS, type PageAction, type State } from '../../src/ui/state.ts'
import { missing, viewOf } from '../../src/ui/views.ts'
import { finding, natt } from './sampleReport.ts'

const session = {} as Session
const report = natt()
const said = (...actions: PageAction[]): State => actions.reduce(reduce, atStart())
const opened: PageAction = { type: 'opened', names: ['a.pcap'], session, report }
const progress = (more: Partial<Progress> = {}): PageAction => ({
  type: 'progress',
  progress: { name: 'b.pcap', read: 1, size: 9, packets: 3, ...more },
})

describe('opening', () => {
  test('a file is read, shown early, then whole; a selection made early stays', () => {
    const early = said({ type: 'reading', names: ['a.pcap'] }, progress({ report }), { type: 'select', packet: 7, row: 'r' })
    expect(early.opened).toEqual({ names: ['a.pcap'], report })
    const whole = reduce(early, opened)
    expect(whole).toMatchObject({ opened: { session, report }, selection: { packet: 7, row: 'r' } })
    expect(whole.reading).toBeUndefined()
  })
  test('both ends come into view when they are read, unless somebody looks at something already', () => {
    const both = { ...report, pair: {} } as typeof report
    const early = said({ type: 'reading', names: ['a.pcap', 'b.pcap'] }, progress({ report }))
    const joined: PageAction = { ...opened, names: ['a.pcap', 'b.pcap'], report: both } as PageAction
    expect(reduce(early, joined).view).toBe('both')
    expect(reduce(reduce(early, { type: 'select', packet: 7 }), joined).view).toBe('ladder')
    expect(reduce(reduce(early, { type: 'view', view: 'packets' }), joined).view).toBe('packets')
    expect(reduce(early, joined).offersBoth).toBeUndefined()
    // Who is busy with one end stays there and is offered both; looking at them, or saying no, ends the offer.
    const busy = reduce(reduce(early, { type: 'touched' }), joined)
    expect([busy.view, busy.offersBoth, busy.touched]).toEqual(['ladder', true, undefined])
    expect(reduce(busy, { type: 'view', view: 'both' }).offersBoth).toBeUndefined()
    expect(reduce(busy, { type: 'declined' })).toMatchObject({ view: 'ladder' })
    expect(reduce(busy, { type: 'declined' }).offersBoth).toBeUndefined()
    // What somebody did before a file was chosen does not count.
    expect(reduce(reduce(busy, { type: 'touched' }), { type: 'reading', names: ['c.pcap'] }).touched).toBeUndefined()
  })
  test('while two captures are read, or a second one joins, what needs both waits for that and for nothing else', () => {
    const waits = (state: State) => missing(viewOf('both'), state)
    const names = ['a.pcap', 'b.pcap']
    const one = { ...report, traces: report.traces.slice(0, 1), pair: null }
    const two = { ...one, traces: [...one.traces, ...one.traces] }
    const early = said({ type: 'reading', names }, progress({ report: one }))
    expect(waits(early)).toBe('the captures are still being read')
    expect(waits(reduce(early, progress({ report: two })))).toBe('the captures are still being read')
    expect(waits(said(opened, { type: 'reading', names }))).toBe('the captures are still being read')
    expect(waits(said(opened, { type: 'reading', names: ['c.pcap', 'd.pcap'] }))).toBe('add the capture of the other end first')
    expect(waits(said({ type: 'reading', names: ['a.pcap'] }, progress({ report: one })))).toBe('add the capture of the other end first')
    const apart = { ...opened, names, report: two } as PageAction
    expect(waits(reduce(early, apart))).toBe('both captures were taken at the same place')
    // Once they are read the words go; what was done meanwhile is still told.
    expect(reduce(reduce(early, { type: 'told', says: 'Both ends: the captures are still being read' }), apart).told).toBeUndefined()
    expect(reduce(reduce(early, { type: 'told', says: 'Saved', done: true }), apart).told?.says).toBe('Saved')
  })
  test('what the verdict is about comes into view; not over what somebody chose meanwhile, and gently for who may have scrolled', () => {
    const several = {
      ...report,
      negotiations: [{ id: 'N1' }, { id: 'N2' }],
      findings: [finding({ negotiation: 'N2' })],
    } as unknown as typeof report
    const whole: PageAction = { ...(opened as Extract<PageAction, { type: 'opened' }>), report: several }
    expect(said(whole).reveal).toEqual({ negotiation: 'N2', place: 'start' })
    const early = said({ type: 'reading', names: ['a.pcap'] }, progress({ report: several }))
    expect(reduce(early, whole).reveal).toEqual({ negotiation: 'N2', place: 'start', unlessScrolled: true })
    const chosen = reduce(early, { type: 'select', packet: 7, reveal: false })
    expect(reduce(chosen, whole).reveal).toBeUndefined()
  })
  test('progress without a report keeps what is shown', () => {
    const state = said({ type: 'reading', names: ['a.pcap'] }, progress({ report }), progress({ read: 5 }))
    expect(state.opened?.report).toBe(report)
    expect(state.reading?.progress?.read).toBe(5)
  })
  test('a failure says why and leaves what was open', () => {
    const state = said(
      opened,
      { type: 'select', packet: 7 },
      { type: 'reading', names: ['x'] },
      { type: 'failed', name: 'x', why: 'not a capture' },
    )
    expect(state).toMatchObject({ failure: { name: 'x', why: 'not a capture' }, opened: { session }, selection: { packet: 7 } })
    expect(reduce(state, { type: 'dismissed' }).failure).toBeUndefined()
    expect(reduce(state, { type: 'reading', names: ['y'] }).failure).toBeUndefined()
  })
  test('what is not taken while something is read says why, and the reading goes on', () => {
    const early = said({ type: 'reading', names: ['a.pcap'] }, progress({ report }))
    const refused = reduce(early, { type: 'refused', name: 'x', why: 'no lesson' })
    expect(refused).toEqual({ ...early, failure: { name: 'x', why: 'no lesson' } })
  })
  test('keys bring another report and leave what is looked at', () => {
    const other = {} as Session
    const state = said(
      opened,
      { type: 'select', packet: 7 },
      { type: 'unlocked', session: other, report: { ...report, findings: [] }, says: '1 key' },
    )
    expect(state).toMatchObject({ opened: { names: ['a.pcap'], report: { findings: [] } }, selection: { packet: 7 }, notice: '1 key' })
    expect(state.opened?.session).toBe(other)
    expect(reduce(state, { type: 'dismissed' }).notice).toBeUndefined()
    expect(said({ type: 'unlocked', session: other, report, says: '1 key' }).opened).toBeUndefined()
  })
  test('cancelling brings back what was open before, also when a part of the new one was shown', () => {
    const state = said(opened, { type: 'reading', names: ['b.pcap'] }, progress({ report: { ...report, findings: [] } }))
    expect(state.opened?.session).toBeUndefined()
    expect(reduce(state, { type: 'cancelled' })).toMatchObject({ opened: { session, names: ['a.pcap'] } })
    expect(reduce(state, { type: 'failed', name: 'b.pcap', why: 'cut' })).toMatchObject({
      opened: { session },
      failure: { name: 'b.pcap' },
    })
  })
  test('cancelling brings back how the times of what was open before were written', () => {
    const both: State = { ...said(opened), times: 'clockB' }
    const early = reduce(reduce(both, { type: 'reading', names: ['b.pcap'] }), progress({ report }))
    expect(early.times).toBe('start')
    expect(reduce(early, { type: 'cancelled' }).times).toBe('clockB')
  })
  test('what is not taken while a file is read is said until somebody has read it', () => {
    const keys = { type: 'refused', name: 'keys.txt', why: 'it holds no keys' } as const
    const reading = said(opened, { type: 'reading', names: ['b.pcap'] }, keys)
    const early = reduce(reading, progress({ report }))
    const failure = { name: keys.name, why: keys.why }
    expect([early, reduce(early, opened), reduce(reading, opened), reduce(early, { type: 'cancelled' })]).toMatchObject(
      Array.from({ length: 4 }, () => ({ failure })),
    )
  })
  test('cancelling the first file leads back to the start', () => {
    expect(said({ type: 'reading', names: ['a'] }, progress({ report }), { type: 'cancelled' }).opened).toBeUndefined()
  })
  test('another file opened while one is read begins clean, also one of the same name', () => {
    const early = said(
      { type: 'reading', names: ['a.pcap'] },
      progress({ report }),
      { type: 'select', packet: 7, row: 'r' },
      { type: 'note', trace: 0, packet: 7, text: 'here' },
      { type: 'peer', address: '10.0.0.1', name: 'gateway' },
      { type: 'hide', marks: ['0 7'] },
      { type: 'window', window: [1, 2] },
    )
    expect(early.notes).toHaveLength(1)
    for (const name of ['c.pcap', 'a.pcap']) {
      const begun = reduce(early, { type: 'reading', names: [name] })
      expect(begun).toEqual({ ...atStart(), reading: { names: [name] } })
      expect(reduce(begun, { ...opened, names: [name] } as PageAction)).toEqual({
        ...said({ ...opened, names: [name] } as PageAction),
      })
    }
    // What was open before both stays until the second is read, with what was added to it.
    const noted = said(
      opened,
      { type: 'note', trace: 0, packet: 7, text: 'here' },
      { type: 'reading', names: ['b.pcap'] },
      progress({ report }),
    )
    expect(reduce(reduce(noted, { type: 'select', packet: 3 }), { type: 'reading', names: ['c.pcap'] })).toMatchObject({
      opened: { session, names: ['a.pcap'] },
      notes: [{ packet: 7 }],
    })
  })
  test('what is added to a second file while it is read belongs to it, what was added to the first stays there', () => {
    const other = { ...report, traces: [{ ...report.traces[0]!, name: 'b.pcap', packets: 9 }] }
    const early = said(
      opened,
      { type: 'peer', address: '10.0.0.1', name: 'first' },
      { type: 'note', trace: 0, packet: 7, text: 'here' },
      { type: 'reading', names: ['b.pcap'] },
      progress({ report: other }),
      { type: 'peer', address: '10.0.0.2', name: 'second' },
      { type: 'hide', marks: ['0 3'] },
    )
    const whole = reduce(early, { ...opened, names: ['b.pcap'], report: other } as PageAction)
    expect([[...whole.peers], whole.notes, [...whole.hidden]]).toEqual([[['10.0.0.2', 'second']], [], ['0 3']])
    const back = reduce(early, { type: 'cancelled' })
    expect(back).toMatchObject({ notes: [{ packet: 7 }], unsaved: true, opened: { session, names: ['a.pcap'] } })
    expect([[...back.peers], [...back.hidden], back.before]).toEqual([[['10.0.0.1', 'first']], [], undefined])
    // The other end joins: both are about what is open then.
    const joined = reduce(early, {
      ...opened,
      names: ['a.pcap', 'b.pcap'],
      report: { ...report, traces: [...report.traces, ...other.traces] },
    } as PageAction)
    expect([[...joined.peers.values()], joined.notes.length, [...joined.hidden]]).toEqual([['first', 'second'], 1, ['0 3']])
  })
  test('notes on a file whose reading was cancelled are not on the next one', () => {
    const left = said(
      { type: 'reading', names: ['a'] },
      progress({ report }),
      { type: 'note', trace: 0, packet: 7, text: 'here' },
      { type: 'cancelled' },
    )
    expect(left.notes).toEqual([])
  })
  test('what is written while the file is, is not kept yet', () => {
    const noted = said(opened, { type: 'note', trace: 0, packet: 7, text: 'one' })
    const more = reduce(noted, { type: 'note', trace: 0, packet: 8, text: 'two' })
    expect(reduce(noted, { type: 'kept', written: noted }).unsaved).toBe(false)
    expect(reduce(more, { type: 'kept', written: noted }).unsaved).toBe(true)
    expect(reduce(noted, { type: 'kept', written: noted, problem: 'disk full' })).toMatchObject({
      unsaved: true,
      notice: expect.stringContaining('disk full'),
    })
    // Of another capture, opened meanwhile, nothing is unsaved.
    const other = reduce(more, { ...opened, report: { ...report, traces: [{ ...report.traces[0]!, packets: 9 }] } } as PageAction)
    expect([undefined, 'disk full'].map(problem => reduce(other, { type: 'kept', written: more, problem }).unsaved)).toEqual([false, false])
  })
  test('progress that comes after the end changes nothing', () => {
    const state = said(opened)
    expect(reduce(state, progress())).toBe(state)
  })
  test('times stay as they were written, where what is opened next has such times', () => {
    const [a] = report.traces
    const related = { ...report, traces: [a!, a!], pair: { clock: { found: 'manual' }, offset: 5 } } as unknown as typeof report
    const turned = Array.from({ length: 3 }, (): PageAction => ({ type: 'times' }))
    const onB = said({ ...opened, report: related } as PageAction, ...turned)
    expect([onB.times, reduce(onB, { ...opened, report: related } as PageAction).times]).toEqual(['clockB', 'clockB'])
    expect(reduce(onB, opened).times).toBe('start')
    expect([{ type: 'reading', names: ['c.pcap'] } as const, progress({ report })].reduce(reduce, onB).times).toBe('start')
    const apart = { ...related, pair: { clock: { found: 'none' }, offset: null } } as unknown as typeof report
    expect(reduce(onB, { type: 'related', session, report: apart }).times).toBe('start')
    expect(reduce(said(opened, ...turned.slice(1)), opened).times).toBe('clock')
  })
  test('what was enlarged for a room has its size again in what is opened next', () => {
    const shown = said({ type: 'size', size: 1.1 }, opened, { type: 'present' })
    expect(shown.size).toBe(1.4)
    const early = [{ type: 'reading', names: ['b.pcap'] } as const, progress({ report })].reduce(reduce, shown)
    for (const after of [opened, { type: 'closed' } as const].map(action => reduce(shown, action)).concat(early))
      expect([after.size, after.presenting]).toEqual([1.1, undefined])
    const again = reduce(reduce(early, { type: 'present' }), { type: 'cancelled' })
    expect([again.size, again.opened?.session]).toEqual([1.1, session])
  })
  test('theme and text size outlive a capture', () => {
    expect(said({ type: 'theme', theme: 'dark' }, { type: 'size', size: 1.3 }, opened, { type: 'closed' })).toMatchObject({
      theme: 'dark',
      size: 1.3,
    })
  })
})

describe('choosing', () => {
  test('another packet forgets the field and the root, the same one keeps them', () => {
    const state = said(
      opened,
      { type: 'select', packet: 7, row: 'r' },
      { type: 'root', root: 0 },
      { type: 'field', field: 'IPv4', root: 0 },
    )
    expect(reduce(state, { type: 'select', packet: 7, row: 'r2' })).toMatchObject({ field: 'IPv4', root: 0, selection: { row: 'r2' } })
    const next = reduce(state, { type: 'select', packet: 8, row: 'r3' })
    expect(next).toMatchObject({ root: -1, selection: { packet: 8 } })
    // Offer and answer stay in view from message to message, until a field is asked for.
    const offers = reduce(next, { type: 'root', root: OFFERS })
    expect(reduce(offers, { type: 'select', packet: 9 }).root).toBe(OFFERS)
    expect(reduce(offers, { type: 'select', packet: 9, field: 'IPv4' }).root).toBe(-1)
    expect(next.field).toBeUndefined()
  })
  test('a citation may name a field, and a packet of the other trace', () => {
    expect(said(opened, { type: 'select', packet: 9, trace: 1, field: 'SA/Proposal' })).toMatchObject({
      trace: 1,
      field: 'SA/Proposal',
      selection: { packet: 9 },
      reveal: { packet: 9 },
    })
  })
  test('a negotiation is shown whole: no selection, no window, the ladder', () => {
    const state = said(
      opened,
      { type: 'select', packet: 7 },
      { type: 'window', window: [1, 2] },
      { type: 'view', view: 'packets' },
      { type: 'negotiation', pair: 'p', negotiation: 'N1' },
    )
    expect(state).toMatchObject({ view: 'ladder', pair: 'p', negotiation: 'N1', reveal: { negotiation: 'N1' } })
    expect([state.selection, state.window]).toEqual([undefined, undefined])
  })
  test('a part of the time is told by the clock in view, and goes with it', () => {
    const joint: PageAction = { ...opened, report: { ...report, pair: {} } } as PageAction
    const part: PageAction = { type: 'window', window: [1, 2] }
    const windowAfter = (...then: PageAction[]) => said(joint, ...then).window
    const ladder: PageAction = { type: 'view', view: 'ladder' }
    expect(windowAfter(part, { type: 'view', view: 'side' })).toEqual([1, 2])
    expect(windowAfter(part, ladder)).toEqual([1, 2])
    expect(windowAfter(part, { type: 'select', packet: 3, trace: 1 })).toEqual([1, 2])
    expect(windowAfter(part, { type: 'select', packet: 3, trace: 1 }, ladder)).toBeUndefined()
    expect(windowAfter({ type: 'trace', trace: 1 }, ladder, part, { type: 'view', view: 'packets' })).toEqual([1, 2])
    expect(windowAfter({ type: 'trace', trace: 1 }, ladder, part, { type: 'view', view: 'both' })).toBeUndefined()
    expect(windowAfter({ type: 'trace', trace: 2 }, ladder, part, { type: 'view', view: 'both' })).toBeUndefined()
    expect(windowAfter({ type: 'trace', trace: 2 }, ladder, part, { type: 'select', packet: 3 })).toBeUndefined()
  })
  test('folds open and close, times go round, text stays readable', () => {
    const state = said(opened, { type: 'fold', row: 'f' })
    expect([...state.folds]).toEqual(['f'])
    expect(reduce(state, { type: 'fold', row: 'f' }).folds.size).toBe(0)
    const turned = [1, 2, 3, 4].map(turns => said(opened, ...Array.from({ length: turns }, (): PageAction => ({ type: 'times' }))).times)
    expect(turned).toEqual(['previous', 'clock', 'utc', 'start'])
    expect(said({ type: 'times' }).times).toBe('start')
    expect([9, 0, Number.NaN, 1.2000001].map(size => said({ type: 'size', size }).size)).toEqual([2, 0.8, 1, 1.2])
  })
})

describe('keys', () => {
  const press = (key: string, more: object = {}) =>
    commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target: null, ...more } as Parameters<
      typeof commandOf
    >[0])
  const inside = (selector: string, pane = '') => ({
    target: {
      tagName: 'DIV',
      closest: (asked: string) => (asked.split(',').some(one => selector === one) ? { getAttribute: () => pane } : null),
    } as unknown as EventTarget,
  })
  test.each([
    ['ArrowDown', 'down'],
    [']', 'nextNegotiation'],
    ['[', 'previousNegotiation'],
    ['g', 'packet'],
    ['G', 'packet'],
    ['?', 'keys'],
    ['=', 'larger'],
    ['Escape', 'back'],
    ['q', undefined],
  ])('%s', (key, command) => expect(press(key)).toBe(command))
  test('keys with a modifier belong to the browser, those in a text field to the text', () => {
    expect(press('g', { ctrlKey: true })).toBeUndefined()
    expect(press('g', { target: { tagName: 'INPUT' } })).toBeUndefined()
    expect(press('ArrowDown', { defaultPrevented: true })).toBeUndefined()
  })
  test('a tree keeps its arrows, but not the other keys', () => {
    expect(press('ArrowDown', inside('[data-pane]', 'fields'))).toBeUndefined()
    expect(press('/', inside('[data-pane]', 'fields'))).toBe('search')
    expect(press('ArrowDown', inside('[data-pane]', 'ladder'))).toBe('down')
    expect(press('/', inside('[role=dialog]'))).toBeUndefined()
  })
})

test('a host has the name that somebody gave it, until it is taken away', () => {
  const named = reduce(atStart(), { type: 'peer', address: '192.0.2.10', name: ' Branch ' })
  expect([...named.peers]).toEqual([['192.0.2.10', 'Branch']])
  expect(reduce(named, { type: 'peer', address: '192.0.2.10', name: '' }).peers.size).toBe(0)
})
