import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { linkTypeName } from '../../src/capture/linkTypes.ts'
import { filler, writer } from '../../src/compose/files/bytes.ts'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { joined } from '../../src/dissectors/joined.ts'
import { METADATA, NETMON_80211 } from '../../src/dissectors/linkTypes.ts'
import { memory, told } from '../support/capture/collect.ts'

const latin = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0))
const etl = writer().u32(65_536).zeros(0x44).u16(2).u8(2).u8(0xc0).zeros(100).done()

async function why(bytes: Uint8Array, name = 'file'): Promise<string> {
  const { result, records } = await told(memory(bytes, name))
  expect(records).toEqual([])
  return result.ok ? 'it is a capture' : result.why
}

describe('a file that is no capture gets one line', () => {
  test.each([
    ['', 'the file is empty'],
    ['snoop\0\0\0\0\0\0\x02', "a Solaris snoop capture; Wireshark's editcap converts it: editcap -F pcapng IN OUT.pcapng"],
    ['TRSNIFF data    \x1a\0\0', 'a Sniffer (DOS) capture'],
    ['XCP\x002.002\0', 'a NetXRay or Windows Sniffer capture'],
    ['iptrace 2.0\0\0', 'an AIX iptrace capture'],
    ['\x28\xb5\x2f\xfd\x24', 'compressed with zstd; unpack it first: zstd -d FILE'],
    ['\xfd7zXZ\0\0\x04', 'compressed with xz; unpack it first: xz -d FILE'],
    ['BZh91AY&SY', 'compressed with bzip2'],
    ['PK\x03\x04\x14\0', 'a ZIP archive; unpack it first: unzip FILE'],
    ["7z\xbc\xaf'\x1c\0\x04", 'a 7-Zip archive'],
    ['MSCF\0\0\0\0', 'a cabinet'],
    ['\x7fELF\x02\x01\x01', 'a program (ELF), not a capture'],
    ['%PDF-1.4\n', 'a PDF document, not a capture'],
    ['\x89PNG\r\n\x1a\n', 'a picture (PNG), not a capture'],
    ['ElfFile\0\0\0', 'a Windows event log (.evtx), not a capture'],
    ['\0\0\0\0\0\0\0\0', 'not a capture: it begins with zeros'],
    ['No.  Time  Source\n1 0.0 10.0.0.1', 'text, not a capture: it begins with “No.  Time  Source”'],
    ['\xff\xfeh\0i\0', 'text, not a capture: it begins with “hi”'],
    ['\x01\x02\x03\x04\x05\x06\x07\x08\x09', 'not a capture that is known: it begins with 01 02 03 04 05 06 07 08'],
    ['\xd4', 'not a capture that is known: it begins with d4'],
    ['caf\xc3', 'text, not a capture: it begins with “caf”'],
    ['\xa1\xb2', 'not a capture that is known: it begins with a1 b2'],
    ['\xa1\xb2\xc3\xd4\0', 'a pcap file cut off inside its header, after 5 bytes'],
    ['\x0a\x0d\x0d\x0a\0', 'a pcapng file cut off inside its first block, after 5 bytes'],
    ['GMBU\x03\x02', 'a Network Monitor file cut off inside its header, after 6 bytes'],
  ])('%j', async (text, line) => {
    const said = await why(latin(text))
    expect(said).toContain(line)
    expect(said).not.toContain('\n')
  })

  test('an ETL names its converter, by its header and failing that by its name', async () => {
    expect(await why(etl)).toContain('etl2pcapng')
    expect(await why(latin('\x01\x02\x03\x04'), 'trace.ETL')).toContain('etl2pcapng')
    expect(await why(etl.fill(0, 0x4a, 0x4c))).not.toContain('etl2pcapng')
  })

  test('a tar archive, known at its 257th byte', async () => {
    expect(await why(joined(latin('a.pcap'), new Uint8Array(251), latin('ustar\0'), new Uint8Array(249)))).toContain('a tar archive')
  })

  test('inside gzip', async () => {
    expect(await why(gzipSync('hello'), 'a.gz')).toBe('compressed with gzip, and inside: text, not a capture: it begins with “hello”')
    expect(await why(gzipSync(gzipSync('x')))).toContain('compressed with gzip more than once')
    expect(await why(gzipSync(''))).toBe('compressed with gzip, but nothing comes out')
    expect(await why(gzipSync('hello').subarray(0, 8))).toContain('inside its compressed data')
  })

  test('a file that cannot be read', async () => {
    const source = { ...memory(filler(10)), read: () => Promise.reject(new Error('EACCES')) }
    expect((await told(source)).result).toEqual({ ok: false, why: 'it cannot be read: EACCES' })
  })
})

describe('aborting', () => {
  const file = pcapFile(Array.from({ length: 1000 }, (_, i) => ({ data: filler(60, i), seconds: i, nanoseconds: 0 })))

  test.each([file, gzipSync(file)])('rejects with the reason', async bytes => {
    const stop = new AbortController()
    const source = memory(bytes)
    const slow = {
      ...source,
      read: async (position: number, into: Uint8Array) => {
        if (position > 0) stop.abort('enough')
        return source.read(position, into)
      },
    }
    await expect(told(slow, { chunk: 1000 }, stop.signal)).rejects.toBe('enough')
    await expect(told(source, {}, AbortSignal.abort('before'))).rejects.toBe('before')
  })
})

test('link types have names', () => {
  expect([1, 113, 101, METADATA, NETMON_80211, 4711].map(linkTypeName)).toEqual([
    'Ethernet',
    'Linux cooked v1',
    'Raw IP',
    'Metadata',
    '802.11 with Network Monitor header',
    'LINKTYPE 4711',
  ])
})
