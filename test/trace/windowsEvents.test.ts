import { describe, expect, test } from 'vitest'
import { gssToken, methods, plainAuthIp } from '../../src/compose/ike/authip.ts'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as p1 from '../../src/compose/ike/v1.ts'
import { sealed } from '../support/ike/authIp.ts'
import { pingFromA } from '../support/trace/clear.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { B, type Story, story } from '../support/trace/story.ts'

// What Windows hosts log, by the time of their Windows.

const MAIN = 243
const EXTENDED = 245
const spis = { initiator: '1111111111111111', responder: '99aabbccddeeff00' }
const offer = p1.sa({}, p1.proposal({}, p1.suite({ encryption: 7, keyLength: 128, group: 0, authentication: 65001 })))

/** AuthIP's main mode with its first quick mode. */
const authIp = (told: Story = story()) =>
  told
    .a(plainAuthIp({ initiator: spis.initiator }, { exchange: MAIN, number: 0 }, [offer, methods(2), p1.nonce(1)]))
    .b(plainAuthIp(spis, { exchange: MAIN, number: 0 }, [offer, methods(2), p1.nonce(2)]))
    .a(plainAuthIp(spis, { exchange: MAIN, number: 1 }, [gssToken(1, new Uint8Array(300))]))
    .b(plainAuthIp(spis, { exchange: MAIN, number: 1 }, [gssToken(16, new Uint8Array(60))]))
    .a(sealed(MAIN, 0, 5, { length: 172 }))
    .b(sealed(MAIN, 0, 5, { length: 188 }))

const cookies = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
const [v1, v2] = [sayV1(), sayV2()]

/** IKEv1's main mode of hosts that say which version of Windows they are. @param authentication 1 a shared key, 3 certificates */
function mainMode(a: number, b: number, { authentication = 1, told = story() } = {}): Story {
  const says = (version: number) => p1.vid(`1e2b516905991c7d7c96fcbfb587e461${version.toString(16).padStart(8, '0')}`)
  const suite = p1.sa({}, p1.proposal({}, p1.suite({ authentication })))
  return told
    .a(ikev1({ initiator: cookies.initiator, exchange: 2 }, suite, says(a)))
    .b(ikev1({ ...cookies, exchange: 2 }, suite, says(b)))
    .a(v1.mm3)
    .b(v1.mm4)
    .a(v1.mm5)
}
const ikeAuth = (told: Story = story()) => told.a(v2.init).b(v2.initAnswer).a(v2.auth)

const says = (told: Story) => told.report.expectedEvents!.map(e => `${e.event} ${e.host === B.address ? 'B' : 'A'}: ${e.says}`)
const numbers = (told: Story) => told.report.expectedEvents!.map(e => `${e.event} ${e.host === B.address ? 'B' : 'A'}`)

describe('AuthIP', () => {
  test('its SAs are made by main and quick modes; only Vista and later speak it', () =>
    expect(says(authIp())).toEqual([
      '4650 A: main mode SA established',
      '4650 B: main mode SA established',
      '5451 A: quick mode SA established',
      '5451 B: quick mode SA established',
    ]))
  test('with extended mode behind it, the two are one event, once that is through', () => {
    const told = authIp().a(sealed(EXTENDED, 1, 1))
    expect(says(told).filter(one => one.includes('main mode'))).toEqual([])
    told.b(sealed(EXTENDED, 1, 1, { length: 96 }))
    expect(says(told).filter(one => one.includes('main mode'))).toEqual([
      '4979 A: main mode and extended mode SAs established (4980 to 4982 if with a certificate)',
      '4979 B: main mode and extended mode SAs established (4980 to 4982 if with a certificate)',
    ])
  })
})

describe('IKEv2, which no Windows before 7 speaks', () => {
  test('whether by certificate cannot be read', () => {
    const told = ikeAuth()
      .b(v2.authAnswer)
      .a(v2.request(37, 2, { inner: 42 }))
      .b(v2.answer(37, 2, { inner: 0 }))
    expect(says(told)).toEqual([
      '4650 A: IKE SA established (4651 if with a certificate)',
      '4650 B: IKE SA established (4651 if with a certificate)',
      '5451 A: child SA established',
      '5451 B: child SA established',
      '4655 A: IKE SA ended',
      '4655 B: IKE SA ended',
    ])
    expect(told.report.expectedEvents![0]!.confidence).toBe('likely')
  })
  test('no common proposal', () =>
    expect(says(story().a(v2.init).b(v2.initRefusal(14)))).toEqual([
      '4653 B: invalid proposal: none that it accepts',
      '4653 A: negotiation failed. Failure point: Remote computer',
    ]))
  test('of a capture that has only what came back', () => expect(numbers(story().b(v2.initRefusal(14)))).toEqual(['4653 B', '4653 A']))
  test('refused under encryption', () =>
    expect(says(ikeAuth().b(v2.authRefusal))[0]).toBe('4653 A: authentication failed (4652 if with a certificate)'))
  test('no answer', () =>
    expect(says(story().a(v2.init).wait(1).again().wait(2).again())).toEqual([
      '4653 A: negotiation failed: no response from peer. Failure point: Local computer',
    ]))
  test('a child that is refused', () => {
    const told = ikeAuth()
      .b(v2.authAnswer)
      .a(v2.request(36, 2))
      .b(v2.answer(36, 2, { inner: 41, length: 48 }))
    expect(says(told).slice(4)).toEqual([
      '4654 A: child SA negotiation failed. Failure point: Remote computer',
      '4654 B: child SA negotiation failed. Failure point: Local computer',
    ])
  })
})

describe('IKEv1, by what the hosts say they are', () => {
  test.each([
    ['XP and Server 2003', 3, 4, ['541 A', '541 B']],
    ['Vista and 8', 5, 9, ['4650 A', '4650 B']],
    ['one of each', 2, 7, ['541 A', '4650 B']],
  ])('%s', (_, a, b, logs) => expect(numbers(mainMode(a, b).b(v1.mm6))).toEqual(logs))
  test('by certificates', () => expect(numbers(mainMode(4, 7, { authentication: 3 }).b(v1.mm6))).toEqual(['541 A', '4651 B']))
  test('certificates refused', () =>
    expect(numbers(mainMode(4, 7, { authentication: 3 }).b(v1.informational()))).toEqual(['544 A', '4652 B']))
  const other = sayV2({ initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4', nonce: 7 })
  test('a host that speaks IKEv2 at another time is no older Windows then', () => {
    const told = story().a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4).a(v1.mm5).b(v1.mm6)
    expect(numbers(told)).toEqual(['541 A', '541 B'])
    expect(numbers(told.wait(9).a(other.init).wait(1).again())).toEqual(['4650 A', '541 B', '4653 A'])
  })
  test('whoever refuses IKEv2 does not speak it', () => {
    const told = story()
      .a(other.init)
      .b(sayV2({ initiator: 'c3c3c3c3c3c3c3c3' }).initRefusal(5))
    expect(numbers(told)).toEqual(['4653 A', '547 B'])
    expect(numbers(mainMode(5, 4, { told }).b(v1.mm6))).toEqual(['4653 A', '547 B', '4650 A', '541 B'])
  })
})

test.each([
  ['Server 2003', 4, 4268],
  ['7', 7, 4965],
])('packets on a deleted SA, at a Windows %s', (_, version, event) => {
  const told = mainMode(version, version).b(v1.mm6).a(v1.qm1()).b(v1.qm2()).a(v1.qm3())
  pingFromA(told, [0xaa01, 0xaa02], 1).a(v1.informational(71, 40)).a(v1.informational(72, 56))
  for (let i = 2; i < 8; i++) told.wait(0.5).esp('b', 0xaa02, i)
  expect(told.report.expectedEvents!.filter(e => e.negotiation === null)).toMatchObject([{ event, host: '192.0.2.10', windows: true }])
})
