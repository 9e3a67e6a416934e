import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { report } from '../../src/trace/trace.ts'
import { corpus } from '../support/recordings/index.ts'
import { exchanges, ladderOf } from '../support/trace/ladder.ts'
import { readFile, reportOn } from '../support/trace/read.ts'

// Captures by others. MANIFEST.tsv has tshark's counts: messages of each version and exchange type, and different pairs
// of SPIs, of which we count one negotiation each.

// Where we differ: arkime_synthetic has two negotiations of different hosts under one initiator's SPI; the segfault file's
// only message claims version 11.14, which nobody reads on.
const ours: Readonly<Record<string, Partial<Row>>> = {
  'files/arkime+arkime/tests/pcap/arkime_synthetic.pcap': { spis: 3 },
  'files/the-tcpdump-group+tcpdump/tests/isakmp-delete-segfault.pcap': { messages: {}, spis: 0 },
}

interface Row {
  readonly path: string
  /** Messages by "version/exchange". */
  readonly messages: Readonly<Record<string, number>>
  readonly spis: number
}

const manifest = join(corpus, 'MANIFEST.tsv')
const rows: Row[] = existsSync(manifest)
  ? readFileSync(manifest, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [path = '', , , , , , counts = ''] = line.split('\t')
        const [, exch, sas] = counts.split(' | ')
        if (!exch?.startsWith('exch')) return []
        const messages = Object.fromEntries(
          exch
            .split(' ')
            .slice(1)
            .map(one => [one.split('=')[0]!, Number(one.split('=')[1])]),
        )
        return [{ path, messages, spis: Number(sas?.split('=')[1]), ...ours[path] }]
      })
  : []

describe.skipIf(rows.length === 0)('every message of every capture finds its place', () => {
  test.each(rows)('$path', async ({ path, messages, spis }) => {
    const { trace, about } = await readFile(join(corpus, path))
    const found: Record<string, number> = {}
    for (const message of trace.negotiations.flatMap(n => n.messages)) {
      const { majorVersion, minorVersion, exchangeType } = message.ike
      const key = `0x${(majorVersion * 16 + minorVersion).toString(16).padStart(2, '0')}/${exchangeType}`
      found[key] = (found[key] ?? 0) + message.transmissions.reduce((sum, t) => sum + t.sightings.length, 0)
    }
    expect(found).toEqual(messages)
    expect(report([trace], [about]).negotiations).toHaveLength(spis)
  })
})

describe.skipIf(rows.length === 0)('captures worth knowing', () => {
  const on = (path: string) => reportOn(join(corpus, 'files', path))

  test('the float to port 4500, with QM2 and QM3 repeated in a file that has no clock', async () => {
    const report = await on('the-tcpdump-group+tcpdump/tests/isakmp4500.pcap')
    const [only] = report.negotiations
    expect(ladderOf(only!)).toMatchInlineSnapshot(`
      "N1 main established, RSA signature
      #3        0.000  → MM1  SA VID VID VID VID VID VID
      #4        0.000  ← MM2  SA VID VID VID
      #5        0.000  → MM3  KE Nonce NAT-D NAT-D
      #6        0.000  ← MM4  KE Nonce NAT-D NAT-D
      #7        0.000  → MM5  *Encrypted
      #8        0.000  ← MM6  *Encrypted
      #9        0.000  → QM1  *Encrypted
      #10       0.000  ← QM2  *Encrypted
      #11       0.000  → QM3  *Encrypted
      #15       0.000  ← QM2  again
      #16       0.000  → QM3  again
      #20       0.000  ← QM2  again
      #21       0.000  → QM3  again
      #30       0.000  ← QM2  again
      #35       0.000  ← Informational  *Encrypted"
    `)
    expect(exchanges(only!)).toBe('Main Mode complete, Quick Mode incomplete, Informational complete')
    expect(report.keepalives).toMatchObject([{ from: '192.1.2.254', count: 4 }])
    const ports = only!.exchanges[0]!.messages.map(m => m.transmissions[0]!.sightings[0]!.source!.port)
    expect(ports).toEqual([500, 500, 500, 500, 4500, 4500])
  })

  test('a cookie challenge, refused and accepted children, a rekeyed IKE SA', async () => {
    const report = await on('the-tcpdump-group+tcpdump/tests/ikev2four.pcap')
    const [first, second] = report.negotiations
    expect(
      first!.exchanges.map(e => `${e.type} ${Number.parseInt(e.messageId, 16)} ${e.outcome} ${e.messages.length}`),
    ).toMatchInlineSnapshot(`
      [
        "IKE_SA_INIT 0 complete 4",
        "IKE_AUTH 1 complete 2",
        "CREATE_CHILD_SA 2 failed 2",
        "CREATE_CHILD_SA 3 failed 2",
        "CREATE_CHILD_SA 4 complete 2",
        "CREATE_CHILD_SA 5 complete 2",
        "CREATE_CHILD_SA 6 complete 2",
        "CREATE_CHILD_SA 7 complete 2",
        "CREATE_CHILD_SA 8 complete 2",
      ]
    `)
    expect(ladderOf(second!)).toMatchInlineSnapshot(`
      "N2 ikev2 established
      #21       0.131  → INFORMATIONAL request  *SK"
    `)
  })

  test('an informational in the middle of main mode, and MM2 sent again', async () => {
    const report = await on('corelight+zeek-spicy-ipsec/tests/traces/ipsec.cap')
    expect(ladderOf(report.negotiations[0]!)).toMatchInlineSnapshot(`
      "N1 main established, pre-shared key
      #1        0.000  → MM1  SA VID VID VID VID VID VID VID VID VID
      #2        0.015  ← MM2  SA VID VID VID VID VID
      #3        0.042  → Informational  N
      #4       10.054  ← MM2  again
      #5       10.073  → MM3  KE Nonce NAT-D NAT-D
      #6       10.091  ← MM4  KE Nonce NAT-D NAT-D
      #7       10.104  → MM5  *Encrypted
      #8       10.105  ← MM6  *Encrypted
      #9       10.108  → QM1  *Encrypted
      #10      10.110  ← QM2  *Encrypted
      #11      10.309  → QM3  *Encrypted"
    `)
    expect(report.negotiations[0]).toMatchObject({ initiatorStack: 'strongSwan', responderStack: 'strongSwan' })
  })

  test('aggressive mode with XAUTH and mode config', async () => {
    const report = await on('wireshark+wireshark/captures/ikev1-bug-12620.pcapng.gz')
    expect(ladderOf(report.negotiations[0]!)).toMatchInlineSnapshot(`
      "N1 aggressive established, pre-shared key, then XAUTH of the initiator
      #1        0.000  → AM1  SA KE Nonce ID VID VID VID VID VID VID VID VID
      #2        0.018  ← AM2  SA KE Nonce ID VID VID VID NAT-D NAT-D HASH
      #3        0.038  → AM3  HASH NAT-D NAT-D
      #4        0.038  → Informational  *Encrypted
      #5        0.047  ← Transaction  *Encrypted
      #6        0.049  → Transaction  *Encrypted
      #7        0.051  ← Transaction  *Encrypted
      #8        0.058  → Transaction  *Encrypted
      #9        0.059  → Transaction  *Encrypted
      #10       0.064  ← Transaction  *Encrypted"
    `)
  })

  test('the same trace comes out of every container, cut short or not', async () => {
    const text = async (path: string) => ladderOf((await reportOn(join(corpus, path))).negotiations[0]!)
    const original = await text('files/corelight+zeek-spicy-ipsec/tests/traces/ipsec.cap')
    for (const ending of ['nsecpcap', 'modpcap', 'pcapng', 'netmon2']) expect(await text(`derived/ipsec.${ending}`)).toBe(original)
    // With 100 bytes of each frame the messages are the same, only not all that is in them.
    const names = (ladder: string) =>
      ladder
        .split('\n')
        .slice(1)
        .map(line => line.split(/ {2,}/).slice(0, 3).join(' '))
    expect(names(await text('derived/ipsec.snap100.pcap'))).toEqual(names(original))
  })
})
