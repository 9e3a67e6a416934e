import { describe, expect, test } from 'vitest'
import { initAnswerWithNat, initWithNat, withNatD } from '../support/ike/natd.ts'
import { sayV1, sayV2 } from '../support/trace/phrases.ts'
import { type Host, story } from '../support/trace/story.ts'

// A at 192.168.1.27 behind a NAT whose outside is 203.0.113.7; B at 198.51.100.20. Each story as seen at one place.

const v1 = sayV1()
const v2 = sayV2()
const INSIDE = '192.168.1.27 500'
const OUTSIDE = '203.0.113.7 500'
const PEER = '198.51.100.20 500'
/** As captured next to A, and next to B. */
const atA: { from: Host } = { from: { address: '192.168.1.27' } }
const atB: { from: Host; to: Host } = { from: { address: '203.0.113.7', ttl: 60 }, to: { address: '198.51.100.20', ttl: 64 } }

const mainMode = (mm3: Uint8Array, mm4: Uint8Array, way: { from: Host }) => story().via(way).a(v1.mm1).b(v1.mm2).a(mm3).b(mm4)
const natOf = (told: ReturnType<typeof story>) => told.report.negotiations[0]!.nat

describe('NAT detection', () => {
  const mm3 = withNatD(3, PEER, INSIDE)
  const mm4 = withNatD(4, OUTSIDE, PEER)

  test('next to the translated peer: translated farther on', () => {
    expect(natOf(mainMode(mm3, mm4, atA))).toEqual({
      initiator: { seen: { address: '192.168.1.27', port: 500 }, translated: 'beyond here' },
      responder: { seen: { address: '198.51.100.20', port: 500 }, translated: 'no' },
    })
  })

  test('next to the other peer: translated before, and its own address is found', () => {
    expect(natOf(mainMode(mm3, mm4, atB))?.initiator).toEqual({
      seen: { address: '203.0.113.7', port: 500 },
      translated: 'before here',
      believed: { address: '192.168.1.27', port: 500 },
    })
  })

  test.each(['md5', 'sha256', 'sha384', 'sha512'])('under %s, with the payload numbers of the drafts', algorithm => {
    const told = mainMode(withNatD(3, PEER, INSIDE, { algorithm, type: 130 }), withNatD(4, OUTSIDE, PEER, { algorithm, type: 130 }), atB)
    expect(natOf(told)?.initiator).toMatchObject({ translated: 'before here', believed: { address: '192.168.1.27' } })
  })

  test('IKEv2, and nobody translates', () => {
    const plain = story().a(initWithNat(PEER, '192.0.2.10 500')).b(initAnswerWithNat('192.0.2.10 500', PEER))
    expect(natOf(plain)).toMatchObject({ initiator: { translated: 'no' }, responder: { translated: 'no' } })
    expect(plain.report.findings.map(f => f.rule)).not.toContain('nat-detected')
  })

  test('IKEv2, the responder is behind the NAT', () => {
    const told = story().via(atB).a(initWithNat('203.0.113.99 500', OUTSIDE)).b(initAnswerWithNat(OUTSIDE, PEER))
    expect(natOf(told)).toMatchObject({ initiator: { translated: 'no' }, responder: { translated: 'beyond here' } })
  })

  test('an address that no search finds', () => {
    const told = mainMode(withNatD(3, PEER, '10.77.88.99 500'), mm4, atB)
    expect(natOf(told)?.initiator).toMatchObject({ translated: 'before here', forced: 'possible' })
    expect(natOf(told)?.initiator.tried).toBeGreaterThan(70_000)
  })

  test('without hashes there is nothing to tell', () => {
    expect(natOf(story().a(v1.mm1).b(v1.mm2))).toBeUndefined()
  })

  test('a message that was not captured whole tells nothing', () => {
    expect(natOf(story().a(v1.mm1).b(v1.mm2).a(mm3, { keep: 260 }))).toBeUndefined()
  })
})

describe('encapsulation without a NAT', () => {
  const mm4 = withNatD(4, '192.0.2.10 500', PEER)

  test('random octets, next to the one who sends them', () => {
    const told = story()
      .a(v1.mm1)
      .b(v1.mm2)
      .a(withNatD(3, PEER, '00112233445566778899aabbccddeeff00112233'))
      .b(mm4)
    expect(natOf(told)?.initiator).toMatchObject({ translated: 'unknown', forced: 'likely' })
    const [found] = told.report.findings.filter(f => f.rule === 'nat-detected')
    expect(found).toMatchObject({ severity: 'note', title: '192.0.2.10 asks for UDP encapsulation', confidence: 'likely' })
  })

  test('random octets next to their sender, whom a NAT translates farther on: the NAT is what is told', () => {
    const told = story()
      .a(v1.mm1)
      .b(v1.mm2)
      .a(withNatD(3, PEER, '00112233445566778899aabbccddeeff00112233'))
      .b(withNatD(4, '203.0.113.9 40000', PEER))
    expect(natOf(told)?.initiator).toMatchObject({ translated: 'beyond here', forced: 'likely' })
    const [found] = told.report.findings.filter(f => f.rule === 'nat-detected')
    expect(found).toMatchObject({ title: '192.0.2.10 is behind a NAT', confidence: 'certain' })
  })

  test.each([
    ['port 0', '192.0.2.10 0'],
    ['zeros', '0000000000000000000000000000000000000000'],
  ])('%s, anywhere', (_, made) => {
    const told = story()
      .via({ from: { address: '192.0.2.10', ttl: 60 } })
      .a(v1.mm1)
      .b(v1.mm2)
      .a(withNatD(3, PEER, made))
      .b(mm4)
    expect(natOf(told)?.initiator).toMatchObject({ translated: 'no', forced: 'certain' })
  })

  test('MOBIKE moves to port 4500 although nobody translates: no NAT', () => {
    const told = story().a(initWithNat(PEER, '192.0.2.10 500')).b(initAnswerWithNat('192.0.2.10 500', PEER))
    told.a(v2.auth, { port: 4500 }).b(v2.authAnswer, { port: 4500 })
    expect(told.report.findings).toEqual([])
  })
})
