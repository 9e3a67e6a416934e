import { expect, test } from 'vitest'
import { keysInVain, keysTaken } from '../../src/text/keysTaken.ts'

const none = { keys: 0, tried: 0, opened: 0, espTried: 0, espOpened: 0 }

test.each([
  ['no key', {}, 'There is no key in it.'],
  ['for another capture', { keys: 1 }, '1 key: none is for an IKE message or an ESP packet that was captured.'],
  ['for IKE', { keys: 3, tried: 4, opened: 4 }, '3 keys: 4 of 4 encrypted IKE messages are open.'],
  ['for IKE, and wrong', { keys: 3, tried: 4 }, '3 keys: the keys open none of the 4 encrypted IKE messages they are for.'],
  ['for ESP', { keys: 2, espTried: 2, espOpened: 1 }, '2 keys: packets of 1 of 2 ESP SAs are open.'],
  ['for ESP, and wrong', { keys: 2, espTried: 2 }, '2 keys: the keys open no packet of the 2 ESP SAs they are for.'],
  [
    'for both, and those for ESP wrong',
    { keys: 3, tried: 4, opened: 4, espTried: 2 },
    '3 keys: 4 of 4 encrypted IKE messages are open; the keys open no packet of the 2 ESP SAs they are for.',
  ],
])('what became of keys: %s', (_, counts, says) => {
  expect(keysTaken({ ...none, ...counts }, [])).toBe(says)
})

test('what cannot be read of key files stands behind', () => {
  expect(keysTaken(none, ['x:1: no key'])).toBe('x:1: no key')
  expect(keysTaken({ ...none, keys: 1, tried: 2, opened: 2 }, ['x:1: no key', 'x:2: no key', 'x:3: no key'])).toBe(
    '1 key: 2 of 2 encrypted IKE messages are open. x:1: no key, and 2 more lines that cannot be read.',
  )
})

test('what did not come of keys', () => {
  expect(keysInVain({ ...none, keys: 3, tried: 4, espTried: 1 })).toEqual([
    'the keys open none of the 4 encrypted IKE messages they are for',
    'the keys open no packet of the 1 ESP SA they are for',
  ])
  expect(keysInVain({ ...none, keys: 3, tried: 4, opened: 4 })).toEqual([])
})
