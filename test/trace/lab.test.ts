import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lab } from '../support/recordings/index.ts'
import { exchanges, ladder } from '../support/trace/ladder.ts'
import { reportOn } from '../support/trace/read.ts'

// Recordings of real daemons at both ends, whose truth is written beside them. Numbers: IKE messages, different ones
// among them, and sendings of the one that was sent most, as tshark 4.0.17 shows them; the outcomes are from the truth.
// Where a message came in pieces of IKE's own, two packets are one message here.

const E = 'established'
const ends: Record<string, readonly [a: string, b: string]> = {
  v1_aggressive_ok: [`8 8 1 ${E}`, `8 8 1 ${E}`],
  v1_ah_transport: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_any_sll2: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_cert_fragdrop_both: ['10 5 6 incomplete', '4 5 6 incomplete'],
  v1_cert_ikefrag: [`13 11 1 ${E}`, `13 11 1 ${E}`],
  v1_cert_ipfrag_ok: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_cert_untrusted: ['6 6 1 failed', '6 6 1 failed'],
  v1_dead_spi: [`10 10 1 ${E}`, `10 10 1 ${E}`],
  v1_delete_lost: [`11 11 1 ${E}`, `9 9 1 ${E}`],
  v1_esp_null_tcp: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_main_psk_ok: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_natt_4500_blocked: ['8 5 4 incomplete', '4 4 1 incomplete'],
  v1_natt_ok: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_netem_loss20: [`14 11 2 ${E}`, `16 11 3 ${E}`],
  v1_nocsum_corrupt: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_noprop_p1: ['2 2 1 failed', '2 2 1 failed'],
  v1_oneway_b_lost: ['4 1 4 unanswered', '8 2 4 incomplete'],
  v1_path_firewalled: ['4 1 4 unanswered', '0 0 0'],
  v1_path_rejected: ['3 1 3 unanswered', '0 0 0'],
  v1_pmtu_blackhole: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_pmtu_icmp: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_qm3_lost: [`15 9 4 ${E}`, `11 8 4 ${E}`],
  v1_rekey_delete: [`49 49 1 ${E} ${E} ${E}`, `49 49 1 ${E} ${E} ${E}`],
  v1_resp_firewalled: ['6 1 6 unanswered', '6 1 6 unanswered'],
  v1_resp_not_running: ['4 1 4 unanswered', '4 1 4 unanswered'],
  v1_snaplen96: [`11 11 1 ${E}`, `11 11 1 ${E}`],
  v1_wrong_psk: ['12 9 4 failed', '12 9 4 failed'],
  v1_xauth_modecfg_ok: [`17 17 1 ${E}`, `17 17 1 ${E}`],
  v2_auth_failed: ['4 4 1 failed', '4 4 1 failed'],
  v2_cert_rfc7383: [`8 6 1 ${E}`, `8 6 1 ${E}`],
  v2_cookie: [`12 11 2 incomplete ${E}`, `10 10 1 incomplete ${E}`],
  v2_esp_blocked: [`6 6 1 ${E}`, `6 6 1 ${E}`],
  v2_invalid_ke: [`8 8 1 ${E}`, `8 8 1 ${E}`],
  v2_mobike: [`16 16 1 ${E}`, `16 16 1 ${E}`],
  v2_psk_ok: [`6 6 1 ${E}`, `6 6 1 ${E}`],
  v2_rekey: [`38 38 1 ${E} ${E} ${E}`, `38 38 1 ${E} ${E} ${E}`],
}

const cases = Object.entries(ends).flatMap(([name, [a, b]]) => [
  { name, end: 'a', expected: a },
  { name, end: 'b', expected: b },
])

describe.skipIf(!existsSync(lab))('recordings of both ends', () => {
  test.each(cases)('$name $end', async ({ name, end, expected }) => {
    const report = await reportOn(join(lab, name, `${end}.pcap`))
    const messages = report.negotiations.flatMap(n => n.exchanges.flatMap(e => e.messages))
    const most = Math.max(0, ...messages.map(m => m.transmissions.length))
    const outcomes = report.negotiations.map(n => n.outcome)
    expect([report.traces[0]!.counts.ike, messages.length, most, ...outcomes].join(' ')).toBe(expected)
    for (const n of report.negotiations) expect([n.initiator.address, n.seenFrom?.[0] ?? n.outcome]).toEqual(whereOf(n, end))
  })

  /** The initiator is A, or the NAT before it; where the capture was taken shows once both sides have spoken. */
  function whereOf(n: { initiator: { address: string }; outcome: string; seenFrom?: readonly unknown[] }, end: string) {
    const initiator = n.initiator.address === '198.51.100.1' ? '198.51.100.1' : '192.0.2.10'
    return [initiator, n.outcome === 'unanswered' ? 'unanswered' : end === 'a' ? 'initiator' : 'responder']
  }

  test('a wrong pre-shared key, as its sender saw it', async () => {
    const report = await reportOn(join(lab, 'v1_wrong_psk', 'a.pcap'))
    expect(ladder(report)).toMatchInlineSnapshot(`
      "N1 main failed, pre-shared key
      #3        0.000  → MM1  SA VID VID VID VID
      #4        0.288  ← MM2  SA VID VID VID
      #5        0.517  → MM3  KE Nonce NAT-D NAT-D
      #6        0.905  ← MM4  KE Nonce NAT-D NAT-D
      #7        1.153  → MM5  *Encrypted
      #8        1.162  ← Informational  *Encrypted
      #9        5.165  → MM5  again
      #10       5.172  ← Informational  *Encrypted
      #13      12.368  → MM5  again
      #14      12.375  ← Informational  *Encrypted
      #15      25.386  → MM5  again
      #16      25.509  ← Informational  *Encrypted"
    `)
  })

  test('fragments dropped on the way, as the receiver saw it', async () => {
    const report = await reportOn(join(lab, 'v1_cert_fragdrop_both', 'b.pcap'))
    expect(ladder(report)).toMatchInlineSnapshot(`
      "N1 main incomplete, RSA signature
      #3        0.000  → MM1  SA VID VID VID VID
      #4        0.839  ← MM2  SA VID VID VID
      #5        1.103  → MM3  KE Nonce NAT-D NAT-D
      #6        1.699  ← MM4  KE Nonce CR NAT-D NAT-D
      #7        2.524  → MM5  *Encrypted  …
      #10       6.545  → MM5  again  …
      #11      13.735  → MM5  again  …
      #12      26.732  → MM5  again  …
      #20      50.121  → MM5  again  …
      #27      92.157  → MM5  again  …"
    `)
    expect(report.icmpErrors!.map(e => [e.means, e.quotes?.packet])).toMatchInlineSnapshot(`
      [
        [
          "fragment reassembly time exceeded",
          7,
        ],
        [
          "fragment reassembly time exceeded",
          10,
        ],
        [
          "fragment reassembly time exceeded",
          11,
        ],
        [
          "fragment reassembly time exceeded",
          12,
        ],
        [
          "fragment reassembly time exceeded",
          20,
        ],
        [
          "fragment reassembly time exceeded",
          27,
        ],
      ]
    `)
  })

  test('loss in both directions', async () => {
    const report = await reportOn(join(lab, 'v1_netem_loss20', 'a.pcap'))
    expect(ladder(report)).toMatchInlineSnapshot(`
      "N1 main established, pre-shared key
      #3        0.065  → MM1  SA VID VID VID VID
      #4        0.427  ← MM2  SA VID VID VID
      #5        0.542  → MM3  KE Nonce NAT-D NAT-D
      #6        2.547  → MM3  again
      #7        2.681  ← MM4  KE Nonce NAT-D NAT-D
      #8        2.987  → MM5  *Encrypted
      #9        3.174  ← MM6  *Encrypted
      #10       3.429  → QM1  *Encrypted
      #11       5.433  → QM1  again
      #12       5.557  ← QM2  *Encrypted
      #15       5.677  ← QM2  again
      #16       5.742  → QM3  *Encrypted
      #74      21.756  → Informational  *Encrypted
      #75      21.773  → Informational  *Encrypted"
    `)
    expect(report.flows.map(f => [f.from, f.packets, f.lastSequence, f.missing])).toMatchInlineSnapshot(`
      [
        [
          "192.0.2.10",
          25,
          25,
          0,
        ],
        [
          "198.51.100.20",
          16,
          22,
          6,
        ],
      ]
    `)
  })

  test('a cookie challenge after a first attempt that failed', async () => {
    const report = await reportOn(join(lab, 'v2_cookie', 'a.pcap'))
    expect(ladder(report)).toMatchInlineSnapshot(`
      "N1 ikev2 incomplete
      #3        0.002  → IKE_SA_INIT request  SA KE Nonce N N N N
      #4        0.152  ← IKE_SA_INIT response  SA KE Nonce N N N N N
      #5        0.229  → IKE_AUTH request  *SK
      #6        3.232  → IKE_AUTH request  again

      N2 ikev2 established
      #9       13.306  → IKE_SA_INIT request  SA KE Nonce N N N N
      #10      13.355  ← IKE_SA_INIT response  N
      #11      13.412  → IKE_SA_INIT request  N SA KE Nonce N N N N
      #12      13.609  ← IKE_SA_INIT response  SA KE Nonce N N N N N
      #13      13.816  → IKE_AUTH request  *SK
      #14      14.195  ← IKE_AUTH response  *SK
      #21      19.045  → INFORMATIONAL request  *SK
      #22      19.053  ← INFORMATIONAL response  *SK"
    `)
  })

  test('IKE fragments of both versions', async () => {
    const v1 = await reportOn(join(lab, 'v1_cert_ikefrag', 'a.pcap'))
    expect(ladder(v1)).toMatchInlineSnapshot(`
      "N1 main established, RSA signature
      #3        0.000  → MM1  SA VID VID VID VID VID
      #4        0.145  ← MM2  SA VID VID VID VID
      #5        0.414  → MM3  KE Nonce NAT-D NAT-D
      #6        0.838  ← MM4  KE Nonce CR NAT-D NAT-D
      #7+8      1.413  → MM5  *Encrypted
      #9+10     1.742  ← MM6  *Encrypted
      #11       1.975  → QM1  *Encrypted
      #12       2.021  ← QM2  *Encrypted
      #13       2.197  → QM3  *Encrypted
      #25      11.206  → Informational  *Encrypted
      #26      11.267  → Informational  *Encrypted"
    `)
    const v2 = await reportOn(join(lab, 'v2_cert_rfc7383', 'b.pcap'))
    expect(ladder(v2)).toMatchInlineSnapshot(`
      "N1 ikev2 established
      #3        0.000  → IKE_SA_INIT request  SA KE Nonce N N N N N
      #4        0.346  ← IKE_SA_INIT response  SA KE Nonce N N CERTREQ N N N N
      #5+6      0.942  → IKE_AUTH request  *SKF
      #7+8      1.625  ← IKE_AUTH response  *SKF
      #17      10.769  → INFORMATIONAL request  *SK
      #18      10.779  ← INFORMATIONAL response  *SK"
    `)
  })

  test('each rekey gets its own SPIs', async () => {
    for (const name of ['v1_rekey_delete', 'v2_rekey']) {
      const report = await reportOn(join(lab, name, 'a.pcap'))
      const pairs = report.securityAssociations.filter(sa => sa.kind === 'ipsec')
      expect(pairs).toHaveLength(7)
      for (const sa of pairs) expect([sa.negotiation === null, sa.state]).toEqual([false, expect.stringMatching(/^used both ways/)])
      expect(new Set(pairs.flatMap(sa => [sa.spis.toInitiator, sa.spis.toResponder])).size).toBe(14)
    }
  })

  test('a quick mode whose third message is lost does not count as complete', async () => {
    const a = await reportOn(join(lab, 'v1_qm3_lost', 'a.pcap'))
    const b = await reportOn(join(lab, 'v1_qm3_lost', 'b.pcap'))
    expect([a, b].map(r => exchanges(r.negotiations[0]!))).toEqual(Array(2).fill('Main Mode complete, Quick Mode incomplete'))
    expect([a, b].map(r => r.securityAssociations[1]!.state)).toEqual(Array(2).fill('not finished, used one way'))
  })
})
