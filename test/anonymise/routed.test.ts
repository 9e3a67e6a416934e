/** Checksums of packets whose final destination stands in a route, not in the header. RFC 8200 §8.1, RFC 9293 §3.1. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { bytes, carried, ethernet, ipv4, ipv6, udp } from '../support/packets/index.ts'

const datagram = udp(5000, 5001, '0102030405')
const forIpv4 = ipv4('93.184.216.34', '151.101.1.69', datagram).subarray(20)
const forIpv6 = ipv6('2a02:1234::5', '2a02:9876::6', datagram).subarray(40)
const route = bytes([2, 0, 1], '00000000', '2a029876000000000000000000000006')

test.each([
  ['IPv6 routing header', ipv6('2a02:1234::5', '2a02:5555::7', carried(17, forIpv6), { extensions: [[43, route]] })],
  ['IPv4 source route', ipv4('93.184.216.34', '81.2.3.4', carried(17, forIpv4), { options: '83 07 04 97650145 00' })],
])('%s: a right checksum stays right', async (_what, whole) => {
  const sums = (data: Uint8Array) =>
    packet(data, data.length, 1).layers.flatMap(layer => (layer.kind === 'udp' ? [layer.checksumGood] : []))
  expect(sums(ethernet(whole))).toEqual([true])
  const { bytes: files } = await made([memory(pcapFile([{ data: ethernet(whole), seconds: 1_700_000_000, nanoseconds: 0 }]))])
  expect((await collected(files[0]!)).map(sums)).toEqual([[true]])
})
