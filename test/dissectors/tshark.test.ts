import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packet } from '../../src/dissectors/packet.ts'
import { told } from '../support/capture/collect.ts'
import { capturesBelow, corpus, lab, onDisk } from '../support/recordings/index.ts'
import { hasTshark } from '../support/tshark/fields.ts'
import { differences, type Row, rowOf, tsharkRows } from '../support/tshark/layers.ts'

/** Recordings of many kinds: tags, tunnels, PPP, cooked, raw, IPv6 with extension headers, ICMP errors, AH, cut packets. */
const FILES = [
  'corelight+zeek-spicy-ipsec/tests/traces/ipsec.cap',
  'corelight+zeek-spicy-ipsec/tests/traces/IPsec_ESP-AH_tunnel_mode.cap',
  'the-tcpdump-group+tcpdump/tests/isakmp4500.pcap',
  'the-tcpdump-group+tcpdump/tests/ikev2four.pcap',
  'the-tcpdump-group+tcpdump/tests/OSPFv3_with_AH.pcap',
  'the-tcpdump-group+libpcap/tests/filter/ipv6_ah_modes.pcap',
  'OISF+suricata-verify/tests/defrag/bug-6887-defrag-eth-vlan-ipv4-tcp-syn/frag-eth-vlan-ip-tcp-syn.pcap',
  'OISF+suricata-verify/tests/defrag/bug-6887-defrag-ppp-ipv4-tcp-syn/frag-ppp-ip-tcp-syn.pcap',
  'OISF+suricata-verify/tests/defrag/bug-6887-defrag-ipv6-tcp/frag-ip-tcp.pcap',
  'OISF+suricata-verify/tests/filestore-5408/input.pcap',
  'zeek+zeek/testing/btest/Traces/icmp/icmp6-toobig.pcap',
  'zeek+zeek/testing/btest/Traces/dns-edns-ecs.pcap',
  'zeek+zeek/testing/btest/Traces/erspan.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/dns_fragmented.pcap',
  'wader+fq/format/pcap/testdata/sll2_tcp.pcap',
].map(name => join(corpus, 'files', name))
const LAB = ['v1_pmtu_icmp', 'v1_snaplen96', 'v1_nocsum_corrupt'].map(name => join(lab, name, 'a.pcap'))

const here = new Set([...capturesBelow(join(corpus, 'files')), ...capturesBelow(lab)])
const present = [...FILES, ...LAB].filter(path => here.has(path))

describe.skipIf(present.length === 0 || !hasTshark())('the layers of recordings are those that tshark reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ikescope-'))
  let theirs: Row[] = []
  beforeAll(() => {
    const all = join(folder, 'all.pcapng')
    execFileSync('mergecap', ['-a', '-F', 'pcapng', '-w', all, ...present])
    theirs = tsharkRows(all)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('field by field', async () => {
    const wrong: string[] = []
    let compared = 0
    let index = 0
    for (const path of present) {
      for (const { data, original, linkType, number } of (await told(onDisk(path))).records) {
        const ours = rowOf(packet(data, original, linkType).layers)
        compared += Object.keys(ours).length
        wrong.push(...differences(ours, theirs[index++] ?? {}).map(says => `${path} ${number}: ${says}`))
      }
    }
    expect(index).toBe(theirs.length)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(10_000)
  })
})
