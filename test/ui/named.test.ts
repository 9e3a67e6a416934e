import { expect, test } from 'vitest'
import { named, withAddress } from '../../src/ui/notes/named.ts'

const names = new Map([
  ['198.51.100.2', 'HQ'],
  ['198.51.100.20', 'Branch'],
  ['2001:db8::1', 'Six'],
])

test.each([
  ['198.51.100.20 accepts none of the proposals of 198.51.100.2', 'Branch accepts none of the proposals of HQ'],
  ['It was B (198.51.100.20) that stopped.', 'It was B (Branch) that stopped.'],
  ['N1 198.51.100.2:500 to 198.51.100.20.', 'N1 HQ:500 to Branch.'],
  ['between 198.51.100.2, 198.51.100.20', 'between HQ, Branch'],
  // Not within longer addresses, nor within numbers of other kinds.
  ['198.51.100.200 and 1198.51.100.2 and 198.51.100.2.5', '198.51.100.200 and 1198.51.100.2 and 198.51.100.2.5'],
  ['2001:db8::1 and 2001:db8::1:5 and 2001:db8::12: lost', 'Six and 2001:db8::1:5 and 2001:db8::12: lost'],
  ['2001:db8::1: no answer', 'Six: no answer'],
])('%s', (text, said) => {
  expect(named(text, names)).toBe(said)
})

test('without names, and with names of strangers, texts are what they are', () => {
  expect(named('198.51.100.2', new Map())).toBe('198.51.100.2')
  expect(named('198.51.100.2', undefined)).toBe('198.51.100.2')
  expect(named('from 198.51.100.2', new Map([['198.51.100.2', '$& $1 <b>']]))).toBe('from $& $1 <b>')
  expect([withAddress('198.51.100.2', names), withAddress('192.0.2.1', names)]).toEqual(['HQ, 198.51.100.2', '192.0.2.1'])
})
