import { describe, expect, test } from 'vitest'
import { Cursor } from '../../src/dissectors/cursor.ts'
import { dump } from '../../src/dissectors/dump.ts'
import { type Field, fieldAt, problems } from '../../src/dissectors/field.ts'
import { names } from '../../src/dissectors/meaning.ts'
import { unhex } from '../../src/dissectors/text.ts'
import { untiled } from '../support/tree/tiling.ts'

/** Reads hex with a cursor; `wire` in bytes when the packet was longer. */
function read<T>(hex: string, how: (c: Cursor) => T, wire?: number): { value: T | undefined; tree: Field; said: string[] } {
  const bytes = unhex(hex)
  const c = new Cursor(bytes, wire)
  const value = c.all(how)
  expect(untiled(c.tree, bytes.length)).toEqual([])
  return { value, tree: c.tree, said: problems(c.tree).map(({ path, problem }) => `${path} ${problem.weight}: ${problem.says}`) }
}

describe('numbers', () => {
  test.each<[string, (c: Cursor) => unknown, unknown]>([
    ['7f', c => c.u8('n'), 0x7f],
    ['fffe', c => c.u16('n'), 0xfffe],
    ['fffefd', c => c.u24('n'), 0xfffefd],
    ['fffefdfc', c => c.u32('n'), 0xfffefdfc],
    ['fffefdfcfbfaf9f8', c => c.u64('n'), 0xfffefdfcfbfaf9f8n],
    ['0102', c => c.u16le('n'), 0x0201],
    ['010203f4', c => c.u32le('n'), 0xf4030201],
    ['0102030405060708', c => c.u64le('n'), 0x0807060504030201n],
  ])('%s', (hex, how, expected) => {
    const { value, tree } = read(hex, how)
    expect(value).toBe(expected)
    expect(tree.children).toMatchObject([{ name: 'n', start: 0, end: hex.length / 2, value: expected }])
  })

  test('a meaning is shown, and an unknown number is no error', () => {
    const type = names({ 1: 'ONE' })
    const { tree, said } = read('0102', c => [c.u8('Type', type), c.u8('Type', type)])
    expect(tree.children?.map(f => f.meaning)).toEqual(['ONE', undefined])
    expect(said).toEqual([])
  })
})

describe('bits', () => {
  test('split gives the groups from the highest bit down, up to 32 bits', () => {
    const { value, tree } = read('f1234567', c =>
      c.split('Word', 4, [
        ['a', 4],
        ['b', 12],
        ['c', 16],
      ]),
    )
    expect(value).toEqual([0xf, 0x123, 0x4567])
    expect(tree.children?.[0]?.children?.map(f => f.bits)).toEqual([0xf0000000, 0x0fff0000, 0x0000ffff])
  })

  test('flags name what is set', () => {
    const { value, tree } = read('05', c => c.flags('Flags', { 1: 'A', 2: 'B', 4: 'C' }))
    expect(value).toBe(5)
    expect(tree.children?.[0]).toMatchObject({ meaning: 'A, C' })
    expect(tree.children?.[0]?.children?.map(f => f.value)).toEqual([1, 0, 1])
  })
})

describe('who is to blame', () => {
  test('a length that does not fit its container is malformed, and the next part is read', () => {
    const { value, said } = read('09 aa bb', c => {
      c.struct('Inner', 1 + c.peek(1)[0]!, c => {
        c.u8('Length')
        c.rest('Data')
      })
      return c.left
    })
    expect(value).toBe(0)
    expect(said).toEqual(['Inner malformed: Inner says 10 bytes, 3 are here'])
  })

  test('a field beyond its part is malformed and costs only the part', () => {
    const { value, tree, said } = read('aabb 07', c => {
      c.struct('Inner', 2, c => c.u32('Number'))
      return c.u8('Next')
    })
    expect(value).toBe(7)
    expect(said).toEqual(['Inner malformed: Number needs 4 bytes, 2 are here'])
    expect(fieldAt(tree, 'Inner/Not dissected')).toMatchObject({ start: 0, end: 2 })
  })

  test('the same at the end of a cut capture is cut', () => {
    const { said } = read('aabb', c => c.struct('Inner', 4, c => c.u32('Number')), 4)
    expect(said).toEqual(['Inner cut: the capture kept 2 of the 4 bytes of Number'])
  })

  test('rest of a cut part says how much is missing, once', () => {
    const { said } = read(
      'aabb',
      c => {
        c.struct('Inner', 6, c => c.rest('Data'))
        c.rest('Trailer')
      },
      10,
    )
    expect(said).toEqual(['Inner/Data cut: 4 more bytes were not captured'])
  })

  test('a part cut off before its first byte says so too', () => {
    const { tree, said } = read('aabb', c => [c.u16('Header'), c.rest('Data')], 10)
    expect(said).toEqual(['Data cut: 8 more bytes were not captured'])
    expect(fieldAt(tree, 'Data')).toMatchObject({ start: 2, end: 2 })
  })

  test('a part that gives up keeps what it had', () => {
    const { tree, said } = read('01 02 03', c =>
      c.struct('Part', 3, c => {
        c.u8('First')
        c.fail('this cannot be')
      }),
    )
    expect(said).toEqual(['Part malformed: this cannot be'])
    expect(fieldAt(tree, 'Part')?.children?.map(f => f.name)).toEqual(['First', 'Not dissected'])
  })

  test('an exception that is no bad input gets through', () => {
    expect(() =>
      read('01', () => {
        throw new RangeError('bug')
      }),
    ).toThrow('bug')
  })
})

describe('a quote', () => {
  const inner = (c: Cursor) =>
    c.struct('Packet quoted', 100, c => {
      const quoted = c.quoted
      c.u16('Header')
      c.u32('Number')
      return quoted
    })

  test('may end before what it quotes, without a problem', () => {
    const { tree, said } = read('0102 0304 ff', c => {
      c.quote('Quote', 4, inner)
      c.u8('Behind')
    })
    expect(said).toEqual([])
    expect(fieldAt(tree, 'Quote/Packet quoted')?.meaning).toBe('the quote ends here')
    expect(fieldAt(tree, 'Behind')?.value).toBe(0xff)
  })

  test('is cut like anything when the capture is', () => {
    const { said } = read('0102 0304', c => c.quote('Quote', 8, inner), 9)
    expect(said).toEqual(['Quote/Packet quoted cut: the capture kept 2 of the 4 bytes of Number'])
  })

  test('opaque bytes that it leaves out are told without a problem', () => {
    const { tree, said } = read('0102 0304', c => c.quote('Quote', 4, c => c.within(50, c => c.rest('Data'))))
    expect(said).toEqual([])
    expect(fieldAt(tree, 'Quote/Data')).toMatchObject({ start: 0, end: 4, meaning: 'the quote ends here' })
  })

  test('tells what reads it that it is one, and only inside', () => {
    const { value } = read('0102 0304 0506', c => [c.quoted, c.quote('Quote', 6, c => c.quoted), c.quoted])
    expect(value).toEqual([false, true, false])
  })
})

describe('lists and roots', () => {
  test('a list reads to the end of its container', () => {
    const { value } = read('02 aa 03 bb cc', c =>
      c.list(
        'Item',
        c => c.peek(1)[0],
        c => {
          c.u8('Length')
          return c.opaque('Value', c.left).length
        },
      ),
    )
    expect(value).toEqual([1, 2])
  })

  test('an item of no length ends it', () => {
    const { value, tree } = read('00 aa', c =>
      c.list(
        'Item',
        () => 0,
        () => 1,
      ),
    )
    expect(value).toEqual([1])
    expect(tree.children?.map(f => f.name)).toEqual(['Item', 'Not dissected'])
  })

  test('other bytes are a root of their own', () => {
    const { tree } = read('01', c => {
      c.u8('Key')
      c.root('Decrypted', unhex('aabbcc'), c => c.u16('First'))
    })
    const root = fieldAt(tree, 'Decrypted')
    expect(root).toMatchObject({ start: 0, end: 3 })
    expect(root?.children?.map(f => [f.name, f.start, f.end])).toEqual([
      ['First', 0, 2],
      ['Not dissected', 2, 3],
    ])
  })
})

test('a tree as text', () => {
  const { tree } = read('45 0a0b', c =>
    c.struct('Header', undefined, c => {
      c.means('what it amounts to')
      c.split('Word', 1, [
        ['high', 4],
        ['low', 4],
      ])
      c.opaque('Bytes', 2)
      c.odd('strange')
    }),
  )
  expect(dump(tree, unhex('45 0a0b'))).toBe(
    [
      '0000-0002  Packet',
      '0000-0002    Header: what it amounts to',
      '0000-0000      Word: 69',
      '                 high: 4',
      '                 low: 5',
      '0001-0002      Bytes: 0a0b   ! odd: strange',
    ].join('\n'),
  )
})
