import { describe, expect, test } from 'vitest'
import { verdict } from '../../../src/text/verdict.ts'
import { carried, ipv4, u32 } from '../../support/packets/index.ts'
import { sayV1, sayV2 } from '../../support/trace/phrases.ts'
import { A, B, story } from '../../support/trace/story.ts'

// What has no better place: each where it must speak, and a near miss.

const v1 = sayV1()
const v2 = sayV2()
type Told = ReturnType<typeof story>
const found = ({ report }: Told, rule: string) => report.findings.find(f => f.rule === rule)
const rules = ({ report }: Told) => report.findings.map(f => f.rule)

describe('one-sided-negotiation', () => {
  test('every message comes from one side', () => {
    const told = story().a(v1.mm1).wait(4).again().wait(7).again()
    expect(found(told, 'one-sided-negotiation')).toMatchObject({ severity: 'note', title: `All IKE messages come from ${A.address}` })
  })
  test('silent: the other side said one thing', () =>
    expect(rules(story().a(v1.mm1).wait(4).again().wait(7).again().b(v1.mm2))).not.toContain('one-sided-negotiation'))
})

describe('modified-in-path', () => {
  const sent = (...sequences: number[]) => sequences.reduce((told, n) => told.esp('a', 0xc0ffee01, n), story())
  test('one sequence number is far from all others', () => {
    expect(found(sent(1, 2, 3, 8207, 4, 5, 6), 'modified-in-path')).toMatchObject({
      severity: 'warning',
      confidence: 'possible',
      evidence: [{ packet: 4 }],
    })
  })
  test('silent: the numbers go on from there, so packets between them were lost', () =>
    expect(rules(sent(1, 2, 3, 8207, 8208, 8209))).not.toContain('modified-in-path'))
  test('the last one, from which nothing could go on', () => {
    for (const numbers of [
      [1, 70_000],
      [1, 2, 3, 4, 8207],
    ])
      expect(rules(sent(...numbers))).not.toContain('modified-in-path')
  })
  test('numbers in no order at all are a note', () => {
    expect(found(sent(1, 900_000, 5000, 12_000_000, 70_000, 3), 'modified-in-path')).toMatchObject({
      severity: 'note',
      title: expect.stringContaining('follow no order'),
    })
  })
})

describe('address-moved', () => {
  const up = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer)
  const update = v2.request(37, 2, { inner: 41, length: 60 })
  test('the same SPIs from another address', () => {
    const told = up().a(update, { from: { address: '192.0.2.11' } })
    expect(found(told, 'address-moved')).toMatchObject({ severity: 'note', title: '192.0.2.10 moved to 192.0.2.11' })
    const back = found(told.a(v2.request(37, 3, { inner: 41, length: 60 })), 'address-moved')
    expect(back).toMatchObject({ title: '192.0.2.10 moved to 192.0.2.11 and back', inBrief: '192.0.2.10 moved to 192.0.2.11 and back' })
    expect(back?.says).toMatch(/: 192\.0\.2\.10, then 192\.0\.2\.11, then 192\.0\.2\.10 again\.$/)
  })
  test('silent: each packet stands before and behind a NAT, captured on both sides of it', () => {
    let identification = 100
    const twice = (told: ReturnType<typeof story>, message: Uint8Array) =>
      told
        .a(message, { identification: ++identification })
        .wait(-0.019)
        .a(message, { identification, from: { address: '203.0.113.1', ttl: 63 } })
    const told = twice(twice(story(), v2.init).b(v2.initAnswer), v2.auth).b(v2.authAnswer)
    expect(rules(told)).not.toContain('address-moved')
    // near miss: one packet came from there alone
    expect(rules(told.a(update, { from: { address: '203.0.113.1' } }))).toContain('address-moved')
  })
  test('silent: another port of the same address', () =>
    expect(rules(up().a(update, { from: { address: A.address, port: 1024 } }))).not.toContain('address-moved'))
  test('silent: from the address of the peer itself', () =>
    expect(rules(up().a(update, { from: { address: B.address }, to: { address: A.address } }))).not.toContain('address-moved'))
})

describe('capture-truncated', () => {
  test('messages are cut by the capture', () =>
    expect(found(story().a(v1.mm1, { keep: 96 }).b(v1.mm2), 'capture-truncated')).toMatchObject({
      severity: 'note',
      evidence: [{ packet: 1 }],
    }))
  test.each([68, 60, 46, 42])('not even the header of IKE is whole where %i bytes were kept', keep => {
    const told = story().via({ keep }).a(v1.mm1).b(v1.mm2)
    expect(told.report.traces[0]).toMatchObject({ unread: 2, counts: { ike: 2 } })
    const says = `The snap length of the capture cut 2 IKE packets short, to ${keep} bytes. Of 2 IKE packets not even the header of IKE is whole, so no message can be read.`
    expect(found(told, 'capture-truncated')).toMatchObject({ says, evidence: [{ packet: 1 }, { packet: 2 }] })
    expect(verdict(told.report)).toMatch(/^No IKE can be read in 2 packets; note: the capture kept only the start of 2 IKE packets/)
  })

  test('not even the header of ESP is whole; near miss: it is', () => {
    const esp = ipv4(A.address, B.address, carried(50, new Uint8Array(40).fill(7)))
    const kept = (keep: number) => found(story().put(esp, { keep }).put(esp, { keep }), 'capture-truncated')?.says
    expect(kept(40)).toBe(
      'The snap length of the capture cut 2 protected or fragmented packets short, to 40 bytes. Of 2 protected packets not even the header is whole: they count for no SPI here.',
    )
    expect(kept(60)).toMatch(/sizes and sequence numbers are complete\.$/)
  })

  test.each([34, 24])('the ports of UDP are cut off where %i bytes were kept', keep => {
    const told = story().via({ keep }).a(v1.mm1).b(v1.mm2)
    expect(told.report.traces[0]).toMatchObject({ unread: 2, counts: { ike: 0, other: 2 } })
    const says = `The snap length of the capture cut 2 packets short, to ${keep} bytes. So little is here of them that they may be IKE or anything else.`
    expect(found(told, 'capture-truncated')).toMatchObject({ title: 'The capture kept only the start of 2 packets', says })
    expect(verdict(told.report)).toMatch(/^No IKE can be read in 2 packets; note: /)
  })

  test('nobody is silent whose packets cannot be read: behind a marker the header of IKE is not whole', () => {
    const told = story().via({ keep: 70 }).a(v1.mm1).b(v1.mm2).a(v1.mm3).b(v1.mm4)
    for (let i = 0; i < 6; i++) told.a(v1.mm5, { port: 4500 }).b(v1.mm6, { port: 4500 }).wait(4)
    for (let i = 0; i < 4; i++) told.a(v1.mm5).wait(8)
    expect(told.report.findings.filter(one => one.severity !== 'note')).toEqual([])
    expect(found(told, 'no-answer')?.otherwise[0]).toMatch(/^The snap length cut 12 packets too short to be read/)
  })

  test('of other hosts it makes nothing doubtful', () => {
    const others = { from: { ...A, address: '192.0.2.77' }, to: { ...B, address: '198.51.100.77' } }
    const told = story().via({ keep: 70, ...others })
    const again = sayV1({ initiator: 'c1c1c1c1c1c1c1c1' })
    for (let i = 0; i < 6; i++) told.a(v1.mm5, { port: 4500 }).b(v1.mm6, { port: 4500 }).wait(4)
    const whole = { from: A, to: B, keep: 65_535 }
    for (let i = 0; i < 4; i++) told.a(again.mm1, whole).wait(8)
    expect(found(told, 'capture-truncated')).toBeDefined()
    expect(found(told, 'no-answer')).toMatchObject({ severity: 'error', confidence: 'certain' })
  })

  test('silent: they are whole', () => expect(rules(story().a(v1.mm1).b(v1.mm2))).not.toContain('capture-truncated'))
})

describe('captured-twice', () => {
  test('a packet stands here twice, and is no copy', () => {
    const told = story().a(v1.mm1, { captured: 2 }).b(v1.mm2)
    expect(found(told, 'captured-twice')).toMatchObject({ severity: 'note', evidence: [{ packet: 1 }, { packet: 2 }] })
    expect(rules(told)).not.toContain('ike-loss')
  })
  test('protected packets do, and the first of them is cited with its copy', () => {
    const twice = { captured: 2 }
    const esp = (number: number) => ipv4(A.address, B.address, carried(50, u32(0xc0ffee01, number), new Uint8Array(60)), { id: number })
    const told = story().put(esp(1)).put(esp(2), twice).put(esp(3), twice)
    expect(found(told, 'captured-twice')).toMatchObject({ evidence: [{ packet: 2 }, { packet: 3 }] })
  })
  test('silent: it was sent again', () => expect(rules(story().a(v1.mm1).wait(1).again().b(v1.mm2))).not.toContain('captured-twice'))
})
