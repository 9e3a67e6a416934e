import { expect, test, vi } from 'vitest'
import { connect } from '../../src/host/client.ts'
import type { Line, Question, Said } from '../../src/host/messages.ts'
import { apart, put } from '../../src/host/parts.ts'

/** A worker that notes what it is told. */
function worker() {
  const asked: Question[] = []
  const one = {
    asked,
    onmessage: null as ((event: MessageEvent<Line>) => void) | null,
    onerror: null as ((event: ErrorEvent) => void) | null,
    postMessage: (question: Question) => asked.push(question),
    terminate: vi.fn(),
    line: (data: Line) => one.onmessage?.({ data } as MessageEvent<Line>),
    say: (said: Said) => one.line({ said, parts: 0 }),
  }
  return one
}
const connected = (progress = vi.fn()) => {
  const w = worker()
  return { w, progress, line: connect(w as never, progress) }
}
const row = { number: 1, time: 0, source: 'a', destination: 'b', protocol: 'IKE', length: 1, info: '' }

test('answers find their questions in any order', async () => {
  const { w, line } = connected()
  const first = line.ask<'rows'>({ tag: 'rows', trace: 0, from: 0, to: 1 })
  const second = line.ask<'rows'>({ tag: 'rows', trace: 0, from: 1, to: 2 })
  expect(w.asked.map(({ id }) => id)).toEqual([1, 2])
  w.say({ tag: 'answer', id: 2, value: [{ ...row, number: 2 }] })
  w.say({ tag: 'answer', id: 1, value: [row] })
  expect((await first)[0]?.number).toBe(1)
  expect((await second)[0]?.number).toBe(2)
})

test('a failed question is an error with the words of the worker', async () => {
  const { w, line } = connected()
  const asked = line.ask<'packet'>({ tag: 'packet', trace: 0, number: 99 })
  w.say({ tag: 'failed', id: 1, says: 'the capture has packets 1 to 3, not 99' })
  await expect(asked).rejects.toThrow('the capture has packets 1 to 3, not 99')
})

test('progress comes without being asked', () => {
  const { w, progress } = connected()
  w.say({ tag: 'progress', progress: { name: 'a.pcap', read: 1, size: 2, packets: 3 } })
  expect(progress).toHaveBeenCalledWith({ name: 'a.pcap', read: 1, size: 2, packets: 3 })
})

test('ending stops the worker, rejects what waits and what comes later, and tells no more progress', async () => {
  const { w, progress, line } = connected()
  const waiting = line.ask<'report'>({ tag: 'report' })
  line.end('cancelled')
  line.end('again')
  w.say({ tag: 'progress', progress: { name: 'a.pcap', read: 1, size: 2, packets: 3 } })
  await expect(waiting).rejects.toBe('cancelled')
  await expect(line.ask<'report'>({ tag: 'report' })).rejects.toBe('cancelled')
  expect(w.terminate).toHaveBeenCalledTimes(1)
  expect(progress).not.toHaveBeenCalled()
})

test('a worker that breaks rejects what waits', async () => {
  const { w, line } = connected()
  const waiting = line.ask<'report'>({ tag: 'report' })
  w.onerror?.({ message: 'out of memory' } as ErrorEvent)
  await expect(waiting).rejects.toThrow('out of memory')
})

test('an answer that came in parts is heard once it is whole', async () => {
  const { w, line } = connected()
  const rows = Array.from({ length: 3000 }, (_, i) => ({ ...row, number: i + 1 }))
  const asked = line.ask<'rows'>({ tag: 'rows', trace: 0, from: 0, to: 3000 })
  const heard = vi.fn()
  void asked.then(heard)
  const { head, parts } = apart<Said>({ tag: 'answer', id: 1, value: rows }, 500)
  expect(parts.length).toBeGreaterThan(5)
  w.line(structuredClone({ said: head, parts: parts.length }))
  for (const part of parts) {
    await Promise.resolve()
    expect(heard).not.toHaveBeenCalled()
    w.line(structuredClone(part))
  }
  expect(await asked).toEqual(rows)
})

test('what was taken apart is whole again, however its lists lie in each other, and no part is large', () => {
  const deep = {
    none: [],
    lists: Array.from({ length: 40 }, (_, i) => ({ i, inner: Array.from({ length: i * 20 }, (_, n) => [n, { at: `${i} ${n}` }]) })),
    bytes: Uint8Array.of(1, 2, 3),
    nothing: null,
  }
  const before = structuredClone(deep)
  const { head, parts } = apart(deep, 100)
  expect(deep).toEqual(before)
  expect(Math.max(...parts.map(({ items }) => JSON.stringify(items).length))).toBeLessThan(3000)
  const whole = structuredClone(head)
  for (const part of structuredClone(parts)) put(whole, part)
  expect(whole).toEqual(before)
  expect(apart(before, 1e9)).toEqual({ head: before, parts: [] })
})
