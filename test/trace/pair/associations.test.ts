/** An SA that each capture knows another half of, or one knows nothing of, is one SA. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { openSession } from '../../../src/host/session.ts'
import { jointAssociations } from '../../../src/trace/pair/associations.ts'
import type { SecurityAssociation } from '../../../src/trace/report.ts'
import { memory } from '../../support/capture/collect.ts'
import { converse, esp, Network, type Way } from '../../support/pair/network.ts'

/** The IPsec SAs of a conversation in which each end sends ten packets of ESP, and some are dropped. */
async function sasWhere(drops: (way: Way) => boolean) {
  const net = new Network({ drop: (packet, way) => packet[9] === 50 && drops(way) })
  converse(net, { pings: 0 })
  for (let number = 1; number <= 10; number++) {
    for (const way of ['aToB', 'bToA'] as const) net.send(way, esp(way, number))
    net.now += 0.2
  }
  const [a, b] = net.captures().files.map(all => pcapFile(all))
  const opened = await openSession([memory(a!, 'a'), memory(b!, 'b')])
  if (!opened.ok) throw new Error(opened.why)
  const { securityAssociations } = await opened.session.report()
  return securityAssociations.filter(one => one.kind === 'ipsec')
}

test.each<[string, (way: Way) => boolean]>([
  ['nothing', () => false],
  ['all that A sends', way => way === 'aToB'],
  ['all that B sends', way => way === 'bToA'],
  ['all', () => true],
])('one SA, where what is dropped is %s', async (_, drops) => {
  expect(await sasWhere(drops)).toMatchObject([
    { id: 'SA2', negotiation: 'N1', protocol: 'esp', spis: { toResponder: 'c0ffee01', toInitiator: 'c0ffee02' }, state: 'used both ways' },
  ])
})

test('one SA, where only one capture has a packet of it', async () => {
  const [a, b] = ['a', 'b'].map(one => new URL(`../../../captures/lab/v2_esp_blocked/${one}.pcap`, import.meta.url))
  const opened = await openSession([memory(readFileSync(a!), 'a'), memory(readFileSync(b!), 'b')])
  if (!opened.ok) throw new Error(opened.why)
  expect((await opened.session.report()).securityAssociations).toMatchObject([
    { kind: 'ike' },
    { kind: 'ipsec', protocol: 'esp', spis: { toResponder: 'c2cdf9b6', toInitiator: null }, state: 'used one way, deleted', trace: 0 },
  ])
})

test('one SA, deleted, that each capture saw used in one direction', () => {
  const sa = { algorithms: [], lifetimes: {}, encapsulation: null, negotiation: 'N1', kind: 'ipsec', protocol: 'esp', state: '' } as const
  const spis = { toInitiator: 'c0ffee02', toResponder: 'c0ffee01' }
  const deleted = { time: 9, packet: 9, by: 'initiator', confidence: 'certain', because: '' } as const
  const told = (id: string, used: readonly [boolean, boolean]) => [
    { sa: { ...sa, id, spis, deleted }, telling: { made: 'complete', used } as const },
  ]
  const [one] = jointAssociations([told('SA1', [true, false]), told('SA2', [false, true])])
  expect(one!.state).toBe('used both ways, deleted')
})

test('an IKE SA of which one capture is less sure, whichever comes first', () => {
  const sa = { algorithms: [], lifetimes: {}, encapsulation: null, negotiation: 'N1', kind: 'ike', protocol: 'null' } as const
  const spis = { toInitiator: '8ca7d22fc9dc83c0', toResponder: '0d0746b688212f05' }
  const told = (id: string, state: string) => [
    { sa: { ...sa, id, spis, state }, telling: { made: 'complete', used: [false, false] } as const },
  ]
  const states = (first: string, second: string) => jointAssociations([told('SA1', first), told('SA2', second)]).map(one => one.state)
  const [sure, less] = ['established', 'established, it seems']
  expect([states(sure!, less!), states(less!, sure!), states(sure!, sure!)]).toEqual([[less], [less], [sure]])
})

test('two SAs of different hosts under one SPI, which both captures have', () => {
  const sa = { algorithms: [], lifetimes: {}, encapsulation: null, negotiation: null, kind: 'ipsec', protocol: 'esp', state: '' } as const
  const told = (id: string) => ({
    sa: { ...sa, id, spis: { toInitiator: null, toResponder: '0000006e' } },
    telling: { made: 'not seen', used: [false, true] } as const,
  })
  const joint = jointAssociations([
    [told('SA1'), told('SA2')],
    [told('SA3'), told('SA4')],
  ])
  expect(joint.map(one => one.id)).toEqual(['SA1', 'SA2'])
})

test('two SAs, where the captures name different SPIs for one direction of what one exchange made', () => {
  const telling = { exchange: 'N1 Quick Mode 7 false', made: 'complete', used: [true, false] } as const
  const told = (toInitiator: string, i: number) => {
    const known = { algorithms: [], lifetimes: {}, encapsulation: null, state: 'used one way' }
    const sa: SecurityAssociation = {
      ...known,
      id: `SA${i + 1}`,
      negotiation: 'N1',
      kind: 'ipsec',
      protocol: 'esp',
      spis: { toInitiator, toResponder: null },
    }
    return { sa, telling }
  }
  const kept = (...spis: string[]) => jointAssociations(spis.map((spi, i) => [told(spi, i)])).map(one => one.spis.toInitiator)
  expect(kept('c0ffee01', 'c0ffee02')).toEqual(['c0ffee01', 'c0ffee02'])
  expect(kept('c0ffee01', 'c0ffee01')).toEqual(['c0ffee01'])
})

test('the algorithms of the capture that has them all, where a snap length cut the other', () => {
  const sa = { lifetimes: {}, encapsulation: null, negotiation: 'N1', protocol: 'null', state: 'established' } as const
  const spis = { toInitiator: '8ca7d22fc9dc83c0', toResponder: '0d0746b688212f05' }
  const told = (kind: 'ike' | 'ipsec', algorithms: readonly string[], more = {}) => [
    { sa: { ...sa, id: 'SA1', kind, spis, algorithms, ...more }, telling: { made: 'complete', used: [false, false] } as const },
  ]
  const [cut, whole] = [['ENCR_AES_CBC 256'], ['ENCR_AES_CBC 256', 'AUTH_HMAC_SHA2_256_128']]
  const deleted = { time: 9, packet: 9, by: 'initiator', confidence: 'certain', because: '' } as const
  for (const kind of ['ike', 'ipsec'] as const) {
    expect(jointAssociations([told(kind, cut), told(kind, whole)])[0]!.algorithms).toEqual(whole)
    expect(jointAssociations([told(kind, whole), told(kind, cut)])[0]!.algorithms).toEqual(whole)
    // Also where the capture that was cut knows more of its life.
    expect(jointAssociations([told(kind, cut, { deleted }), told(kind, whole)])[0]).toMatchObject({ algorithms: whole, deleted })
  }
})

test('two rekeys that crossed, of which each capture takes another one for that which was used: the unused one stays without SPIs', () => {
  const told = (id: string, exchange: string, spi: string | null) => {
    const known = {
      algorithms: [],
      lifetimes: {},
      encapsulation: null,
      negotiation: 'N1',
      kind: 'ipsec',
      protocol: 'esp',
      state: '',
    } as const
    const sa: SecurityAssociation = { ...known, id, spis: { toInitiator: spi, toResponder: spi && 'c0ffee01' } }
    return { sa, telling: { exchange, made: 'complete', used: [spi !== null, spi !== null] } as const }
  }
  const spis = (...traces: Parameters<typeof jointAssociations>[0]) => jointAssociations(traces).map(one => one.spis.toInitiator)
  const one = [told('SA1', 'own', null), told('SA2', 'other', 'c0ffee02')]
  const two = [told('SA3', 'other', null), told('SA4', 'own', 'c0ffee02')]
  expect([spis(one, two), spis(two, one)]).toEqual([
    [null, 'c0ffee02'],
    [null, 'c0ffee02'],
  ])
  // near misses: both say the same of them; the one capture has but one exchange
  expect(spis(one, [told('SA3', 'own', null), told('SA4', 'other', 'c0ffee02')])).toEqual([null, 'c0ffee02'])
  expect(spis(one.slice(1), two)).toEqual(['c0ffee02', null])
})
