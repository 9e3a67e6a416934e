import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Ip } from '../../../src/dissectors/layer.ts'
import { type Datagram, isFragment, Reassembly } from '../../../src/dissectors/network/reassembly.ts'
import { packet } from '../../../src/dissectors/packet.ts'
import { told } from '../../support/capture/collect.ts'
import { capturesBelow, corpus, onDisk } from '../../support/recordings/index.ts'
import { hasTshark, tsharkFields } from '../../support/tshark/fields.ts'

/** Recordings with fragments: in order and not, copied, overlapping, of one flow and of thousands, in IPv4 and IPv6. */
const COMPARED = [
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/ip4_fragments.pcap',
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/ip6_fragments.pcap',
  'zeek+zeek/testing/btest/Traces/ipv4/fragmented-3.pcap',
  'zeek+zeek/testing/btest/Traces/tunnels/gtp/gtp1_gn_normal_incl_fragmentation.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/ip_fragmented_garbage.pcap',
  'OISF+suricata-verify/tests/security-8510/defrag-af-confusion-spray-h8.pcap',
]
const FILES = [
  ...COMPARED,
  'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/frag_with_padding.pcap',
  'zeek+zeek/testing/btest/Traces/ipv4/fragmented-1.pcap',
  'zeek+zeek/testing/btest/Traces/ipv4/fragmented-2.pcap',
  'zeek+zeek/testing/btest/Traces/ipv4/fragmented-4.pcap',
  'arkime+arkime/tests/pcap/socks5-http-302-frag.pcap',
]

const here = new Set(capturesBelow(join(corpus, 'files')))
const tshark = hasTshark()

interface Reassembled {
  readonly datagrams: readonly Datagram[]
  /** `packet that made it whole: length` */
  readonly whole: string[]
}

async function reassembled(path: string): Promise<Reassembled> {
  const { records } = await told(onDisk(path))
  const reassembly = new Reassembly()
  const whole = new Map<Datagram, string>()
  for (const { data, original, linkType, number, seconds, nanoseconds } of records) {
    const ip = packet(data, original, linkType).layers.find((layer): layer is Ip => layer.kind === 'ip' && isFragment(layer))
    if (!ip) continue
    const datagram = reassembly.add(ip, data, number, seconds - records[0]!.seconds + nanoseconds / 1e9)
    if (datagram.complete && !whole.has(datagram))
      whole.set(datagram, `${number}: ${datagram.length} bytes of ${datagram.pieces.length} fragments`)
  }
  return { datagrams: reassembly.datagrams, whole: [...whole.values()] }
}

/** The same of tshark. */
function tsharkReassembled(path: string): string[] {
  return tsharkFields(path, [
    'frame.number',
    'ip.reassembled.length',
    'ip.fragment.count',
    'ipv6.reassembled.length',
    'ipv6.fragment.count',
  ])
    .filter(row => row['ip.reassembled.length'] || row['ipv6.reassembled.length'])
    .map(row => {
      const length = row['ip.reassembled.length'] || row['ipv6.reassembled.length']
      return `${row['frame.number']}: ${length} bytes of ${row['ip.fragment.count'] || row['ipv6.fragment.count']} fragments`
    })
}

describe.skipIf(here.size === 0)('fragments of recordings', () => {
  test.skipIf(!tshark).each(COMPARED)('%s: as tshark puts them together', async name => {
    const path = join(corpus, 'files', name)
    expect(here).toContain(path)
    expect((await reassembled(path)).whole).toEqual(tsharkReassembled(path))
  })

  test.each(FILES)('%s: every piece has its place in an account', async name => {
    const { datagrams } = await reassembled(join(corpus, 'files', name))
    expect(datagrams.length).toBeGreaterThan(0)
    for (const datagram of datagrams) {
      const missing = datagram.missing.reduce((total, [start, end]) => total + end - start, 0)
      const brought = new Set(datagram.pieces.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))).size
      if (datagram.complete) {
        expect(missing).toBe(0)
        expect(datagram.bytes).toHaveLength(datagram.length!)
      } else if (datagram.fate !== 'discarded') {
        expect(missing + brought).toBe(Math.max(datagram.length ?? datagram.announced ?? 0, ...datagram.pieces.map(piece => piece.end)))
      }
    }
  })
})
