import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Input } from '../../src/capture/input.ts'
import type { ByteSource } from '../../src/capture/source.ts'
import { filler } from '../../src/compose/files/bytes.ts'
import { memory } from '../support/capture/collect.ts'

const here = (input: Input, length: number) => [...input.bytes.subarray(input.at, input.at + length)]

describe('a window over a file', () => {
  const bytes = filler(1000)

  test('gives any bytes asked for, whatever the chunk, in order and after jumps', async () => {
    const step = fc.record({ jump: fc.option(fc.nat(1100), { nil: undefined }), length: fc.nat(300), take: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.array(step, { maxLength: 30 }), async (chunk, steps) => {
        const input = new Input(memory(bytes), undefined, undefined, chunk)
        let at = 0
        for (const { jump, length, take } of steps) {
          if (jump !== undefined) {
            at = jump
            await input.seek(jump)
          }
          const whole = await input.more(length)
          expect(whole).toBe(length === 0 || at + length <= bytes.length)
          if (!whole) {
            if (at >= bytes.length) at = input.offset
            continue
          }
          if (length > 0) expect(input.offset).toBe(at)
          if (length > 0) expect(here(input, length)).toEqual([...bytes.subarray(at, at + length)])
          if (take && length > 0) {
            input.at += length
            at += length
          }
        }
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  test('tells that the end is near, and how much is left', async () => {
    const input = new Input(memory(bytes), undefined, undefined, 300)
    await input.seek(990)
    expect(await input.more(11)).toBe(false)
    expect(input.end - input.at).toBe(10)
    expect(await input.more(10)).toBe(true)
  })

  test('reads nothing ahead from a source that reads at once', async () => {
    const asked: number[] = []
    const read: ByteSource['read'] = (position, into) => {
      asked.push(position)
      return memory(bytes).read(position, into)
    }
    const input = new Input({ ...memory(bytes), read, atOnce: true }, undefined, undefined, 100)
    await input.more(1)
    expect(asked).toEqual([0])
    input.at = input.end
    await input.more(101)
    expect(asked).toEqual([0, 100, 200])
    expect(here(input, 200)).toEqual([...bytes.subarray(100, 300)])
  })

  test('reads the next chunk while this one is parsed, and no further', async () => {
    const asked: number[] = []
    const read: ByteSource['read'] = (position, into) => {
      asked.push(position)
      return memory(bytes).read(position, into)
    }
    const input = new Input({ ...memory(bytes), read }, undefined, undefined, 100)
    await input.more(1)
    expect(asked).toEqual([0, 100])
    input.at = input.end
    await input.more(1)
    expect(asked).toEqual([0, 100, 200])
  })

  test('says why reading ended when the source gives up', async () => {
    const broken: ByteSource = {
      ...memory(bytes),
      read: (position, into) => (position < 200 ? memory(bytes).read(position, into) : Promise.reject(new Error('the disk is gone'))),
    }
    const input = new Input(broken, undefined, undefined, 100)
    expect(await input.more(250)).toBe(false)
    expect(input.end - input.at).toBe(200)
    expect(input.failure).toBe('the disk is gone')
  })

  test('rejects with the reason of the signal', async () => {
    const stop = new AbortController()
    const input = new Input(memory(bytes), stop.signal, undefined, 100)
    await input.more(10)
    stop.abort('enough')
    input.at = input.end
    await expect(input.more(1)).rejects.toBe('enough')
  })
})
