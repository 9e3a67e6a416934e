import { describe, expect, test } from 'vitest'
import { readCapture } from '../../src/capture/index.ts'
import { messageFacts } from '../../src/dissectors/ike/messageFacts.ts'
import { SeenPayloads } from '../../src/dissectors/ike/seenPayloads.ts'
import type { Layer } from '../../src/dissectors/layer.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { fromLayers } from '../../src/dissectors/sort/dissected.ts'
import { Kind, type Sorted, sort, sorted } from '../../src/dissectors/sort.ts'
import { unhex } from '../../src/dissectors/text.ts'
import { bytes, carried, ethernet, ipv4, ipv6, sll, sll2, tcp, udp } from '../support/packets/index.ts'
import { onDisk, recordings } from '../support/recordings/index.ts'

const a = '192.0.2.10'
const b = '198.51.100.20'
const a6 = '2001:db8::a'
const b6 = '2001:db8::b'
const esp = carried(50, 'c0ffee01 00000007', new Uint8Array(40))
const ah = carried(51, '3204 0000 00000abc 00000005', new Uint8Array(12), 'c0ffee01 00000007', new Uint8Array(40))
const ike = unhex(`0102030405060708 0000000000000000 01 10 02 00 00000000 0000002c 00000010 ${'00'.repeat(12)}`)
const fast = sorted()
const slow = sorted()
const seen = new SeenPayloads()

/** Sorts both ways; they have to agree. `start` shifts the packet within its buffer, as a reader's window does. */
function both(bytes: Uint8Array, linkType: number, original = bytes.length, start = 7): Sorted {
  const shifted = new Uint8Array(start + bytes.length + 5).fill(0xff)
  shifted.set(bytes, start)
  sort(shifted, start, start + bytes.length, linkType, fast, original)
  const { layers } = packet(bytes, original, linkType)
  fromLayers(layers, shifted, start, slow)
  expect(comparable(fast)).toEqual(comparable(slow))
  expect(messages(shifted)).toEqual(messages(shifted, layers))
  return { ...fast }
}

/** ARP and metadata have no layer, and where a message lies only the walk says; that aside both ways say the same. */
function comparable(one: Sorted): Sorted {
  const kind = one.kind === Kind.arp || one.kind === Kind.metadata ? Kind.other : one.kind
  return { ...one, kind, messageStart: 0, messageEnd: 0 }
}

/** The message that the walk found, read alone, or as the layers have it; payloads by what they say, not by where they lie. */
function messages(bytes: Uint8Array, layers?: readonly Layer[]) {
  if (fast.messageStart === 0) return undefined
  const found = layers
    ? layers.find(layer => layer.kind === 'ike')?.message
    : messageFacts(bytes.slice(fast.messageStart, fast.messageEnd), () => ({ seen }))
  return found && { ...found, payloads: found.payloads.map(payload => ({ ...payload, start: 0, end: payload.end - payload.start })) }
}

describe('kinds, with the numbers that go with them', () => {
  test.each<[string, Uint8Array, number, Partial<Sorted>]>([
    [
      'IKE on 500',
      ethernet(ipv4(a, b, udp(500, 500, ike))),
      1,
      { kind: Kind.ike, protocol: 17, selector: 500 * 65536 + 500, source: 0xc000020a, destination: 0xc6336414 },
    ],
    ['nothing at all', new Uint8Array(0), 1, { kind: Kind.other }],
    ['IKE on 848', ethernet(ipv4(a, b, udp(848, 848, ike))), 1, { kind: Kind.ike }],
    ['IKE from a port of DNS that a NAT chose', ethernet(ipv4(a, b, udp(53, 500, ike))), 1, { kind: Kind.ike }],
    ['IKE to a port of LDAP that a NAT chose', ethernet(ipv4(a, b, udp(4500, 389, [0, 0, 0, 0, ...ike]))), 1, { kind: Kind.ike }],
    ['DNS to a client that chose 4500', ethernet(ipv4(a, b, udp(53, 4500, new Uint8Array(40).fill(7)))), 1, { kind: Kind.dns }],
    ['LDAP to a client that chose 4500', ethernet(ipv4(a, b, udp(389, 4500, new Uint8Array(40).fill(7)))), 1, { kind: Kind.udp }],
    ['IKE behind a marker', ethernet(ipv4(a, b, udp(4500, 4500, [0, 0, 0, 0, ...ike]))), 1, { kind: Kind.ike }],
    ['IKE that forgot its marker', ethernet(ipv4(a, b, udp(4500, 4500, ike))), 1, { kind: Kind.ike }],
    [
      'IKE over IPv6',
      ethernet(ipv6(a6, b6, udp(500, 500, ike))),
      1,
      { kind: Kind.ike, ipVersion: 6, ipStart: 21, source: 29, destination: 45 },
    ],
    ['no IKE on 500', ethernet(ipv4(a, b, udp(500, 500, 'ff'.repeat(40)))), 1, { kind: Kind.udp }],
    ['ESP', ethernet(ipv4(a, b, esp)), 1, { kind: Kind.esp, selector: 0xc0ffee01, sequence: 7, ipStart: 21, ipLength: 68 }],
    ['ESP behind two VLAN tags', ethernet(ipv4(a, b, esp), { vlans: [[0x88a8, 3], 4] }), 1, { kind: Kind.esp, selector: 0xc0ffee01 }],
    [
      'ESP in UDP',
      ethernet(ipv4(a, b, udp(4500, 4500, `c0ffee01 00000009 ${'55'.repeat(40)}`))),
      1,
      { kind: Kind.udpEncapsulatedEsp, selector: 0xc0ffee01, sequence: 9 },
    ],
    [
      'ESP in UDP, short',
      ethernet(ipv4(a, b, udp(4500, 61000, 'c0ffee01 00000009 5555'))),
      1,
      { kind: Kind.udpEncapsulatedEsp, sequence: 9 },
    ],
    ['AH, then ESP', ethernet(ipv4(a, b, ah)), 1, { kind: Kind.ah, selector: 0xabc, sequence: 5, protocol: 51 }],
    ['keepalive', ethernet(ipv4(a, b, udp(4500, 4500, 'ff'))), 1, { kind: Kind.natKeepalive }],
    [
      'first fragment',
      ethernet(ipv4(a, b, udp(500, 500, ike), { moreFragments: true, id: 77 })),
      1,
      { kind: Kind.fragment, identification: 77, sequence: 0 },
    ],
    [
      'later fragment',
      ethernet(ipv4(a, b, udp(500, 500, ike), { offset: 1480, id: 77 })),
      1,
      { kind: Kind.fragment, identification: 77, sequence: 1480 },
    ],
    [
      'IPv6 fragment',
      ethernet(ipv6(a6, b6, carried(44, '1100 05c9 00012345', ike))),
      1,
      { kind: Kind.fragment, identification: 0x12345, sequence: 1480, protocol: 17 },
    ],
    [
      'IPv6 atomic fragment',
      ethernet(ipv6(a6, b6, carried(44, '3200 0000 00012345 c0ffee01 00000007', new Uint8Array(40)))),
      1,
      { kind: Kind.esp, identification: 0x12345 },
    ],
    [
      'IPv6 hop-by-hop, then ESP',
      ethernet(ipv6(a6, b6, carried(0, '3200 0104 00000000 c0ffee01 00000007', new Uint8Array(40)))),
      1,
      { kind: Kind.esp, protocol: 50 },
    ],
    ['SYN', ethernet(ipv4(a, b, tcp(40000, 443, '', { flags: 2 }))), 1, { kind: Kind.tcpControl, selector: 40000 * 65536 + 443 }],
    ['TCP data', ethernet(ipv4(a, b, tcp(40000, 443, '0102', { flags: 0x18 }))), 1, { kind: Kind.tcp }],
    ['Kerberos over TCP', ethernet(ipv4(a, b, tcp(40000, 88, '00000001 6a', { flags: 0x18 }))), 1, { kind: Kind.kerberos }],
    ['an ACK to port 88', ethernet(ipv4(a, b, tcp(40000, 88, '', { flags: 0x10 }))), 1, { kind: Kind.tcp }],
    ['DNS', ethernet(ipv4(a, b, udp(53000, 53, '1234 0100 0001 0000 0000 0000 0161 00 0001 0001'))), 1, { kind: Kind.dns }],
    ['UDP', ethernet(ipv4(a, b, udp(1000, 2000, '00'))), 1, { kind: Kind.udp, selector: 1000 * 65536 + 2000 }],
    ['ping', ethernet(ipv4(a, b, carried(1, '0800 0000 0007 0009', new Uint8Array(40)))), 1, { kind: Kind.ping, sequence: 7 * 65536 + 9 }],
    ['ping6', ethernet(ipv6(a6, b6, carried(58, '8000 0000 0007 0009', new Uint8Array(40)))), 1, { kind: Kind.ping }],
    [
      'unreachable',
      ethernet(ipv4(b, a, carried(1, '0303 0000 00000000', ipv4(a, b, udp(500, 500, ike)).subarray(0, 28)))),
      1,
      { kind: Kind.icmpError, source: 0xc6336414 },
    ],
    [
      'too big',
      ethernet(ipv6(b6, a6, carried(58, '0200 0000 00000500', ipv6(a6, b6, udp(500, 500, ike)).subarray(0, 60)))),
      1,
      { kind: Kind.icmpError },
    ],
    ['cooked', sll(ipv4(a, b, esp)), 113, { kind: Kind.esp, ipStart: 23 }],
    ['cooked 2', sll2(ipv6(a6, b6, esp)), 276, { kind: Kind.esp, ipStart: 27 }],
    ['raw', ipv6(a6, b6, esp), 101, { kind: Kind.esp, ipStart: 7 }],
    ['raw IPv4 that is IPv6', ipv6(a6, b6, esp), 228, { kind: Kind.other, ipVersion: 0 }],
    ['loopback, little-endian', new Uint8Array([30, 0, 0, 0, ...ipv6(a6, b6, esp)]), 0, { kind: Kind.esp }],
    ['loopback, big-endian', new Uint8Array([0, 0, 0, 2, ...ipv4(a, b, esp)]), 0, { kind: Kind.esp }],
    ['OpenBSD loopback', new Uint8Array([0, 0, 0, 2, ...ipv4(a, b, esp)]), 108, { kind: Kind.esp }],
    ['ARP', ethernet(unhex('0001 0800 0604 0001 020000000001 c000020a 000000000000 c6336414'), { type: 0x0806 }), 1, { kind: Kind.arp }],
    [
      'ESP in GRE',
      ethernet(ipv4(a, b, carried(47, '0000 0800', ipv4('10.0.0.1', '10.0.0.2', esp)))),
      1,
      { kind: Kind.esp, source: 0x0a000001, ipStart: 45 },
    ],
    [
      'ESP behind Cisco MetaData',
      bytes('020000000002 020000000001 8909 0101 0001 0007 0800', ipv4(a, b, esp)),
      1,
      { kind: Kind.esp, selector: 0xc0ffee01 },
    ],
    [
      'ESP in VXLAN-GPE',
      ethernet(ipv4(a, b, udp(50000, 4790, bytes('0c000001 00002a00', ipv4('10.0.0.1', '10.0.0.2', esp))))),
      1,
      { kind: Kind.esp, source: 0x0a000001 },
    ],
    [
      'TCP in IPv4 in IPv4',
      ethernet(ipv4(a, b, carried(4, ipv4('10.0.0.1', '10.0.0.2', tcp(1, 2, '', { flags: 4 }))))),
      1,
      { kind: Kind.tcpControl, source: 0x0a000001 },
    ],
    ['OSPF', ethernet(ipv4(a, b, carried(89, new Uint8Array(44)))), 1, { kind: Kind.other, protocol: 89, source: 0xc000020a }],
    ['nothing', new Uint8Array(0), 1, { kind: Kind.other, ipVersion: 0 }],
    ['an unknown link type', new Uint8Array(60), 9999, { kind: Kind.other }],
  ])('%s', (_, bytes, linkType, expected) => expect(both(bytes, linkType)).toMatchObject(expected))
})

test('metadata of Network Monitor', () => {
  sort(new Uint8Array(40), 0, 40, -1, fast)
  expect(fast.kind).toBe(Kind.metadata)
})

test('every cut of every packet above is the same both ways', () => {
  const packets = [
    ethernet(ipv4(a, b, udp(4500, 4500, [0, 0, 0, 0, ...ike]))),
    ethernet(ipv6(a6, b6, carried(0, '3200 0104 00000000 c0ffee01 00000007', new Uint8Array(9)))),
    ethernet(ipv4(a, b, ah), { vlans: [5] }),
    ethernet(ipv4(a, b, tcp(40000, 88, '00000001 6a', { flags: 0x18 }))),
    ethernet(ipv4(a, b, carried(1, '0800 0000 0007 0009', new Uint8Array(4)))),
  ]
  for (const bytes of packets) for (let cut = 0; cut <= bytes.length; cut++) both(bytes.subarray(0, cut), 1, bytes.length)
})

test('ten thousand damaged packets are the same both ways', () => {
  let x = 12345
  const random = (below: number) => {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0
    return (x >>> 8) % below
  }
  const packets = [
    ethernet(ipv4(a, b, udp(500, 4500, [0, 0, 0, 0, ...ike]))),
    ethernet(ipv4(a, b, udp(4500, 500, ike))),
    ethernet(ipv6(a6, b6, carried(44, '3200 0000 00012345 c0ffee01 00000007', new Uint8Array(40)))),
    ethernet(ipv4(a, b, esp), { vlans: [5] }),
    ethernet(ipv4(a, b, ah)),
    ethernet(ipv4(a, b, tcp(40000, 53, '00000001 6a', { flags: 0x18 }))),
  ]
  for (let i = 0; i < 10_000; i++) {
    const bytes = packets[i % packets.length]!.slice()
    for (let n = random(4); n >= 0; n--)
      bytes[12 + random(Math.min(60, bytes.length - 12))] = random(3) ? random(256) : [0, 1, 4, 17, 50, 51, 0x45, 0x60][random(8)]!
    both(bytes, 1)
  }
})

describe.runIf(recordings().length > 0)('every packet of every recording is the same both ways', () => {
  test.each(recordings())('$name', async ({ path }) => {
    const differing: string[] = []
    let packets = 0
    const result = await readCapture(onDisk(path), {
      record({ number, bytes, start, end, original, linkType }) {
        packets++
        sort(bytes, start, end, linkType, fast, original)
        const { layers } = packet(bytes.subarray(start, end), original, linkType)
        fromLayers(layers, bytes, start, slow)
        if (linkType !== -1 && JSON.stringify(comparable(fast)) !== JSON.stringify(comparable(slow)))
          differing.push(`${number}: ${JSON.stringify(fast)} ${JSON.stringify(slow)}`)
        if (JSON.stringify(messages(bytes)) !== JSON.stringify(messages(bytes, layers))) differing.push(`${number}: another message`)
      },
    })
    expect(differing.slice(0, 3)).toEqual([])
    if (result.ok) expect(packets).toBeGreaterThanOrEqual(0)
  })
})

test('first messages with one offer share what they hold, and one of another exchange does not', () => {
  const body = '0000 0034 00000001 00000001 00000028 01010001 00000020 01010000 80010007 800e0100 80020002 80030001 8004000e 800b0001'
  const first = (spi: string, exchange = '02') => unhex(`${spi} 0000000000000000 01 10 ${exchange} 00 00000000 00000050 ${body}`)
  const [one, same, other] = [first('0102030405060708'), first('1112131415161718'), first('2122232425262728', '04')].map(bytes =>
    messageFacts(bytes, () => ({ seen })),
  )
  expect(one!.payloads).toMatchObject([{ name: 'SA', kind: 'sa', start: 28, end: 80 }])
  expect(same!.payloads).toBe(one!.payloads)
  expect(same!.initiatorSpi).toBe('1112131415161718')
  expect(other!.payloads).not.toBe(one!.payloads)
  expect(other!.payloads).toEqual(one!.payloads)
})
