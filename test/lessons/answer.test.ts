import { describe, expect, test } from 'vitest'
import { type Given, judged, type PacketName, type Question, type Selected } from '../../src/lessons/index.ts'

const common = { line: 1, asks: '?', hints: [], reveal: '.' }
const at = (trace: 0 | 1, packet: number): PacketName => ({ trace, packet })
const picked = (trace: 0 | 1, packet: number, ...twins: readonly PacketName[]): Selected => ({ trace, packet, twins })

describe('choosing', () => {
  const question: Question = {
    ...common,
    kind: 'choose',
    options: [{ text: 'A', reply: 'A only asks.' }, { text: 'B' }, { text: 'C' }],
    answer: 1,
  }
  test.each<[number, boolean, string]>([
    [0, false, 'A only asks.'],
    [1, true, 'Right.'],
    [2, false, 'Not this one.'],
  ])('option %i', (option, right, says) => expect(judged(question, { kind: 'choose', option })).toEqual({ right, says }))
})

describe('counting', () => {
  const question: Question = { ...common, kind: 'number', unit: 'copies', tells: 'how many', answer: 4, within: 0.5 }
  test.each<[number, boolean, string]>([
    [4, true, 'Right.'],
    [4.5, true, 'Right.'],
    [3, false, 'There are more.'],
    [5, false, 'That is too many. Count again.'],
    [Number.NaN, false, 'That is not a number.'],
  ])('%d', (number, right, says) => expect(judged(question, { kind: 'number', number })).toEqual({ right, says }))
  test('of a time it is said that it is more or less, of a port neither', () => {
    const says = (tells: 'how much' | 'which', number: number) => judged({ ...question, tells }, { kind: 'number', number }).says
    expect([says('how much', 3), says('how much', 5)]).toEqual(['It is more than that.', 'It is less than that.'])
    expect([says('which', 3), says('which', 4), says('which', 500)]).toEqual(['It is not 3.', 'Right.', 'It is not 500.'])
  })
})

describe('selecting', () => {
  const one: Question = { ...common, kind: 'select', all: false, answer: [at(0, 8), at(0, 12)] }
  const all: Question = { ...one, all: true }
  const select = (...packets: readonly Selected[]): Given => ({ kind: 'select', packets })
  test.each<[string, Question, Given, boolean, string]>([
    ['nothing', one, select(), false, 'Select a packet first'],
    ['one of them', one, select(picked(0, 12)), true, 'Right.'],
    ['the first fragment instead of the second', one, select(picked(0, 7)), false, 'It is not A7.'],
    ['the same message at the other end', one, select(picked(1, 6, at(0, 8))), true, 'Right.'],
    ['the same number at the other end', one, select(picked(1, 8)), false, 'It is not B8.'],
    ['half of them', all, select(picked(0, 8)), false, '1 of 2 found.'],
    ['all and one more', all, select(picked(0, 8), picked(0, 12), picked(0, 3)), false, '2 of 2 found; A3 does not belong to them.'],
    ['all', all, select(picked(0, 12), picked(0, 8)), true, 'Right, all of them.'],
  ])('%s', (_, question, given, right, says) => {
    expect(judged(question, given).right).toBe(right)
    expect(judged(question, given).says).toContain(says)
  })
})
