import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import type { FieldHit, Found, Session } from '../../src/host/protocol.ts'
import { openSession } from '../../src/host/session.ts'
import { memory } from '../support/capture/collect.ts'
import { ethernet, ipv4, udp } from '../support/packets/index.ts'

const lab = (name: string) => fileURLToPath(new URL(`../../captures/lab/${name}`, import.meta.url))

async function session(...files: readonly Uint8Array[]): Promise<Session> {
  const opened = await openSession(files.map(bytes => memory(bytes)))
  if (!opened.ok) throw new Error(opened.why)
  return opened.session
}
const bytesOf = (name: string) => new Uint8Array(readFileSync(lab(name)))
const recorded = (...names: readonly string[]) => session(...names.map(bytesOf))

async function found(one: Session, text: string, trace = 0): Promise<FieldHit[]> {
  const hits: FieldHit[] = []
  await one.search(trace, text, news => hits.push(...news.hits))
  return hits
}

describe('fields of packets', () => {
  test('by name and value, with the path that leads there', async () => {
    const hits = await found(await recorded('v1_main_psk_ok/a.pcap'), 'exchange:2')
    expect(hits.length).toBe(6)
    expect(hits[0]).toEqual({
      packet: 3,
      time: 0.000343,
      from: '192.0.2.10',
      to: '198.51.100.20',
      path: 'ISAKMP Header/Exchange Type',
      name: 'Exchange Type',
      message: 'MM1',
      says: '2  Identity Protection',
    })
  })
  test('by a port, an SPI, an address; a whole address is not the beginning of another', async () => {
    const rekey = await recorded('v2_rekey/a.pcap')
    expect((await found(rekey, 'spi:c3237d4a')).map(hit => hit.packet)).toEqual([7, 12, 15, 18])
    expect((await found(rekey, '192.0.2.1')).every(hit => hit.says.includes('192.0.2.1') && !hit.says.includes('192.0.2.10'))).toBe(true)
    const natt = await recorded('v1_natt_4500_blocked/a.pcap')
    expect((await found(natt, 'port:4500')).map(hit => hit.packet)).toEqual([7, 8, 11, 12, 13])
  })
  test('a number after a name is meant exactly; all words must be true of one packet', async () => {
    const one = await recorded('v1_main_psk_ok/a.pcap')
    expect(await found(one, 'port:50')).toEqual([])
    expect((await found(one, '"vendor id" port:500')).map(hit => hit.packet)).toEqual([3, 4])
    expect(await found(one, '"vendor id" port:4500')).toEqual([])
    const alike = await session(
      pcapFile([{ data: ethernet(ipv4('192.0.2.10', '198.51.100.20', udp(0x4500, 7, []))), seconds: 1, nanoseconds: 0 }]),
    )
    expect(await found(alike, 'port:4500')).toEqual([])
    expect((await found(alike, 'port:17664')).map(hit => hit.says)).toEqual(['17664'])
  })
  test('names, however their words are joined', async () => {
    const one = await recorded('v1_noprop_p1/a.pcap')
    for (const text of ['NO_PROPOSAL_CHOSEN', 'no-proposal-chosen', '"no proposal chosen"', 'notify:no_proposal_chosen'])
      expect((await found(one, text)).map(({ packet, says }) => [packet, says])).toEqual([[4, '14  NO-PROPOSAL-CHOSEN']])
    expect(await found(one, 'no_proposal')).toHaveLength(1)
    expect(await found(one, 'noproposal')).toEqual([])
  })
  test('what a word is about before what only points to it; words beside each other in one field before those in several', async () => {
    const one = await recorded('v1_noprop_p1/a.pcap')
    const names = async (text: string) => (await found(one, text)).map(({ name, says }) => [name, says])
    expect(await names('vendor')).toEqual([['Vendor ID', expect.stringMatching(/^[0-9a-f]{16}/)]])
    expect(await names('vendor id')).toEqual(await names('vendor'))
    expect(await names('sha2-256')).toEqual([['Hash Algorithm', 'SHA2-256']])
    expect(await names('no proposal chosen')).toEqual([['Notify Message Type', '14  NO-PROPOSAL-CHOSEN']])
    expect(await names('nextpayload:13')).toEqual([['Next Payload', '13  Vendor ID']])
  })
  test('a field is called by the beginning of a word; two or three letters are no part of a longer word', async () => {
    const natt = await recorded('v1_natt_4500_blocked/a.pcap')
    const names = async (text: string) => new Set((await found(natt, text)).map(({ name }) => name))
    expect(await names('nat')).toEqual(new Set(['Vendor ID', 'NAT-D', 'Source Port']))
    expect(await names('estination')).toEqual(new Set())
    expect((await names('desti')).size).toBeGreaterThan(0)
    // What a field says is found within its words too.
    expect(await names('sakm')).toEqual(new Set(['Source Port']))
  })
  test('bytes, also those of a message that came in pieces', async () => {
    const hits = await found(await recorded('v1_cert_fragdrop_both/a.pcap'), 'hex:3500f08aa245e931')
    expect(hits.map(hit => hit.packet)).toEqual(expect.arrayContaining([3, 7, 8]))
    expect(hits.find(hit => hit.packet === 8)?.path).toBe('ISAKMP Header/Initiator Cookie')
  })
  test('what asks for no field finds none', async () => {
    const one = await recorded('v1_main_psk_ok/a.pcap')
    for (const text of ['', 'packet:3', 'finding:x', 'hex:', 'hex:zz', 'nothing:"says this"']) expect(await found(one, text)).toEqual([])
  })
  test('a long search tells how far it is and ends when nobody wants it any more', async () => {
    const data = ethernet(ipv4('192.0.2.1', '192.0.2.2', udp(500, 500, new Uint8Array(200))))
    const one = await session(pcapFile(Array.from({ length: 60_000 }, (_, i) => ({ data, seconds: i, nanoseconds: 0 }))))
    const nobody = new AbortController()
    const told: Found[] = []
    const end = await one.search(
      0,
      'port:4500',
      news => {
        told.push(news)
        nobody.abort()
      },
      nobody.signal,
    )
    expect([end.complete, told.length]).toEqual([false, 1])
    expect(told[0]?.searched).toBeLessThan(told[0]!.of)
    const hits: FieldHit[] = []
    expect((await one.search(0, 'port:500', news => hits.push(...news.hits))).complete).toBe(false)
    expect(hits.length).toBe(2000)
  })
})

describe('of two captures', () => {
  const natt = ['v1_natt_4500_blocked/a.pcap', 'v1_natt_4500_blocked/b.pcap']
  test('each hit has the numbers of its packet in both, where that is the same packet and no other', async () => {
    const one = await recorded(...natt)
    const numbers = async (text: string, trace: number) => (await found(one, text, trace)).map(hit => hit.numbers)
    // From MM5 on nothing arrives; B has no keepalive either.
    expect(await numbers('exchange:2', 0)).toEqual([...[3, 4, 5, 6].map(n => ({ a: n, b: n })), { a: 7 }, { a: 8 }, { a: 11 }, { a: 12 }])
    expect(await numbers('exchange:2', 1)).toEqual([3, 4, 5, 6].map(n => ({ a: n, b: n })))
  })
  test('a copy that the network made is a packet by itself', async () => {
    const one = await recorded('v1_netem_loss20/a.pcap', 'v1_netem_loss20/b.pcap')
    const { pair } = await one.report()
    const [copy] = pair!.packets.duplicates
    const hits = (await Promise.all([0, 1].map(trace => found(one, 'spi', trace)))).flat()
    const called = hits.map(({ numbers }) => JSON.stringify(numbers))
    expect(hits.length).toBeGreaterThan(20)
    // Either capture calls a packet the same, so no name is there more than once in each.
    expect(Math.max(...called.map(one => called.filter(other => other === one).length))).toBe(2)
    if (copy) expect(hits.find(hit => (copy.trace === 0 ? hit.numbers?.a : hit.numbers?.b) === copy.packet)).toBeDefined()
  })
})
