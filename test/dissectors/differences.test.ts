import { describe, expect, test } from 'vitest'
import { ikev1 } from '../../src/compose/ike/message.ts'
import * as v1 from '../../src/compose/ike/v1.ts'
import { differences, differingRanges } from '../../src/dissectors/differences.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { ethernet, ipv4, udp } from '../support/packets/index.ts'

function sent(from: string, message: Uint8Array, more: { id?: number; ttl?: number; port?: number } = {}) {
  const bytes = ethernet(ipv4(from, '198.51.100.20', udp(more.port ?? 500, 500, message), { id: 7, ...more }))
  return { bytes, tree: packet(bytes, bytes.length, 1).tree }
}

const mm1 = ikev1({ exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite())), v1.nonce(1))

describe('what two packets do not share', () => {
  test('the same packet: nothing', () => {
    expect(differences(sent('192.0.2.10', mm1), sent('192.0.2.10', mm1))).toEqual([])
  })

  test('a router: hop count and the sum over it', () => {
    const paths = differences(sent('192.0.2.10', mm1), sent('192.0.2.10', mm1, { ttl: 63 })).map(one => one.path)
    expect(paths.map(path => path.split('/').at(-1))).toEqual(['Time to Live', 'Header Checksum'])
  })

  test('a NAT: the address and the port, with both values', () => {
    const all = differences(sent('10.0.0.5', mm1), sent('192.0.2.10', mm1, { port: 1024 }))
    expect(all).toContainEqual(expect.objectContaining({ path: 'IPv4/Source Address', a: '10.0.0.5', b: '192.0.2.10' }))
    expect(all.find(one => one.path.endsWith('Source Port'))).toMatchObject({ a: expect.stringContaining('500'), b: '1024' })
  })

  test('a payload that is gone, and the octets that changed', () => {
    const less = ikev1({ exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite())))
    const all = differences(sent('192.0.2.10', mm1), sent('192.0.2.10', less))
    expect(all.filter(one => one.b === undefined).map(one => one.path)).toEqual([expect.stringMatching(/Nonce$/)])
    const bent = mm1.slice()
    bent[100]! ^= 0xff
    expect(differingRanges(mm1, bent)).toEqual([[100, 101]])
    expect(differingRanges(mm1, mm1.subarray(0, 90))).toEqual([[90, mm1.length]])
  })
})
