import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/host/session.ts'
import { corpus } from '../support/capture/corpus.ts'
import { type Counted, counted } from '../support/capture/counts.ts'
import { onDisk } from '../support/recordings/index.ts'

// Captures by others: what is counted in each equals MANIFEST.tsv, which has tshark's counts. tshark counts a packet for
// every protocol in it, we count it once, for the outermost that belongs to IPsec; UDP-encapsulated ESP is ESP there.

type Known = Partial<Omit<Counted, 'path'>> & { readonly because: string }

const inAh = 'the ESP is inside AH, and a packet is counted once'
const begun = 'a first fragment whose datagram never becomes whole: a fragment, and its message is shown as begun'
const malformed = 'its Length is less than its header: counted, though no message is made of it'

/** Where ours are other numbers, each with the reason. */
const known: Readonly<Record<string, Known>> = {
  'arkime+arkime/tests/pcap/ah-esp.pcap': { esp: 0, because: inAh },
  'corelight+zeek-spicy-ipsec/tests/traces/IPsec_ESP-AH_tunnel_mode.cap': { esp: 0, because: inAh },
  'seladb+PcapPlusPlus/Tests/Packet++Test/PacketExamples/ipsec.pcapng': { esp: 1, because: inAh },
  'open5gs+open5gs/docs/assets/pcapng/ipsec_reg.pcapng': {
    esp: 40,
    because: 'one datagram in fragments was captured three times on its way; it becomes whole once',
  },
  'the-tcpdump-group+tcpdump/tests/esp_truncated.pcap': { esp: 0, because: begun },
  'the-tcpdump-group+tcpdump/tests/ikev1_id_ipv6_addr_subnet-oobr.pcap': { ike: 0, because: begun },
  'the-tcpdump-group+tcpdump/tests/isakmp-various-oobr.pcap': { ike: 0, because: begun },
  'corelight+zeek-spicy-ipsec/tests/traces/ipsec-ikev1-zero-length.pcap': { ike: 1, because: malformed },
  'the-tcpdump-group+tcpdump/tests/isakmp-pointer-loop.pcap': { ike: 1, because: malformed },
  'the-tcpdump-group+tcpdump/tests/isakmpv1-attr-oobr.pcap': { ike: 0, because: begun },
  'zeek+zeek/testing/btest/Traces/ipv6_zero_len_ah.pcap': { ah: 1, because: 'the other AH is in a packet that an ICMP error quotes' },
}

describe.skipIf(counted().length === 0)('packets, IKE, ESP and AH of captures by others', () => {
  test.each(counted())('$path', async ({ path, ...theirs }) => {
    const opening = await openSession([onDisk(join(corpus, path))])
    if (!opening.ok) {
      expect({ packets: 0, ike: 0, esp: 0, ah: 0 }).toEqual(theirs)
      return
    }
    const { packets, counts } = (await opening.session.report()).traces[0]!
    const { because, ...instead } = known[path.replace(/^files\//, '')] ?? { because: '' }
    const ours = { packets, ike: counts.ike, esp: counts.esp + counts.udpEncapsulatedEsp, ah: counts.ah }
    expect(ours, because).toEqual({ ...theirs, ...instead })
  })

  test('every file with a reason is there', () => {
    const all = new Set(counted().map(({ path }) => path.replace(/^files\//, '')))
    expect(Object.keys(known).filter(path => !all.has(path))).toEqual([])
  })
})
