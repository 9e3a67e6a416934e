import { describe, expect, test } from 'vitest'
import { noise } from '../../../src/compose/ike/bytes.ts'
import { encryptedV1, fragmentsV1, ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import type { IkeMessage } from '../../../src/dissectors/ike/facts.ts'
import { type Assembled, IkeFragments } from '../../../src/dissectors/ike/fragments.ts'
import { read } from '../../support/ike/read.ts'

const whole = ikev1({ exchange: 2, responder: '2222222222222222' }, v1.ke(256), v1.nonce(), v1.cert(noise(700)))

function story(
  fragments: IkeFragments,
  datagrams: readonly Uint8Array[],
  { from = 'A', time = 0, packet = 1, gap = 0.001 } = {},
): Assembled[] {
  return datagrams.flatMap((bytes, i) => fragments.add(read(bytes).message, from, packet + i, time + i * gap) ?? [])
}

describe('payload 132', () => {
  const pieces = fragmentsV1(whole)

  test('the message comes out again', () => {
    expect(pieces).toHaveLength(2)
    const [assembled, ...more] = story(new IkeFragments(), pieces, { packet: 10 })
    expect(more).toEqual([])
    expect(assembled).toMatchObject({ packets: [10, 11], headerMade: false })
    expect(assembled?.bytes).toEqual(whole)
    expect(read(assembled!.bytes!).message.payloads.map(p => p.name)).toEqual(['KE', 'Nonce', 'CERT'])
  })

  test('in any order', () => {
    expect(story(new IkeFragments(), fragmentsV1(whole, { size: 200 }).reverse())[0]?.bytes).toEqual(whole)
  })

  test('without a header inside, one is made', () => {
    const encrypted = encryptedV1({ exchange: 2, responder: '2222222222222222', first: 5, body: 800 })
    const [assembled] = story(new IkeFragments(), fragmentsV1(encrypted, { headers: false }))
    expect(assembled?.headerMade).toBe(true)
    expect(read(assembled!.bytes!).message).toMatchObject({ length: 828, encrypted: true, exchangeType: 2 })
  })

  test('one is lost: the account says which', () => {
    const fragments = new IkeFragments()
    const five = fragmentsV1(whole, { size: 210 })
    expect(story(fragments, [five[0]!, five[2]!, five[4]!])).toEqual([])
    expect(fragments.sets).toHaveLength(1)
    expect(fragments.sets[0]).toMatchObject({ total: 5, missing: [2, 4], complete: false })
  })

  test('the last is lost: how many there were is not known', () => {
    const fragments = new IkeFragments()
    story(fragments, fragmentsV1(whole, { size: 210 }).slice(0, 3))
    expect(fragments.sets[0]).toMatchObject({ total: undefined, missing: [], complete: false })
  })

  test('captured twice is no second message', () => {
    const fragments = new IkeFragments()
    expect(
      story(
        fragments,
        pieces.flatMap(piece => [piece, piece]),
      ),
    ).toHaveLength(1)
    expect(fragments.sets.map(set => set.copies)).toEqual([[2, 4]])
  })

  test('sent again after 3 s is', () => {
    const fragments = new IkeFragments()
    const first = story(fragments, pieces)
    const second = story(fragments, pieces, { time: 3, packet: 20 })
    expect([...first, ...second].map(a => a.packets)).toEqual([
      [1, 2],
      [20, 21],
    ])
    expect(fragments.sets).toHaveLength(2)
  })

  test('a repeat fills what was lost', () => {
    const fragments = new IkeFragments()
    story(fragments, pieces.slice(0, 1))
    expect(story(fragments, pieces, { time: 3, packet: 20 })[0]?.packets).toEqual([1, 21])
  })

  test('racoon numbers every message 1: other bytes are another message', () => {
    const fragments = new IkeFragments()
    const other = ikev1({ exchange: 2, responder: '2222222222222222' }, v1.cert(noise(900, 5)))
    story(fragments, pieces.slice(0, 1))
    expect(story(fragments, fragmentsV1(other), { time: 1, packet: 5 })[0]?.bytes).toEqual(other)
    expect(fragments.sets.map(set => set.complete)).toEqual([false, true])
  })

  test('both directions at once', () => {
    const fragments = new IkeFragments()
    const answer = ikev1({ exchange: 2, responder: '2222222222222222' }, v1.cert(noise(800, 6)))
    const mixed = [pieces[0]!, fragmentsV1(answer)[0]!, pieces[1]!, fragmentsV1(answer)[1]!]
    const done = mixed.flatMap((bytes, i) => fragments.add(read(bytes).message, i % 2 ? 'B' : 'A', i + 1, i / 1000) ?? [])
    expect(done.map(a => a.bytes)).toEqual([whole, answer])
  })

  test('after 90 s nothing is waited for', () => {
    const fragments = new IkeFragments()
    story(fragments, pieces.slice(0, 1))
    expect(story(fragments, pieces.slice(1), { time: 91 })).toEqual([])
    expect(fragments.sets).toHaveLength(2)
  })

  test('a number above the last begins anew', () => {
    const fragments = new IkeFragments()
    const three = fragmentsV1(whole, { size: 400 })
    story(fragments, [three[2]!])
    story(fragments, [fragmentsV1(whole, { size: 100 })[5]!])
    expect(fragments.sets).toHaveLength(2)
  })
})

describe('SKF', () => {
  const piece = (number: number, total: number, seed = 1) =>
    ikev2({ exchange: 35, messageId: 1, flags: 8, responder: '2222222222222222' }, v2.skf({ number, total, seed }))

  test('all have come: no bytes without keys, but the account', () => {
    const fragments = new IkeFragments()
    const [assembled] = story(fragments, [piece(1, 3), piece(3, 3), piece(2, 3)])
    expect(assembled).toMatchObject({ packets: [1, 3, 2], headerMade: false })
    expect(assembled?.bytes).toBeUndefined()
    expect(assembled?.set).toMatchObject({ version: 2, total: 3, missing: [], messageId: 1, exchangeType: 35 })
  })

  test('two of four', () => {
    const fragments = new IkeFragments()
    story(fragments, [piece(1, 4), piece(4, 4)])
    expect(fragments.sets[0]).toMatchObject({ total: 4, missing: [2, 3], complete: false })
  })

  test('a larger total: cut smaller, begun again', () => {
    const fragments = new IkeFragments()
    story(fragments, [piece(1, 2)])
    expect(story(fragments, [piece(1, 3), piece(2, 3), piece(3, 3)], { time: 4, packet: 10 })[0]?.packets).toEqual([10, 11, 12])
    expect(fragments.sets.map(set => [set.total, set.complete])).toEqual([
      [2, false],
      [3, true],
    ])
  })
})

test('other messages change nothing', () => {
  const fragments = new IkeFragments()
  expect(fragments.add(read(whole).message, 'A', 1, 0)).toBeUndefined()
  expect(fragments.sets).toEqual([])
})

test('memory is bounded: 30,000 first pieces that nobody completes', () => {
  const fragments = new IkeFragments()
  const one = read(fragmentsV1(whole)[0]!).message
  for (let i = 0; i < 30_000; i++) fragments.add({ ...one, messageId: i } satisfies IkeMessage, 'A', i, i / 1000)
  expect(fragments.sets.length).toBeLessThanOrEqual(4096)
  expect(fragments.forgotten).toBe(30_000 - fragments.sets.length)
})
