/** Stamps that go in steps: how coarse they are, and what that does to the clocks. */
import { describe, expect, test } from 'vitest'
import { sorted } from '../../../src/dissectors/sort.ts'
import { Packets } from '../../../src/trace/packets/packets.ts'
import { stepOf } from '../../../src/trace/pair/resolution.ts'

function stamped(times: readonly number[]): Packets {
  const packets = new Packets()
  const bytes = new Uint8Array(0)
  for (const time of times) packets.add(sorted(), bytes, { time, position: 0, captured: 0, original: 0, linkType: 1, direction: 0 })
  return packets
}

const at = (step: number) => stamped(Array.from({ length: 40 }, (_, i) => Math.floor((i * 0.71313779) / step) * step))

describe('the step of a trace', () => {
  test.each([1 / 64, 0.01, 0.001])('%d s', step => expect(stepOf(at(step))).toBe(step))
  test('microseconds are no step', () => expect(stepOf(at(1e-6))).toBe(0))
  test('a handful of packets may lie on a step by chance', () => expect(stepOf(stamped([0, 1, 2, 3]))).toBe(0))
})
