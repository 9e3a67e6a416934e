import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pack, unpack } from '../../src/host/columns.ts'

const again = (values: readonly unknown[]) => unpack(structuredClone(pack(values)))

describe('a list by columns', () => {
  test.each<[string, readonly unknown[]]>([
    ['nothing', []],
    ['numbers, also those that are none', [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 0.1]],
    ['texts that repeat', ['SA', 'KE', 'SA', 'SA', 'KE', '', 'SA', 'KE']],
    ['what is like something else as a text', ['1', 1n, true, 'true', null, 'null', undefined, 'undefined', '1', 'null']],
    ['objects with other keys, or other order of keys', [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }, {}, { a: undefined }]],
    ['small things that repeat', Array.from({ length: 40 }, (_, i) => ({ address: i % 2 ? 'a' : 'b', port: 500 }))],
    ['small things that only look alike', [['a,b'], ['a', 'b'], { 0: 'a', 1: 'b' }, ['a,b'], ['a', 'b'], ['a,b'], ['a', 'b'], ['a,b']]],
    ['lists in lists', [[[1, 2], []], [], [[3]]]],
    ['bytes and dates', [new Uint8Array([1, 2]), new Date(0), { bytes: new Uint8Array([3]) }]],
    ['no prototype', [JSON.parse('{"__proto__":{"bad":true}}'), { a: 1 }]],
  ])('%s', (_, values) => {
    expect(again(values)).toStrictEqual(values)
    const [first] = again(values)
    if (typeof first === 'object' && first) expect(Object.keys(first)).toEqual(Object.keys(values[0] as object))
  })

  test('is the same again, whatever is in it', () => {
    const value = fc.anything({ withBigInt: true, maxDepth: 4, key: fc.constantFrom('a', 'b', 'time', '__proto__') })
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), values => {
        expect(again(values)).toStrictEqual(structuredClone(values))
      }),
    )
  })

  test('small things that are the same are one thing afterwards, larger ones stay apart', () => {
    const values = Array.from({ length: 100 }, () => ({ source: { address: '192.0.2.1', port: 500 }, packets: [[1]] }))
    const [one, other] = again(values) as typeof values
    expect(one!.source).toBe(other!.source)
    expect(one).not.toBe(other)
  })

  test('empty lists are one each: they may be filled later', () => {
    const [one, other] = again(Array.from({ length: 9 }, () => ({ items: [] as number[] }))) as { items: number[] }[]
    one!.items.push(1)
    expect(other!.items).toEqual([])
  })

  test('what is packed stays as it is', () => {
    const values = Array.from({ length: 100 }, (_, i) => ({ i, payloads: ['SK'] }))
    const before = structuredClone(values)
    const made = unpack(pack(values))
    ;(made as { i: number }[])[0]!.i = 7
    expect(values).toStrictEqual(before)
  })
})
