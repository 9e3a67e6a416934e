import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import { apReply, apRequest, initialToken, KERBEROS, krbError } from '../../../src/compose/packets/kerberos.ts'
import { fragments, icmp, ipv4, tcp, u32, udp } from '../../support/packets/index.ts'
import { sayV1 } from '../../support/trace/phrases.ts'
import { A, B, noted, said, story } from '../../support/trace/story.ts'

// Windows proves itself by Kerberos: the ticket travels in the third and fourth message of main mode, and has to be fetched
// from the domain controller just before.

/** A Kerberos token of a kind: AP-REQ 0100, AP-REP 0200, KRB-ERROR 0300. RFC 1964 §1.1. */
const gssToken = (kind: string, token: Uint8Array) => initialToken(KERBEROS, kind, token)
const C = '203.0.113.53'
const say = sayV1({ authentication: 65001 })
const NT5 = '1e2b516905991c7d7c96fcbfb587e46100000004'
const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2', exchange: 2 }
const offer = v1.sa({}, v1.proposal({}, v1.suite({ authentication: 65001 })))
const mm1 = ikev1({ initiator: both.initiator, exchange: 2 }, offer, v1.vid(NT5))
const mm2 = ikev1(both, offer, v1.vid(NT5))
const mm3 = ikev1(both, v1.ke(128, 3), v1.nonce(3), v1.gss(gssToken('0100', apRequest)))
const mm4 = (token: Uint8Array) => ikev1(both, v1.ke(128, 4), v1.nonce(4), v1.gss(token))
const opened = () => story().a(mm1).b(mm2).a(mm3)
const ask = (sequence: number) => ipv4(A.address, C, udp(40000 + sequence, 88, Uint8Array.from([0x6c, 1, 0])))
const krb = (code: number) => ipv4(C, A.address, udp(88, 40001, krbError(code)))

describe('kerberos-error', () => {
  test('clock skew in the fourth message', () => {
    const told = opened().b(mm4(gssToken('0300', krbError(37))))
    expect(said(told)).toEqual(['kerberos-error'])
    expect(told.report.findings[0]?.says).toMatch(/clocks.*host\/b in EXAMPLE\.COM/)
  })
  test('a reply instead', () =>
    expect(
      said(
        opened()
          .b(mm4(gssToken('0200', apReply)))
          .a(say.mm5)
          .b(say.mm6),
      ),
    ).toEqual([]))
  test('an error, then success', () => {
    const told = opened()
      .b(mm4(gssToken('0300', krbError(37))))
      .a(say.mm5)
      .b(say.mm6)
      .a(say.qm1())
      .b(say.qm2())
      .a(say.qm3())
    expect([said(told), noted(told)]).toEqual([[], ['kerberos-error']])
  })
})

describe('kerberos-unreachable', () => {
  const stopped = () => story().a(mm1).b(mm2)
  test('the domain controller says nothing, and IKE stops', () => {
    const told = stopped().put(ask(1)).wait(1).put(ask(1)).wait(2).put(ask(1))
    expect(said(told)).toEqual(['kerberos-unreachable'])
  })
  test('every time it asks is counted', () => {
    const told = stopped()
    for (let n = 0; n < 12; n++) told.put(ask(1)).wait(1)
    expect(told.report.findings[0]?.says).toContain('by Kerberos 12 times')
    expect(told.report.findings[0]?.evidence).toHaveLength(6)
  })
  test('by TCP, and without an answer', () => {
    const syn = ipv4(A.address, C, tcp(40001, 88, [], { flags: 2 }))
    expect(said(stopped().put(syn).wait(3).put(syn))).toEqual(['kerberos-unreachable'])
  })
  test('it refuses', () => expect(said(stopped().put(ask(1)).put(krb(7)))).toEqual(['kerberos-unreachable']))
  test('it wants a proof first, which is normal', () => expect(said(stopped().put(ask(1)).put(krb(25)))).toEqual([]))
  test('IKE comes to stand all the same', () => {
    const told = stopped().put(ask(1)).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6)
    expect(said(told)).toEqual([])
  })
  test('another host asks', () =>
    expect(said(stopped().put(ipv4('192.0.2.99', C, udp(40000, 88, Uint8Array.from([0x6c, 1, 0])))))).toEqual([]))
  test('with a pre-shared key nobody needs a ticket', () => {
    const psk = sayV1()
    expect(said(story().a(psk.mm1).b(psk.mm2).put(ask(1)))).toEqual([])
  })
})

describe('falls-back-to-clear', () => {
  const syn = ipv4(A.address, B.address, tcp(40001, 445, [], { flags: 2 }))
  const waiting = () => story().a(mm1).wait(1).again().wait(2).again()
  test('the held packet leaves after three seconds', () => {
    const told = waiting().put(syn).wait(3).put(syn)
    expect(said(told)).toContain('falls-back-to-clear')
  })
  test('the traffic was in the clear before', () => {
    const told = story().put(syn).a(mm1).wait(1).again().wait(2).again().put(syn)
    expect(said(told)).not.toContain('falls-back-to-clear')
  })
  test('the traffic begins long after', () => expect(said(waiting().wait(20).put(syn))).not.toContain('falls-back-to-clear'))
  test('what is always in the clear', () => {
    expect(said(waiting().put(ipv4(A.address, B.address, udp(40001, 53, new Uint8Array(20)))))).not.toContain('falls-back-to-clear')
    expect(said(waiting().put(ipv4(A.address, B.address, icmp(3, 3, u32(0), syn))))).not.toContain('falls-back-to-clear')
  })
  test('IKE was answered in the end', () => expect(said(waiting().put(syn).b(mm2).a(say.mm3).b(say.mm4).a(say.mm5).b(say.mm6))).toEqual([]))
})

describe('lost fragments of a ticket: no advice that Windows cannot follow', () => {
  const large = ikev1(both, v1.ke(128, 3), v1.nonce(3), v1.gss(gssToken('0100', new Uint8Array(2000))))
  const advice = (told: ReturnType<typeof story>) => told.report.findings.flatMap(f => f.tryNext).join('\n')
  const repeated = (told: ReturnType<typeof story>) => told.wait(4).again().wait(7).again().wait(80)
  const first = fragments(ipv4(A.address, B.address, udp(500, 500, new Uint8Array(2000)), { id: 77 }), 1480)[0]!
  const waited = ipv4(B.address, A.address, icmp(11, 1, [0, 0, 0, 0], first.slice(0, 60)))

  test.each([
    [
      'at the receiver',
      () =>
        repeated(
          story()
            .a(mm1)
            .b(mm2)
            .a(large, { cut: 1480, without: [2] }),
        ),
    ],
    ['at the sender', () => repeated(story().a(mm1).b(mm2).a(large, { cut: 1480, identification: 77 })).put(waited)],
  ])('%s', (_, tell) => {
    expect(advice(tell())).toContain('Let IP fragments pass')
    expect(advice(tell())).toContain('it does not cut messages that hold Kerberos tickets')
    expect(advice(tell())).not.toMatch(/let IKE fragment by itself|certificates/)
  })
  test('near miss: with a pre-shared key', () => {
    const psk = sayV1()
    const told = repeated(
      story()
        .a(psk.mm1)
        .b(psk.mm2)
        .a(psk.mm3)
        .b(psk.mm4)
        .a(psk.largeMm5, { cut: 1480, without: [2] }),
    )
    expect(advice(told)).toContain('or let IKE fragment by itself')
    expect(advice(told)).not.toContain('Kerberos')
  })
})
