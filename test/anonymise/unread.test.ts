/** What the dissectors leave as bytes may say anything: nothing of it is kept that is not known to name nobody. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { replacementsFor } from '../../src/anonymise/replacements.ts'
import { replacement } from '../../src/anonymise/table.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { ascii } from '../../src/compose/ike/bytes.ts'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import { problems } from '../../src/dissectors/field.ts'
import { sum } from '../../src/dissectors/network/checksum.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { bytes, carried, ethernet, icmp, ipv4, u16, udp } from '../support/packets/index.ts'

const ETHERNET = 1
const [HOST, PEER] = ['93.184.216.34', '151.101.1.69']
const secret = ascii('secretcorp')
const inIp = (protocol: number, payload: Uint8Array) => ethernet(ipv4(HOST, PEER, carried(protocol, payload)))
const inside = ipv4('10.20.30.40', '10.20.30.41', udp(5000, 5001, ascii('hello')))

/** A quote of 128 octets, then extensions that are known by their checksum alone: the interface that dropped it. RFC 4884, RFC 5837. */
function unreachable(): Uint8Array {
  const quote = bytes(ipv4(HOST, PEER, udp(1025, 9999, new Uint8Array(100))))
  const object = bytes(u16(4 + 12), [2, 0x0a, 0x0c], secret, [0])
  const extensions = bytes('2000 0000', object)
  extensions.set(u16(~sum(extensions, 0, extensions.length) & 0xffff), 2)
  return ethernet(ipv4(PEER, HOST, icmp(3, 1, '00000000', bytes(quote, extensions))))
}

const places: readonly [what: string, network: number, frame: Uint8Array, gone?: Uint8Array][] = [
  ['802.11 beacon', 105, bytes('8000 0000 ffffffffffff 00aabbccdd01 00aabbccdd01 0000', '0000000000000000 6400 0104 000a', secret)],
  ['802.11 association', 105, bytes('0000 0000 00aabbccdd01 00aabbccdd02 00aabbccdd01 0000', '0104 0a00 000a', secret)],
  ['IPComp, stored as it was', ETHERNET, inIp(108, bytes('04 00 0002', secret))],
  ['L2TPv2 control', ETHERNET, ethernet(ipv4(HOST, PEER, udp(1701, 1701, bytes('c802 001c 0000 0000 0000 0000 8010 0000 0007', secret))))],
  ['L2TPv3 control', ETHERNET, inIp(115, bytes('00000000 c803 001c 00000000 0000 0000 8010 0000 0007', secret))],
  ['L2TPv3 session', ETHERNET, inIp(115, bytes('00000042', secret))],
  ['PPI', 192, bytes('0000 1600 01000000 3275 0a00', secret, ethernet(inside))],
  ['SLIP', 8, bytes('00 45', secret, '00000000', inside)],
  [
    'behind the last payload of IKE',
    ETHERNET,
    ethernet(ipv4(HOST, PEER, udp(500, 500, bytes('1122334455667788 0000000000000000 00 10 02 00 00000000 00000026', secret)))),
  ],
  ['GRE with a route', ETHERNET, inIp(47, bytes('4000 9999 0000 0000', '0800 00 0a', secret, '0000 00 00'))],
  [
    'Geneve option',
    ETHERNET,
    ethernet(ipv4(HOST, PEER, udp(6081, 6081, bytes('0300 6558 00000100', '0102 00 02', 'f09f98808081f0f1')))),
    bytes('f09f98808081f0f1'),
  ],
  ['an interface that dropped a packet', ETHERNET, unreachable()],
  [
    'NFLOG hardware address',
    239,
    bytes('02 00 0000', '1000 0800 0600 0000 0a0b0c0d0e0f 0000', [4 + inside.length, 0, 9, 0], inside),
    bytes('0a0b0c0d0e0f'),
  ],
  [
    'TLS without encryption',
    ETHERNET,
    ethernet(
      ipv4(
        HOST,
        PEER,
        udp(500, 500, ikev1({ exchange: 243 }, v1.gss(bytes('00000000 01', '16 0303 0013 0b 00000f', secret, '0000000000')))),
      ),
    ),
  ],
]

describe('nothing is left', () => {
  test.each(places)('%s', async (_what, network, frame, gone = secret) => {
    expect(Buffer.from(frame).includes(Buffer.from(gone))).toBe(true)
    const file = pcapFile([{ data: frame, seconds: 1_700_000_000, nanoseconds: 0 }], { network })
    const { bytes: files } = await made([memory(file)])
    expect(files[0]!.includes(Buffer.from(gone))).toBe(false)
    const [after] = await collected(files[0]!)
    const told = (data: Uint8Array) => JSON.stringify(problems(packet(data, data.length, network).tree))
    expect(told(after!)).toBe(told(frame))
    const names = (data: Uint8Array) =>
      packet(data, data.length, network).tree.children!.map(({ name, children }) => [name, children?.map(one => one.name)])
    expect(names(after!)).toEqual(names(frame))
  })
})

/** Bytes that stay: encrypted, random or digests; agreed by the peers; or too dull to name anybody. */
const STAYS = new Set([
  // encrypted, and what goes with it
  'Initialization Vector, Encrypted Payloads, Integrity Checksum Data',
  'Initialization Vector, Encrypted content, Integrity Checksum Data',
  'Initialization Vector, Encrypted Keys, Integrity Checksum Data',
  'Initialization Vector',
  'Encrypted Payloads',
  'Encrypted Data',
  'Encrypted or NULL payload',
  'Integrity Checksum Data',
  'Integrity Check Value',
  'ICV',
  // inside what was decrypted, which lies in no packet
  'First block',
  'Part of the payloads',
  // drawn at random, or worked out
  'Nonce Data',
  'Nonce',
  'Key Exchange Data',
  'Puzzle Solution Data',
  'QCD_TOKEN',
  'Hash',
  'Link to the next exchange',
  // put in by the NAT detection, which knows them
  'HASH',
  'SHA-1 of SPIs, address and port',
  // put together first, see pieces.ts
  'Fragment Data',
  'Fragment data',
  // numbers, algorithms, products, forms
  'AlgorithmIdentifier',
  'Object Identifier',
  'Vendor ID',
  'Tag and Length',
  'Length',
  'Flow label',
  'Items',
  'Header',
  'FCS',
  'Alignment',
  'Padding',
  'Reserved',
  'RTT, Echo Delay, Transmit Delay',
  'Platform Specific',
  'Non-ESP Marker',
  'Non-IKE Marker',
  // records of capturing tools, of which nothing is taken
  'Metadata',
  // HTTP, LDAP, SMB and SCTP, of which all goes
  'Fields and Content',
  'LDAPMessage',
  // by what they are in
  'Further Fields',
  'Name',
  'Value',
  'Routing Information',
  'Length and Value',
])

test('every field that is left as bytes is replaced, or known to name nobody', () => {
  const root = fileURLToPath(new URL('../../src/dissectors/', import.meta.url))
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))
  const named = sources.flatMap(path =>
    [
      ...readFileSync(join(root, path), 'utf8').matchAll(/(?:\.(?:rest|opaque)|bytesPayload)\((?:`[^`]*`, |'[^']*', (?='))?\s*'([^']+)'/g),
    ].map(found => found[1]!),
  )
  expect(named.length).toBeGreaterThan(100)
  const { to } = replacementsFor({ addresses: new Set(), searched: new Set(), macs: new Set() }, 'a seed', false)
  const kept = (name: string) => {
    const octets = ascii('somebody is named')
    const made = replacement({ field: { name, start: 0, end: octets.length }, inside: [], siblings: [], octets, cookies: undefined }, to)
    return Buffer.from(made).equals(octets)
  }
  expect([...new Set(named)].filter(name => kept(name) && !STAYS.has(name))).toEqual([])
})
