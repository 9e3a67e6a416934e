import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asked, fits, type Term } from '../../src/host/asked.ts'

function terms(text: string): readonly Term[] {
  const read = asked(text)
  if (!read.ok) throw new Error(read.mistake.says)
  return read.query.terms
}

describe('the words of a query', () => {
  test.each([
    ['Notify:14', [{ key: 'notify', value: '14' }]],
    ['10.0.0.5 port:4500', [{ value: '10.0.0.5' }, { key: 'port', value: '4500' }]],
    ['stack:"Windows XP" "two words"', [{ key: 'stack', value: 'windows xp' }, { value: 'two words' }]],
    ['2001:db8::1 fe80::1 ip:fe80::1', [{ value: '2001:db8::1' }, { value: 'fe80::1' }, { key: 'ip', value: 'fe80::1' }]],
    ['-port:500 not MM1 aes-cbc', [{ key: 'port', value: '500', not: true }, { value: 'mm1', not: true }, { value: 'aes-cbc' }]],
    ['MM1 and MM2', [{ value: 'mm1' }, { value: 'mm2' }]],
    ['  ', []],
  ])('%s', (text, expected) => expect(terms(text)).toEqual(expected))
})

test('words beside each other are all meant, or stands between two ways, not turns round', () => {
  const holds = (text: string, ...is: readonly string[]) => {
    const read = asked(text)
    return read.ok && fits(read.query, term => is.includes(term.value))
  }
  expect([holds('a b', 'a'), holds('a b', 'a', 'b'), holds('a or b', 'b'), holds('a b or c', 'c'), holds('a b or c', 'b')]).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  expect([holds('a not b', 'a'), holds('a not b', 'a', 'b'), holds('-a', 'b'), holds('', 'a')]).toEqual([true, false, true, false])
})

describe('what cannot be meant so is said, with its place', () => {
  test.each([
    ['MM1 spi:zz', 'spi:zz', 'an SPI is written in hex digits, 0 to 9 and a to f'],
    ['spi:c0ffee01c0ffee01c0', 'spi:c0ffee01c0ffee01c0', 'an SPI has 8 or 16 hex digits, this has 18'],
    ['a ip:10.0.0.999 b', 'ip:10.0.0.999', 'no part of an IPv4 address is larger than 255, and this has 999'],
    ['ip:10.0.0.0.1', 'ip:10.0.0.0.1', 'an IPv4 address has four parts'],
    ['host:example', 'host:example', 'an address is written like 10.0.0.5 or 2001:db8::1'],
    ['port:70000', 'port:70000', 'a port is a number from 0 to 65535'],
    ['hex:c0f', 'hex:c0f', 'a byte has two hex digits, these are 3'],
    ['packet:x', 'packet:x', 'packets are meant like packet:12, packet:b12 or packet:12-40'],
    ['spi: MM1', 'spi:', 'spi: is followed by nothing; it is meant like spi:c0ffee01'],
    ['or MM1', 'or', '“or” stands between two things'],
    ['a or or b', 'or', '“or” stands between two things'],
    ['a b c d e f g h i', 'i', 'more than 8 words'],
  ])('%s', (text, part, says) => {
    const read = asked(text)
    if (read.ok) throw new Error('taken')
    expect([text.slice(read.mistake.start, read.mistake.end), read.mistake.says, read.mistake.open]).toEqual([part, says, undefined])
  })

  test.each(['notify:', 'MM1 or', 'MM1 not', '"two words'])('%s may still be typed', text => {
    const read = asked(text)
    expect(!read.ok && read.mistake.open).toBe(true)
  })
})

test('no text makes it throw, and a mistake lies within the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-a-z:"0-9. ]{0,24}$/)), text => {
      const read = asked(text)
      if (!read.ok) expect(read.mistake.start < read.mistake.end && read.mistake.end <= text.length).toBe(true)
      else expect(read.query.either.flat().length).toBe(read.query.terms.length)
    }),
  )
})
