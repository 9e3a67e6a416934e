import { describe, expect, test } from 'vitest'
import { type Field, fieldAt, named } from '../../src/dissectors/field.ts'
import { packet } from '../../src/dissectors/packet.ts'
import { told } from '../support/capture/collect.ts'
import {
  ah,
  carried,
  counting,
  esp,
  espBytes,
  ethernet,
  fragmentationNeeded,
  fragments,
  icmp,
  ipv4,
  ipv6,
  packetTooBig,
  sll,
  sll2,
  tcp,
  u16,
  udp,
} from '../support/packets/index.ts'
import { capturesBelow, onDisk, recordings } from '../support/recordings/index.ts'
import { malformed, untiled } from '../support/tree/tiling.ts'

// What must be so whatever the bytes are. Every dissector is covered, since packet() reaches them all: leaves tile the
// bytes, cut packets are never called malformed, changed ones return.

interface Captured {
  readonly name: string
  readonly data: Uint8Array
  readonly original: number
  readonly linkType: number
}

const A = '192.0.2.10'
const B = '198.51.100.20'
const big = ipv4(A, B, udp(5000, 5001, counting(2000)))
const IKE = `1122334455667788 0000000000000000 01 10 02 00 00000000 00000054
  0d 00 0024 00000001 00000001 00 00 0018 01 01 00 01 00 00 0010 01 01 0000 8001 0007 8002 0002
  00 00 0014 90cb80913ebb696e086381b5ec427b1f`

const built: Captured[] = (
  [
    ['IKE', 1, ethernet(ipv4(A, B, udp(500, 500, IKE)), { vlans: [5, [0x88a8, 6]] })],
    ['UDP-encapsulated ESP', 113, sll(ipv4(A, B, udp(4500, 4500, espBytes(0xc0ffee01, 1))))],
    ['keepalive', 276, sll2(ipv4(A, B, udp(4500, 4500, 'ff')))],
    ['ESP over IPv6', 101, ipv6('2001:db8::1', '2001:db8::2', esp(0xc0ffee01, 1), { extensions: [[0, '00 0104 00000000']] })],
    ['AH and TCP', 101, ipv4(A, B, ah(0xc0ffee01, 1, tcp(40000, 445, counting(9), { flags: 2, options: '0204 05b4 0101 0402' })))],
    ['fragmentation needed', 101, ipv4(B, A, fragmentationNeeded(1400, big))],
    ['a long quote', 101, ipv4(B, A, icmp(11, 1, u16(0, 0), big.subarray(0, 200)))],
    [
      'packet too big',
      101,
      ipv6('2001:db8::1', '2001:db8::2', packetTooBig(1280, ipv6('2001:db8::2', '2001:db8::3', esp(7, 9, counting(1300))))),
    ],
    ['a fragment', 101, fragments(big, 1480)[0]!],
    ['VXLAN', 101, ipv4(A, B, udp(4789, 4789, [8, 0, 0, 0, 0, 0, 1, 0, ...ethernet(ipv4(A, B, esp(0xc0ffee01, 1)))]))],
    [
      'GRE',
      101,
      ipv4(
        A,
        B,
        carried(47, '3000 0800 00000007 00000001', ipv4(A, B, udp(53, 40000, '1234 8180 0001 0000 0000 0000 01 61 00 0001 0001'))),
      ),
    ],
    ['PPPoE', 51, Uint8Array.from([0x11, 0, 0, 1, ...u16(2 + 28), 0, 0x21, ...ipv4(A, B, udp(500, 500, []))])],
  ] as const
).map(([name, linkType, data]) => ({ name, linkType, data, original: data.length }))

/** All packets of recordings and of the project's own captures, by file. */
async function* captured(): AsyncGenerator<Captured[]> {
  const paths = [...recordings(), ...capturesBelow('captures').map(path => ({ name: path, path }))]
  for (const { name, path } of paths) {
    const { records } = await told(onDisk(path))
    yield records.map(({ data, original, linkType, number }) => ({ name: `${name} ${number}`, data, original, linkType }))
  }
}

function whatIsWrong({ name, data, original, linkType }: Captured): string[] {
  return untiled(packet(data, original, linkType).tree, data.length).map(says => `${name}: ${says}`)
}

/** What is called malformed when the capture keeps `kept` bytes, and was not when it kept all. */
function blamed({ name, data, original, linkType }: Captured, kept: number): string[] {
  const { tree } = packet(data.subarray(0, kept), original, linkType)
  return [...untiled(tree, kept), ...malformed(tree)].map(says => `${name} cut at ${kept}: ${says}`)
}

/** A packet is good when nothing in it is malformed: a broken one may break elsewhere when it is cut. */
function good({ data, original, linkType }: Captured): boolean {
  return malformed(packet(data, original, linkType).tree).length === 0
}

/** Numbers below 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The packet with a few bytes changed, and its lengths unhinged. */
function mutated({ data }: Captured, random: () => number): Uint8Array {
  const copy = data.slice()
  for (let i = 0; i < 3 && copy.length > 0; i++) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
  return copy
}

describe('packets built by hand', () => {
  test.each(built)('$name: leaves tile the bytes, and nothing is malformed', one => {
    expect(whatIsWrong(one)).toEqual([])
    expect(good(one)).toBe(true)
  })

  test.each(built)('$name: cut at every length it is cut, not malformed', one => {
    const wrong: string[] = []
    for (let kept = 0; kept < one.data.length; kept++) wrong.push(...blamed(one, kept))
    expect(wrong).toEqual([])
  })

  test.each(built)('$name: changed at random it still tiles', one => {
    const random = seeded(1)
    const wrong: string[] = []
    for (let i = 0; i < 300; i++) wrong.push(...whatIsWrong({ ...one, data: mutated(one, random) }))
    expect(wrong).toEqual([])
  })

  test('any bytes under any link type return', () => {
    const random = seeded(2)
    const wrong: string[] = []
    for (let linkType = -3; linkType < 300; linkType++) {
      for (let i = 0; i < 8; i++) {
        const data = Uint8Array.from({ length: Math.floor(random() * 120) }, () => Math.floor(random() * 256))
        wrong.push(...whatIsWrong({ name: `link type ${linkType}`, data, original: data.length + i * 10, linkType }))
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('packets of recordings', () => {
  test('leaves tile the bytes of every one', async () => {
    const wrong: string[] = []
    let packets = 0
    for await (const file of captured()) {
      packets += file.length
      for (const one of file) wrong.push(...whatIsWrong(one))
    }
    expect(wrong).toEqual([])
    expect(packets).toBeGreaterThan(0)
  })

  test('every field is found again by its path, and no other', async () => {
    const wrong: string[] = []
    const lost = (root: Field, field: Field, path: string): string[] => [
      ...(path !== '' && fieldAt(root, path) !== field ? [path] : []),
      ...named(field).flatMap(([step, child]) => lost(root, child, path ? `${path}/${step}` : step)),
    ]
    for await (const file of captured()) {
      const every = Math.max(1, Math.ceil(file.length / 8))
      for (const { name, data, original, linkType } of file.filter((_, i) => i % every === 0)) {
        const { tree } = packet(data, original, linkType)
        wrong.push(...lost(tree, tree, '').map(path => `${name}: ${path}`))
      }
    }
    expect(wrong).toEqual([])
  })

  test('a few of each file, cut and changed', async () => {
    const random = seeded(3)
    const wrong: string[] = []
    for await (const file of captured()) {
      const every = Math.max(1, Math.ceil(file.length / 3))
      for (const one of file.filter((_, i) => i % every === 0)) {
        const step = Math.max(1, Math.floor(one.data.length / 40))
        if (good(one)) for (let kept = 0; kept < one.data.length; kept += step) wrong.push(...blamed(one, kept))
        for (let i = 0; i < 12; i++) wrong.push(...whatIsWrong({ ...one, data: mutated(one, random) }))
      }
    }
    expect(wrong).toEqual([])
  })
})
