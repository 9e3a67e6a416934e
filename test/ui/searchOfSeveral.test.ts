import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { asked, type Query } from '../../src/host/asked.ts'
import type { FieldHit } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import type { Report } from '../../src/trace/report.ts'
import { lanes } from '../../src/ui/bothEnds/lanes.ts'
import type { Capture } from '../../src/ui/captures.ts'
import { begun, packetsOf } from '../../src/ui/filter/filter.ts'
import { marked } from '../../src/ui/filter/known.ts'
import { hostPairs } from '../../src/ui/ladder/hostPairs.ts'
import { withoutTwice } from '../../src/ui/sheets/alike.ts'
import { vocabulary } from '../../src/ui/sheets/completion.ts'
import { foundSays } from '../../src/ui/sheets/FieldSearchLine.tsx'
import { fateAsked, fateless } from '../../src/ui/sheets/fates.ts'
import { fieldHits, toldBy } from '../../src/ui/sheets/fieldHits.ts'
import { headOf, hits } from '../../src/ui/sheets/hits.ts'
import { instead, isNear } from '../../src/ui/sheets/instead.ts'
import { meant, packetCalled } from '../../src/ui/sheets/meant.ts'
import { walkOf } from '../../src/ui/sheets/walk.ts'
import { whole } from '../../src/ui/slices.ts'
import { memory } from '../support/capture/collect.ts'
import { withSightings } from '../support/trace/sightings.ts'

const bytes = (name: string) => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../captures/${name}`, import.meta.url))))

async function open(folder: string) {
  const opened = await openSession([memory(bytes(`${folder}/a.pcap`)), memory(bytes(`${folder}/b.pcap`))])
  if (!opened.ok) throw new Error(opened.why)
  return { session: opened.session, report: await opened.session.report() }
}
const natt = await open('lab/v1_natt_4500_blocked')

function read(text: string): Query {
  const it = asked(text)
  if (!it.ok) throw new Error(it.mistake.says)
  return it.query
}

/** What the list says of fields, and where it leads; both captures searched, that of `listed` in view. */
async function fields(text: string, listed: Capture, { session, report } = natt) {
  const found = await Promise.all(
    ([0, 1] as const).map(async capture => {
      const all: FieldHit[] = []
      await session.search(capture, text, news => all.push(...news.hits))
      return { capture, hits: all }
    }),
  )
  return fieldHits(read(text), found, toldBy(report), listed)
}

describe('fields of two captures', () => {
  test('a packet that says it at both ends is one hit with both numbers, and leads to the capture in view', async () => {
    const [atA, atB] = [await fields('exchange:2', 0), await fields('exchange:2', 1)]
    const says = ['MM1 · A3, B3', 'MM2 · A4, B4', 'MM3 · A5, B5', 'MM4 · A6, B6', 'MM5 · A7', 'MM5 · A8', 'MM5 · A11', 'MM5 · A12']
    expect([atA.map(hit => hit.says), atB.map(hit => hit.says)]).toEqual([says, says])
    expect([atA[0]!.to, atB[0]!.to, atB[4]!.to]).toEqual([
      { packet: 3, trace: 0, field: 'ISAKMP Header/Exchange Type' },
      { packet: 3, trace: 1, field: 'ISAKMP Header/Exchange Type' },
      { packet: 7, trace: 0, field: 'ISAKMP Header/Exchange Type' },
    ])
  })
  test('where something on the way changed it, each end has its own, in the order of one clock', async () => {
    const inner = await fields('ip:192.0.2.10', 0)
    expect(inner.every(hit => hit.says.includes('A') !== hit.says.includes('B') || hit.says.includes('A3, B3'))).toBe(true)
    const all = await fields('udp', 0)
    const times = all.map(hit => Number(/[AB](\d+)/.exec(hit.says)![1]))
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(new Set(all.map(hit => hit.id)).size).toBe(all.length)
  })
  test('packets that say the same on the same way are one row, which leads through them; messages stand for themselves', async () => {
    const { session, report } = await open('lab/v1_main_psk_ok')
    const icmp = await fields('icmp', 0, { session, report })
    expect(icmp.map(({ says, places }) => [says, places?.length])).toEqual([
      ['10.10.0.1 to 10.20.0.1 · B15 to B27, 5 packets', 5],
      ['10.20.0.1 to 10.10.0.1 · A16 to A28, 5 packets', 5],
    ])
    expect(icmp[0]!.places![1]).toEqual({ packet: 18, trace: 1, field: icmp[0]!.to && 'IPv4/Protocol' })
    // What is listed by its SPI already is not listed by its field; its row leads through the packets instead.
    const traffic = hits('c67f60fa', { report, which: 0, listed: 0, pairs: [] }).filter(hit => hit.group === 'Protected traffic')
    const both = withoutTwice(traffic, await fields('c67f60fa', 0, { session, report }))
    expect(both.map(({ name, places }) => [name, places?.map(at => at.packet)])).toEqual([['ESP c67f60fa', [14, 17, 20, 23, 26]]])
  })
  test('clocks that nothing relates: capture by capture', () => {
    const hit = (packet: number, time: number): FieldHit => ({ packet, time, path: 'UDP/Source Port', name: 'Source Port', says: '500' })
    const found = [
      { capture: 0 as const, hits: [hit(1, 10), hit(2, 20)] },
      { capture: 1 as const, hits: [hit(1, 0), hit(2, 5)] },
    ]
    const related = toldBy(natt.report)
    const places = (told: typeof related) => fieldHits(read('500'), found, told, 0).map(one => one.says)
    expect(places({ ...related, onClock: undefined })).toEqual(['A1', 'A2', 'B1', 'B2'])
    expect(places({ ...related, onClock: (_, time) => time })).toEqual(['B1', 'B2', 'A1', 'A2'])
  })
})

describe('what the report says of two captures', () => {
  const find = (text: string, report: Report, which: 0 | 1, both = false) =>
    hits(text, { report, which, listed: which, both, pairs: both ? lanes(report) : hostPairs(report, which) })
  test('a message has the numbers of its sending at both ends, and leads to the one in view', () => {
    expect(find('msg:mm1', natt.report, 0).map(hit => [hit.says.split(' at')[0], hit.to])).toEqual([['A3, B3', { packet: 3, trace: 0 }]])
    expect(find('msg:mm1', natt.report, 1).map(hit => hit.to)).toEqual([{ packet: 3, trace: 1 }])
  })
  test('what the capture in view does not have leads to the other one', () => {
    for (const both of [false, true])
      expect(find('msg:mm5', natt.report, 1, both).map(hit => [hit.says.split(' at')[0], hit.to])).toEqual([
        ['A7', { packet: 7, trace: 0 }],
      ])
  })
  test('protected traffic is listed once, with its packets at each end', async () => {
    const { report } = await open('lab/v1_main_psk_ok')
    const flows = find('esp', report, 1).filter(hit => hit.group === 'Protected traffic')
    expect(flows.length).toBe(2)
    for (const { says } of flows) expect(says).toMatch(/ to .* · A1[45] to A2[67], 5 packets; B1[46] to B2[68], 5$/)
    expect(flows.every(hit => 'trace' in hit.to && hit.to.trace === 1)).toBe(true)
  })
  test('what was lost on the way: findings, messages and protected packets', async () => {
    const { report } = await open('lab/v1_netem_loss20')
    const found = find('lost', report, 0, true)
    expect(found.map(({ group, name, says }) => `${group}: ${name}, ${says}`)).toEqual([
      expect.stringMatching(/^Findings: (Protected p|P)ackets are lost/),
      expect.stringMatching(/^Findings: IKE messages are lost/),
      'Protected traffic: ESP c3c4f95a, 192.0.2.10 to 198.51.100.20 · A17 to A71, 25 packets; B19 to B82, 22, 3 lost on the way',
      'Protected traffic: ESP cc099060, 198.51.100.20 to 192.0.2.10 · A19 to A72, 16 packets; B21 to B84, 22, 6 lost on the way',
      expect.stringMatching(/^Messages: MM4 {2}KE, Nonce, NAT-D ×2, B6 at .*1st of 2 copies, lost on the way$/),
      expect.stringMatching(/^Messages: QM2 {2}encrypted, B12 at .*1st of 3 copies, lost on the way$/),
    ])
    const read = asked('lost')
    if (!read.ok) throw new Error(read.mistake.says)
    const filter = { ...begun('lost')!, ...whole(marked(read.query, report, new Map())) }
    expect([packetsOf(filter, 0), packetsOf(filter, 1)]).toEqual([
      [17, 35, 42],
      [6, 12, 24, 36, 48, 54, 75, 81],
    ])
  })
  test('of many messages the first are listed, and the heading says so', () => {
    const [one] = natt.report.negotiations
    const many = { ...natt.report, negotiations: [{ ...one!, exchanges: Array.from({ length: 40 }, () => one!.exchanges[0]!) }] }
    const found = find('msg:mm', many, 0)
    expect([found.length, headOf(found, found[0]!), headOf(find('msg:mm', natt.report, 0), found[0]!)]).toEqual([
      30,
      'Messages, the first 30',
      'Messages',
    ])
  })
  test('a negotiation that one capture alone has says so, and leads there', async () => {
    const { report } = await open('lab/v1_main_psk_ok')
    const onlyInB = {
      ...report,
      negotiations: report.negotiations.map(one => withSightings(one, seen => seen.filter(({ trace }) => trace === 1))),
    }
    const [hit] = find('main', onlyInB, 0).filter(one => one.group === 'Negotiations')
    expect([hit?.says, hit?.to]).toEqual(['192.0.2.10 and 198.51.100.20, in B only', { packet: 3, trace: 1 }])
    const [seen] = find('main', report, 0).filter(one => one.group === 'Negotiations')
    expect(seen?.says).toBe('192.0.2.10 and 198.51.100.20')
  })
})

test('the line below says what each capture has', () => {
  const of = (capture: Capture, count: number, more = {}) => ({
    capture,
    searched: 900,
    packets: 900,
    complete: true,
    hits: Array.from({ length: count }, () => ({ packet: 1, time: 0, path: '', name: '', says: '' })),
    ...more,
  })
  expect(foundSays([of(0, 1)], undefined)).toBe('1 packet has such a field')
  expect(foundSays([of(0, 0)], undefined)).toBe('No packet has such a field')
  expect(foundSays([of(0, 0), of(1, 0)], undefined)).toBe('No packet of A or B has such a field')
  expect(foundSays([of(0, 0), of(1, 0)], undefined, true)).toBe('Besides what is listed, no field of a packet of A or B says it')
  expect(foundSays([of(0, 9), of(1, 0)], undefined, true)).toBe('9 packets of A and 0 of B have such a field')
  expect(foundSays([of(0, 9), of(1, 0)], undefined)).toBe('9 packets of A and 0 of B have such a field')
  expect(foundSays([of(0, 9), of(1, 1), of(2, 4)], undefined)).toBe('9 packets of A, 1 of B and 4 of R have such a field')
  expect(foundSays([of(0, 300), of(1, 3, { complete: false, searched: 80 })], 200)).toBe(
    '300 packets of A and 3+ of B have such a field; only the first 80 packets of B were searched; the first 200 are listed',
  )
  const cut = of(0, 2000, { complete: false, searched: 834 })
  expect(foundSays([cut], 200)).toBe('2,000+ packets have such a field; only the first 834 packets were searched; the first 200 are listed')
  expect(foundSays([{ ...cut, hits: [] }], undefined)).toBe('No packet has such a field, in the first 834 packets')
  expect(foundSays([{ ...cut, hits: cut.hits.slice(0, 1) }], undefined)).toMatch(/^1\+ packets have/)
})

test('of a capture that was not searched to its end no row tells a count as if it were the whole, nor does the way through its packets', async () => {
  const field = (packet: number): FieldHit => ({ packet, time: packet, from: 'a', to: 'b', path: 'IPv4/ESP/SPI', name: 'SPI', says: '0x1' })
  const found = (complete: boolean) => {
    const query = asked('0x1')
    if (!query.ok) throw new Error('not read')
    const [hit] = fieldHits(query.query, [{ capture: 0, hits: [field(3), field(7)], complete }], { onClock: undefined, several: false }, 0)
    return hit!
  }
  expect([found(true).says, found(false).says]).toEqual(['a to b · 3 to 7, 2 packets', 'a to b · 3 to 7, 2+ packets'])
  expect((await walkOf(found(true), undefined))?.name).toBe('SPI  0x1')
  expect((await walkOf(found(false), undefined))?.name).toBe('SPI  0x1, the first 2 packets')
})

test('where nothing was lost, repeated or changed, that is said; of one capture that it cannot show it', () => {
  expect(['lost', 'dropped', 'retransmit', 'modified', 'msg:lost', 'mm1'].map(text => fateAsked(read(text)))).toEqual([
    'lost',
    'lost',
    'retransmission',
    'changed',
    undefined,
    undefined,
  ])
  const pair = (lostAtoB: number) => ({ pair: { ...natt.report.pair!, lostAtoB, lostBtoA: 0 } })
  expect(fateless('lost', pair(0))).toMatch(/nothing that left one end is missing at the other/)
  expect(fateless('lost', pair(2))).toMatch(/^2 packets that left one end are not in the capture of the other; nothing of IKE or IPsec/)
  expect(fateless('lost', { pair: null })).toMatch(/one capture alone cannot show/)
  expect(fateless('retransmission', { pair: null })).toBe('No IKE message here was sent again.')
})

describe('words of other tools', () => {
  test.each([
    ['B 17', 'packet:b17'],
    ['packet 17', 'packet:17'],
    ['frame b17', 'packet:b17'],
    ['frame.number == 17', 'packet:17'],
    ['port 4500', 'port:4500'],
    ['host 10.0.0.5', 'ip:10.0.0.5'],
    ['spi 0xc0ffee01', 'spi:0xc0ffee01'],
    ['udp.port == 4500 && ip.addr == 10.0.0.5', 'port:4500 ip:10.0.0.5'],
    ['udp.port == 500 || udp.port == 4500', 'port:500 or port:4500'],
    ['(udp.port == 500 || udp.port == 4500)', 'port:500 or port:4500'],
    ['!(esp.spi == 0xc0ffee01)', '-spi:0xc0ffee01'],
    ['ip.src != 10.0.0.5', '-ip:10.0.0.5'],
    ['(udp.port == 500) && !(ip.addr == 10.0.0.5)', 'port:500 -ip:10.0.0.5'],
    ['isakmp.notify.msgtype eq 14', 'notify:14'],
  ])('%s', (text, read) => expect(meant(text)).toBe(read))
  test.each([
    '(ip.addr == 10.0.0.1 || ip.addr == 10.0.0.2) && udp.port == 500',
    '!(ip.addr == 10.0.0.1 || udp.port == 500)',
    'udp.port == 500 && !(ip.addr == 10.0.0.1 && esp.spi == 0xc0ffee01)',
  ])('%s: brackets over several cannot be said', text => expect(meant(text)).toBe(text))
  test.each(['b17', '17', 'vendor id', 'main mode', 'notify lost', 'port:4500', 'dns.qry.name == x', 'udp.port == 99999', 'a == b', ''])(
    '%s is itself',
    text => expect(meant(text)).toBe(text),
  )
})

test('a packet by its letter and number, the one in view without a letter', () => {
  expect(['B 17', 'b17', ' r#3 ', '17', 'x17', ''].map(text => packetCalled(text, 0))).toEqual([
    { capture: 1, number: 17 },
    { capture: 1, number: 17 },
    { capture: 2, number: 3 },
    { capture: 0, number: 17 },
    undefined,
    undefined,
  ])
})

describe('what else may have been meant', () => {
  const words = vocabulary(natt.report)
  const others = (text: string, unnamed: readonly string[] = []) => instead(read(text), unnamed, words)
  test('a key that is written almost so, the value under another key, the value alone, any of the words', () => {
    expect(others('notfy:14', ['notfy'])).toEqual(['notify:14', '14'])
    expect(others('msg:198.51.100.20')).toEqual(['ip:198.51.100.20', '198.51.100.20'])
    expect(others('198.51.100.21')).toEqual(['ip:198.51.100.20', 'ip:198.51.100.1'])
    expect(others('mm9 mm8')).toEqual(['mm9 or mm8'])
    expect(others('zzz')).toEqual([])
    expect([others('sha256'), others('aes-128'), others('modp2048'), others('dh')]).toEqual([
      ['sha2-256'],
      ['aes 128'],
      ['"2048-bit modp"'],
      ['diffie-hellman', '"group description"'],
    ])
    expect(others('ts_unacceptable')).toEqual([])
    expect(others('ts_unaceptable')).toEqual(['notify:TS_UNACCEPTABLE'])
    expect(others('invalid_ke_paylod')).toEqual(['notify:INVALID_KE_PAYLOAD'])
    expect(instead(read('msg:ike_sa_init_requst'), [], { msg: [['IKE_SA_INIT request']] })[0]).toBe('msg:"IKE_SA_INIT request"')
  })
  test('one letter', () => {
    expect(['ab', 'abcd', 'abd', 'acb', 'ac'].map(other => isNear('abc', other))).toEqual([true, true, true, true, true])
    expect(['abc', 'abcde', 'cba', 'xyz', ''].map(other => isNear('abc', other))).toEqual([false, false, false, false, false])
  })
})
