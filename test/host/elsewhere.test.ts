import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { memory } from '../support/capture/collect.ts'

const read = (name: string) => memory(new Uint8Array(readFileSync(fileURLToPath(new URL(`../../captures/${name}`, import.meta.url)))))

async function rows(trace: number, ...names: readonly string[]) {
  const opened = await openSession(names.map(read))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session.rows(trace, 0, 2000)
}

test('each packet of the list says which one of the other capture it is, and what became of it', async () => {
  const cut = 'lab/v1_cert_fragdrop_both'
  const all = await rows(0, `${cut}/a.pcap`, `${cut}/b.pcap`)
  expect(all.slice(5, 12).map(({ numbers, fate }) => [numbers, fate])).toEqual([
    [{ a: 6, b: 6 }, 'delivered'],
    [{ a: 7, b: 7 }, 'delivered'],
    [{ a: 8 }, 'lost'],
    [{ a: 9 }, 'not between the two ends'],
    [{ a: 10 }, 'not between the two ends'],
    [{ a: 11, b: 10 }, 'delivered'],
    [{ a: 12 }, 'lost'],
  ])
})

test('captured twice: of the copies only one is the packet of the other capture', async () => {
  const twice = 'injected/captured-twice'
  const all = await rows(0, `${twice}/a.pcap`, `${twice}/b.pcap`)
  const there = all.flatMap(({ numbers }) => numbers?.b ?? [])
  expect(there.length).toBeGreaterThan(5)
  expect(new Set(there).size).toBe(there.length)
})

test('of one capture alone nothing is said of another', async () => {
  const [first] = await rows(0, 'lab/v1_cert_fragdrop_both/a.pcap')
  expect(first).toBeDefined()
  expect('numbers' in first! || 'fate' in first!).toBe(false)
})
