import { describe, expect, test } from 'vitest'
import { bytes, carried, ipv6, u32, udp } from '../support/packets/index.ts'
import { sayV2 } from '../support/trace/phrases.ts'
import { story } from '../support/trace/story.ts'

// MOBIKE lets both peers go on over the other version of IP at once: then neither address is known from before. RFC 4555.

const v2 = sayV2()
const A6 = '2001:db8:1::10'
const B6 = '2001:db8:2::20'
type Told = ReturnType<typeof story>

const inUse = () => story().a(v2.init).b(v2.initAnswer).a(v2.auth).b(v2.authAnswer).esp('a', 0xaa01, 1).esp('b', 0xaa02, 1)
const over6 = (told: Told, from: 'a' | 'b', message: Uint8Array, hosts: readonly [string, string] = [A6, B6]) => {
  const [source, destination] = from === 'a' ? hosts : [hosts[1], hosts[0]]
  return told.put(ipv6(source, destination, udp(4500, 4500, bytes([0, 0, 0, 0], message))))
}
const esp6 = (told: Told, from: 'a' | 'b', spi: number, sequence: number) => {
  const [source, destination] = from === 'a' ? [A6, B6] : [B6, A6]
  return told.put(ipv6(source, destination, carried(50, u32(spi, sequence), new Uint8Array(100).fill(sequence))))
}
const update = v2.request(37, 2, { inner: 41, length: 120 })
const updated = v2.answer(37, 2, { inner: 41, length: 120 })

describe('a move of both peers to the other version of IP', () => {
  const moved = () => esp6(esp6(over6(over6(inUse().wait(5), 'a', update), 'b', updated), 'a', 0xaa01, 2), 'b', 0xaa02, 2)
  test('is one negotiation with one IKE SA and one pair of IPsec SAs', () => {
    const { negotiations, securityAssociations, findings } = moved().report
    expect(negotiations).toHaveLength(1)
    expect(securityAssociations.map(sa => [sa.kind, sa.state])).toEqual([
      ['ike', 'established'],
      ['ipsec', 'used both ways'],
    ])
    expect(findings.map(one => one.rule)).not.toContain('capture-starts-late')
  })
  test('is none where one of the SPIs is another, or the hosts are strangers of the same version', () => {
    const other = sayV2({ responder: 'c3c3c3c3c3c3c3c3' }).request(37, 2, { inner: 41, length: 120 })
    expect(over6(inUse(), 'a', other).report.negotiations).toHaveLength(2)
    const six = over6(over6(over6(story(), 'a', v2.init), 'b', v2.initAnswer), 'a', v2.auth)
    expect(over6(six, 'a', update, ['2001:db8:3::1', '2001:db8:4::1']).report.negotiations).toHaveLength(2)
  })
  test('ESP under one SPI between strangers of both versions is of two SAs', () => {
    const told = esp6(esp6(inUse().wait(5), 'a', 0xaa01, 2), 'b', 0xaa02, 2)
    expect(told.report.securityAssociations.filter(sa => sa.kind === 'ipsec')).toHaveLength(2)
  })
})

describe('a question which way is open', () => {
  const asks = v2.request(37, 2, { inner: 0, length: 32 })
  const answers = v2.answer(37, 2, { inner: 0, length: 32 })
  const from11 = { from: { address: '192.0.2.11' } }
  const tried = () =>
    inUse()
      .wait(5)
      .a(asks, from11)
      .a(asks, { ...from11, to: { address: '10.20.0.1' } })
      .icmp('192.0.2.1', 3, 0)
  const found = (told: Told) => told.report.findings.map(one => [one.rule, one.severity, one.title])
  const repeated = (told: Told) =>
    told.report.negotiations[0]!.exchanges.flatMap(e => e.messages[0]!.transmissions.map(one => one.retransmission)).slice(2)

  test('has its answer by another way: nothing was lost, nobody is gone, and who asked moved only there', () => {
    const told = over6(over6(tried(), 'a', asks), 'b', answers)
    expect(repeated(told)).toEqual([false, false, false])
    expect(found(told).filter(([, severity]) => severity !== 'note')).toEqual([])
    const rules = found(told).map(([rule]) => rule)
    for (const rule of ['ike-loss', 'no-answer', 'dead-peer']) expect(rules).not.toContain(rule)
    expect(found(told)).toContainEqual(['address-moved', 'note', '192.0.2.10 moved to 2001:db8:1::10'])
    expect(found(told)).toContainEqual(['network-unreachable', 'note', 'No way was found for IKE messages to 10.20.0.1'])
  })
  test('has none: it stays a fault', () => {
    expect(found(over6(tried(), 'a', asks).wait(60).esp('b', 0xbb01, 1))).toContainEqual([
      'network-unreachable',
      'error',
      'No way was found for IKE messages to 10.20.0.1',
    ])
  })
  test('is none where it goes out between the same addresses again', () => {
    const told = inUse().wait(5).a(asks).wait(4).again().b(answers)
    expect(repeated(told)).toEqual([false, true])
    expect(found(told).map(([rule]) => rule)).toContain('ike-loss')
  })
})
