import { describe, expect, test } from 'vitest'
import { ikev1, ikev2 } from '../../../src/compose/ike/message.ts'
import * as buildV1 from '../../../src/compose/ike/v1.ts'
import * as buildV2 from '../../../src/compose/ike/v2.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { noted, said, story } from '../../support/trace/story.ts'

// A host says in the clear that it does not know what came. RFC 7296 §1.5, §2.21.4; RFC 2408 §5.1, §5.5.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>
const SPI = 0xc2000002
const drawn = (i: number) => `00000000000000e${i}`
const ofEsp = (i: number) => ikev2({ initiator: drawn(i), exchange: 37, flags: 8 }, buildV2.notify(11, { data: 'c2000002' }))
const ofEspV1 = (i: number) =>
  ikev1({ initiator: drawn(i), exchange: 5, messageId: 0x100 + i }, buildV1.notify(11, { protocol: 3, spi: 'c2000002' }))
const ofCookies = ikev1({ initiator: drawn(1), responder: drawn(2), exchange: 5, messageId: 7 }, buildV1.notify(4))

/** Packets of A that B answers with notices alone. */
function answered(told: Told, notice: (i: number) => Uint8Array, count = 3): Told {
  for (let i = 1; i <= count; i++) told.wait(3).esp('a', SPI, i).b(notice(i))
  return told
}

describe.each<[string, (i: number) => Uint8Array, string]>([
  ['IKEv2', ofEsp, 'INVALID_SPI'],
  ['IKEv1', ofEspV1, 'INVALID-SPI'],
])('%s: packets of an SA that their receiver does not know', (_, notice, name) => {
  const { negotiations, findings } = answered(story(), notice).report
  test('are answered outside of any negotiation, and it is told as one', () => {
    expect(negotiations).toMatchObject([{ id: 'N1', outcome: 'incomplete', notice: name }])
    expect(negotiations[0]!.exchanges.flatMap(one => one.due ?? [])).toEqual([])
  })
  test('are named, and nobody is said to negotiate', () => {
    expect(said(answered(story(), notice))).toEqual(['peer-restarted'])
    expect(noted(answered(story(), notice))).toEqual([])
    expect(findings[0]).toMatchObject({
      title: '198.51.100.20 does not know the SA that 192.0.2.10 uses',
      says: expect.stringMatching(
        new RegExp(`^198\\.51\\.100\\.20 answered 3 times with ${name} to packets of ESP c2000002: .* That is no negotiation`),
      ),
      because: ['The notify stands in the clear.'],
      evidence: [1, 2, 4, 6].map(packet => ({ trace: 0, packet })),
    })
    expect(JSON.stringify(findings)).not.toMatch(/without the first message|takes no part/)
  })
})

test('a message that is not here was answered', () => {
  const [only, ...others] = story().b(ofCookies).report.findings
  expect(others).toEqual([])
  expect(only!.says).toMatch(
    /^198\.51\.100\.20 answered with INVALID-COOKIE to what 192\.0\.2\.10 sent: .* What was answered is not in this capture\./,
  )
})

test('an SA that is made afterwards takes the place of none', () => {
  const told = answered(story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer), ofEsp).report
  expect(told.negotiations.map(one => one.notice)).toEqual([undefined, 'INVALID_SPI'])
  expect(told.negotiations.map(one => one.rekeys)).toEqual([undefined, undefined])
  expect(told.findings.find(one => one.rule === 'peer-restarted')).toMatchObject({ says: expect.stringContaining('ESP c2000002') })
})

test.each<[string, Told]>([
  ['IKE_SA_INIT is answered with it', story().a(v2.init).b(v2.initRefusal(4))],
  ['main mode is answered with it', story().a(v1.mm1).b(v1.refusal(4))],
  ['another error', story().b(ikev1({ initiator: drawn(1), responder: drawn(2), exchange: 5, messageId: 7 }, buildV1.notify(14)))],
])('near miss, a negotiation that failed: %s', (_, told) => {
  expect(told.report.negotiations).toMatchObject([{ outcome: 'failed' }])
  expect(told.report.negotiations[0]).not.toHaveProperty('notice')
})
