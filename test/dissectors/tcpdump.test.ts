import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Layer, layerOf } from '../../src/dissectors/layer.ts'
import { ipProtocol } from '../../src/dissectors/network/protocols.ts'
import { isFragment } from '../../src/dissectors/network/reassembly.ts'
import { dissect, packet } from '../../src/dissectors/packet.ts'
import { told } from '../support/capture/collect.ts'
import { corpus, onDisk } from '../support/recordings/index.ts'
import { ours } from '../support/tcpdump/ours.ts'
import { packetsOf, theirs } from '../support/tcpdump/says.ts'

const folder = join(corpus, 'files', 'the-tcpdump-group+tcpdump', 'tests')

type Captured = { readonly data: Uint8Array; readonly original: number; readonly linkType: number }

/** What its crypto.tests has: outputs that were made with keys, and are compared as far as none are needed. */
const withKeys: Readonly<Record<string, string>> = {
  esp1: '02-sunrise-sunset-esp.pcap',
  esp2: '08-sunrise-sunset-esp2.pcap',
  esp5: '08-sunrise-sunset-aes.pcap',
  espudp1: 'espudp1.pcap',
  ikev2pI2: 'ikev2pI2.pcap',
  isakmp4: 'isakmp4500.pcap',
}

/** Every expected output that is here, with the capture that tcpdump's TESTLIST names for it. */
function outputs(): (readonly [out: string, capture: string])[] {
  if (!existsSync(folder)) return []
  const list = readFileSync(join(folder, 'TESTLIST'), 'utf8')
    .split('\n')
    .filter(line => !line.startsWith('#'))
  const captures = new Map(list.map(line => line.split(/\s+/)).map(([, capture = '', out = '']) => [out, capture]))
  return readdirSync(folder)
    .filter(name => name.endsWith('.out'))
    .map(name => [name.slice(0, -4), captures.get(name) ?? withKeys[name.slice(0, -4)]!])
}

/** Where tcpdump and we differ, by output and packet, with the reason. */
const differs: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'icmp-icmp_print-oobr-2': { 3: 'frame relay whose control octet is none of RFC 2427: no IP is looked for behind it' },
  isakmp2: { 1: 'the Length of the header is 0: the header is shown as malformed, and no message is made of it' },
}

/** The layers of a packet; a first fragment is opened, as tcpdump does. */
function layersOf({ data, original, linkType }: Captured): readonly Layer[] {
  const { layers } = packet(data, original, linkType)
  const ip = layerOf(layers, 'ip')
  if (!ip || !isFragment(ip) || ip.fragmentOffset > 0) return layers
  const piece = data.subarray(ip.payloadStart, ip.payloadEnd)
  return [...layers, ...dissect(piece, ip.payloadEnd - ip.payloadStart, ipProtocol(ip.protocol)).layers]
}

describe.skipIf(!existsSync(folder))('IPsec as tcpdump reads it', () => {
  const compared = { ike: 0, esp: 0, payloads: 0 }

  test.each(outputs())('%s', async (name, capture) => {
    const { records } = await told(onDisk(join(folder, capture)))
    const texts = packetsOf(readFileSync(join(folder, `${name}.out`), 'utf8'))
    expect(texts.size).toBeGreaterThan(0)
    const unlike = new Map<number, unknown>()
    for (const [number, text] of texts) {
      const record = records[number - 1]
      const they = theirs(text)
      const we = record ? ours(layersOf(record)) : {}
      if (they.ike) compared.ike++
      if (they.ike?.payloads) compared.payloads++
      if (they.esp) compared.esp++
      try {
        expect(we, `packet ${number}`).toMatchObject(they)
      } catch (difference) {
        unlike.set(number, difference)
      }
    }
    const reasons = Object.keys(differs[name] ?? {}).map(Number)
    for (const [number, difference] of unlike) if (!reasons.includes(number)) throw difference
    expect([...unlike.keys()]).toEqual(reasons)
  })

  test('there was something to compare', () => {
    expect(compared.ike).toBeGreaterThan(100)
    expect(compared.payloads).toBeGreaterThan(30)
    expect(compared.esp).toBeGreaterThan(40)
  })
})
