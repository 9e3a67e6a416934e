/** ESP of which too little is there to say whether it is encrypted. */
import { expect, test } from 'vitest'
import { pcapFile } from '../../src/compose/files/pcap.ts'
import { ascii } from '../../src/compose/ike/bytes.ts'
import { collected } from '../support/anonymise/packets.ts'
import { made, reportOf } from '../support/anonymise/sets.ts'
import { memory } from '../support/capture/collect.ts'
import { bytes, carried, ethernet, fragments, ipv4, u16, u32 } from '../support/packets/index.ts'

const [HOST, PEER] = ['93.184.216.34', '151.101.1.69']
const check = bytes('9f3ac5117be20d48a6f1337c')
/** Transport mode without encryption: a segment of TCP, its trailer, HMAC-96. */
const clear = (i: number) =>
  bytes(
    u32(0xc2345678, i),
    bytes(u16(4444, 445), u32(1000 + i * 20, 77), '5018 ffff 1234 0000', ascii('user=secretcorp!')),
    [1, 2, 2, 6],
    check,
  )
const esp = (i: number) => ethernet(ipv4(HOST, PEER, carried(50, clear(i))))
const file = (packets: readonly Uint8Array[], original?: number) =>
  memory(pcapFile(packets.map((data, i) => ({ data, seconds: 1_700_000_000 + i, nanoseconds: 0, ...(original ? { original } : {}) }))))

test.each([
  ['one packet', file([esp(1)])],
  [
    'cut packets',
    file(
      [1, 2, 3].map(i => esp(i).subarray(0, 70)),
      esp(1).length,
    ),
  ],
  [
    'a datagram in fragments, and no other packet',
    file(fragments(ipv4(HOST, PEER, carried(50, clear(1))), 32).map(piece => ethernet(piece))),
  ],
])('%s: nothing is left of what may be clear', async (_what, source) => {
  const { bytes: files } = await made([source])
  expect(files[0]!.includes('secretcorp')).toBe(false)
  expect(files[0]!.includes('user=')).toBe(false)
})

test('what is undecided stays undecided', async () => {
  const ciphers = async (of: ReturnType<typeof file>) => (await reportOf([of])).flows.map(({ cipher }) => cipher)
  expect(await ciphers(file([esp(1)]))).toEqual(['undecided'])
  expect(await ciphers(memory((await made([file([esp(1)])])).bytes[0]!))).toEqual(['undecided'])
})

test('what is encrypted stays', async () => {
  const payload = (i: number) => Uint8Array.from({ length: 64 }, (_, at) => ((at + 7) * (i + 11) * 2654435761) >>> 13)
  const packets = Array.from({ length: 10 }, (_, i) => ethernet(ipv4(HOST, PEER, carried(50, bytes(u32(0xc2345678, i + 1), payload(i))))))
  const after = await collected((await made([file(packets)])).bytes[0]!)
  expect(after.map(one => Buffer.from(one.subarray(42)).toString('hex'))).toEqual(
    packets.map((_, i) => Buffer.from(payload(i)).toString('hex')),
  )
})
