import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../src/compose/ike/message.ts'
import { remove } from '../../src/compose/ike/v1.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { noted, said, story } from '../support/trace/story.ts'

// Which two flows are one SA, what ends one, and who ends an attempt.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>
const spis = (told: Told) => told.report.securityAssociations.filter(sa => sa.kind === 'ipsec').map(sa => Object.values(sa.spis))
const up = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)

describe('two flows of one SA', () => {
  test('one that answers the first packet of a new SA is that one’s, whatever it counts from', () => {
    const told = up().esp('a', 0xaa01, 1).wait(0.003).esp('b', 0xaa02, 21_000_000)
    expect(spis(told)).toEqual([['0000aa02', '0000aa01']])
    expect(noted(told)).not.toContainEqual(expect.stringContaining('capture-starts-late'))
  })
  test('but not one that begins later, or before: that one was under way', () => {
    const later = up().esp('a', 0xaa01, 1).wait(5).esp('b', 0xaa02, 21_000_000)
    const before = up().esp('b', 0xaa02, 21_000_000).wait(0.003).esp('a', 0xaa01, 1)
    for (const told of [later, before]) expect(spis(told)).toContainEqual([null, '0000aa01'])
  })
  test('without a negotiation, those that begin together', () => {
    const told = story().esp('a', 0xaa01, 7).wait(0.3).esp('b', 0xbb01, 8).wait(0.002).esp('a', 0xaa02, 7)
    expect(spis(told)).toEqual([
      [null, '0000aa01'],
      ['0000aa02', '0000bb01'],
    ])
  })
  test('or else the next that is alone', () => {
    const told = story().esp('a', 0xaa01, 7).wait(0.01).esp('b', 0xbb01, 8).wait(3).esp('b', 0xbb02, 1).wait(0.01).esp('a', 0xaa02, 1)
    expect(spis(told)).toEqual([
      ['0000bb01', '0000aa01'],
      ['0000aa02', '0000bb02'],
    ])
  })
})

test('an IKEv2 Delete ends a child of the IKE SA that carries it, of several that of the same two hosts', () => {
  const other = sayV2({ initiator: 'd4d4d4d4d4d4d4d4', responder: 'e5e5e5e5e5e5e5e5', nonce: 9 })
  const told = up()
    .esp('a', 0xaa01, 1)
    .esp('b', 0xaa02, 1)
    .wait(1)
    .a(other.init)
    .b(other.initAnswer)
    .a(other.auth)
    .b(other.authAnswer)
    .wait(0.1)
    .a(other.request(37, 2, { inner: 42, length: 40 }))
    .b(other.answer(37, 2, { inner: 42, length: 40 }))
    .wait(1)
    .esp('a', 0xaa01, 2)
    .esp('b', 0xaa02, 2)
  const children = told.report.securityAssociations.filter(sa => sa.kind === 'ipsec')
  expect(children.map(sa => [sa.negotiation, sa.deleted?.packet])).toEqual([
    ['N1', undefined],
    ['N2', 11],
  ])
})

test('an initiator that deletes what never came to stand has given up', () => {
  const waits = () => story().a(v1.mm1).wait(1).again().wait(2).again().wait(4).again().wait(8).again()
  const cookies = `${'a1'.repeat(8)}${'00'.repeat(8)}`
  const told = waits()
    .wait(3)
    .a(ikev1({ initiator: 'a1'.repeat(8), exchange: 5, messageId: 7 }, remove(1, cookies)))
  expect(said(told)).toEqual(['no-answer'])
  const [found] = told.report.findings
  expect(found!.says).toContain('and then gave up')
  expect(found!.because).toContain('192.0.2.10 then gave up, and said so with a Delete of the IKE SA.')
  expect(found!.evidence.at(-1)!.packet).toBe(6)
})
