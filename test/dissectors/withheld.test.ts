import { expect, test } from 'vitest'
import { bytes } from '../../src/compose/ike/bytes.ts'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import { Cursor } from '../../src/dissectors/cursor.ts'
import type { Field } from '../../src/dissectors/field.ts'
import { hexDump } from '../../src/dissectors/hexDump.ts'
import { eapMethods } from '../../src/dissectors/ike/v2/eapMethods.ts'
import { withheldIn, withoutWithheld } from '../../src/dissectors/withheld.ts'
import { read } from '../support/ike/read.ts'

// Who types a password does not expect to find it in a report: it is nowhere in what is shown, in the tree or in the bytes below it.

const PASSWORD = 'open sesame, please'
const octets = (text: string) => new TextEncoder().encode(text)
const told = (data: Uint8Array) => new TextDecoder('latin1').decode(data)

const hexed = Buffer.from(PASSWORD).toString('hex')
const answer = ikev1({ exchange: 6 }, { type: 14, body: bytes('02000001', v1.attribute(16521, '616e6e61'), v1.attribute(16522, hexed)) })

test('XAUTH: the password is a range that is not shown, its neighbours are', () => {
  const { tree } = read(answer)
  const [range, ...more] = withheldIn(tree)
  expect(more).toEqual([])
  expect(told(answer.subarray(range!.start, range!.end))).toBe(PASSWORD)
  const shown = withoutWithheld(tree, answer)
  expect(told(shown.bytes)).not.toContain('sesame')
  expect(told(shown.bytes)).toContain('anna')
  expect(shown.bytes.length).toBe(answer.length)
  const lines = hexDump(answer, withheldIn(tree)).join('\n')
  expect(lines.match(/ \*\*/g)).toHaveLength(PASSWORD.length)
})

test('decrypted bytes that hang in a tree lose it too, and the tree that was given keeps them', () => {
  const { tree } = read(answer)
  const around: Field = { name: 'Packet', start: 0, end: 4, children: [{ ...tree, name: 'Decrypted', bytes: answer }] }
  const shown = withoutWithheld(around, new Uint8Array(4))
  expect(told(shown.tree.children![0]!.bytes!)).not.toContain('sesame')
  expect(withheldIn(around)).toEqual([])
  expect(told(around.children![0]!.bytes!)).toContain(PASSWORD)
})

test.each([5, 6])('EAP type %i: the question is shown, the answer is not', type => {
  const withheld = (code: number) => {
    const c = new Cursor(octets(PASSWORD))
    eapMethods[type]!(c, code)
    return withheldIn(c.tree)
  }
  expect(withheld(1)).toEqual([])
  expect(withheld(2)).toMatchObject([{ start: 0, end: PASSWORD.length }])
})

test('nothing to withhold: the same bytes', () => {
  const plain = ikev1({ exchange: 2 }, v1.nonce(3))
  const { tree } = read(plain)
  expect(withoutWithheld(tree, plain)).toEqual({ tree, bytes: plain })
})
