/** The capture ends before an answer has come whole, or before it could be seen whether it did. */
import { describe, expect, test } from 'vitest'
import { ipv4, udp } from '../support/packets/index.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { type Story, story } from '../support/trace/story.ts'

const v2 = sayV2()
const v1 = sayV1()
const begun = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth)
const piece = v2.authPiece(1, 2, 0x20)
const large = v2.answer(35, 1, { inner: 36, length: 2000 })
const part = { cut: 1480, without: [2] }
/** Somebody else, so that the capture is seen to go on. */
const later = (told: Story, seconds: number) => told.wait(seconds).put(ipv4('192.0.2.77', '192.0.2.78', udp(7, 7, new Uint8Array(20))))
const ends = ({ report: { negotiations, securityAssociations } }: Story) => ({
  outcome: negotiations[0]?.outcome,
  exchange: negotiations[0]?.exchanges.at(-1)?.outcome,
  stands: securityAssociations.some(one => one.kind === 'ike'),
})
const open = { outcome: 'incomplete', exchange: 'incomplete', stands: false }
const made = { outcome: 'established', exchange: 'complete', stands: true }

describe('of the last answer a part is here', () => {
  test('one piece of two, and the capture ends', () => expect(ends(begun().b(piece))).toEqual(open))
  test('the first IP fragment, and the capture ends', () => expect(ends(begun().b(large, part))).toEqual(open))
  test('the capture ends before the request would have come again', () => expect(ends(later(begun().b(large, part), 3))).toEqual(open))
  test('the request came once more, as it may cross the answer, and the capture ends', () =>
    expect(ends(begun().b(large, part).wait(2).a(v2.auth).b(large, part))).toEqual(open))
  test('the last message of main mode', () => {
    const { mm1, mm2, mm3, mm4, mm5, largeMm5 } = v1
    expect(ends(story().a(mm1).b(mm2).a(mm3).b(mm4).a(mm5).b(largeMm5, part)).outcome).toBe('incomplete')
  })

  test('near miss: all of it', () => expect(ends(begun().b(large, { cut: 1480 }))).toEqual(made))
  test('near miss: all of it, of which the capture keeps the first bytes', () =>
    expect(ends(begun().b(large, { cut: 1480, keep: 200 }))).toEqual(made))
  test('near miss: nobody asks again, although it is long past the time', () =>
    expect(ends(later(begun().b(large, part), 20))).toEqual(made))
  test('near miss: the initiator sends packets on a new SA', () =>
    expect(ends(begun().b(large, part).esp('a', 0xc0ffee01, 1))).toEqual(made))
  test('near miss: the initiator asks for more under it', () =>
    expect(ends(begun().b(large, part).a(v2.request(36, 2)))).toMatchObject({ outcome: 'established' }))
})

test('of the answer that opens a negotiation a part is here: its exchange is not complete', () => {
  const first = story()
    .a(v2.init)
    .b(v2.initAnswer, { cut: 296, without: [2] })
  expect(ends(first)).toEqual(open)
  expect(first.a(v2.auth).report.negotiations[0]?.exchanges[0]?.outcome).toBe('complete')
})
