import { expect, test } from 'vitest'
import { sequenced } from '../../src/ui/packets/sequenced.ts'

test('the sequence number of a protected packet stands by itself, what is inside comes after it', () => {
  expect(sequenced('ESP ce58ed55 seq 15')).toEqual(['ce58ed55', ' seq 15', ''])
  expect(sequenced('ESP ce58ed55 seq 15: 10.10.0.1 → 10.20.0.1 ICMP echo id 7 seq 1')).toEqual([
    'ce58ed55',
    ' seq 15',
    ': 10.10.0.1 → 10.20.0.1 ICMP echo id 7 seq 1',
  ])
  expect(sequenced('AH 00000abc seq 1: ESP c0ffee01 seq 2')).toEqual(['00000abc', ' seq 1', ': ESP c0ffee01 seq 2'])
})

test('what says something else stays whole', () => {
  expect(sequenced('echo reply id 5231 seq 1')).toBeUndefined()
  expect(sequenced('8080 → 37729 SYN ACK seq 1715357054, 0 bytes')).toBeUndefined()
})
