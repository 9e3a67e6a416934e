import { expect, test, vi } from 'vitest'
import { connect } from '../../src/host/client.ts'
import type { Question, Said } from '../../src/host/messages.ts'

/** A worker that notes what it is told. */
function worker() {
  const asked: Question[] = []
  const one = {
    asked,
    onmessage: null as ((event: MessageEvent<Said>) => void) | null,
    onerror: null as ((event: ErrorEvent) => void) | null,
    postMessage: (question: Question) => asked.push(question),
    terminate: vi.fn(),
    say: (data: Said) => one.onmessage?.({ data } as MessageEvent<Said>),
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
