import { describe, expect, test } from 'vitest'
import { type Ip, layerOf } from '../../../src/dissectors/layer.ts'
import { type Datagram, isFragment, Reassembly } from '../../../src/dissectors/network/reassembly.ts'
import { packet } from '../../../src/dissectors/packet.ts'
import { bytes, carried, counting, fragments, fragments6, ipv4, ipv6, udp } from '../../support/packets/index.ts'

const A = '192.0.2.10'
const B = '198.51.100.20'
const RAW = 101

/** Gives packets to a reassembly as the trace does; numbers count from 1. */
class Story {
  readonly reassembly: Reassembly
  private number = 0
  constructor(limits?: ConstructorParameters<typeof Reassembly>[0]) {
    this.reassembly = new Reassembly(limits)
  }
  arrives(frame: Uint8Array, time = 0, original = frame.length): Datagram {
    const ip = layerOf(packet(frame, original, RAW).layers, 'ip') as Ip
    expect(isFragment(ip)).toBe(true)
    return this.reassembly.add(ip, frame, ++this.number, time)
  }
}

/** A datagram of `length` payload bytes in pieces of 1480. */
const cut = (length: number, id = 7, first = 0) => fragments(ipv4(A, B, udp(500, 500, counting(length - 8, first)), { id }), 1480)
/** One piece written by hand. */
const piece = (offset: number, data: Uint8Array, more: boolean, id = 7) =>
  ipv4(A, B, carried(17, data), { id, offset, moreFragments: more })

describe('a datagram is whole', () => {
  const pieces = cut(4000)
  const payload = bytes(...pieces.map(frame => frame.slice(20)))

  test.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['the last first', [2, 0, 1]],
  ])('%s', (_name, order) => {
    const story = new Story()
    const [, , datagram] = order.map(i => story.arrives(pieces[i]!))
    expect(datagram).toMatchObject({
      complete: true,
      fate: 'complete',
      length: 4000,
      missing: [],
      overlaps: [],
      faults: [],
      version: 4,
      protocol: 17,
    })
    expect(datagram!.bytes).toEqual(payload)
    expect(datagram!.pieces.map(({ packet, start, end, more }) => [packet, start, end, more])).toEqual(
      order.map((i, n) => [n + 1, i * 1480, Math.min(4000, (i + 1) * 1480), i < 2]),
    )
  })

  test('IPv6', () => {
    const story = new Story()
    const [first, second] = fragments6(ipv6('2001:db8::1', '2001:db8::2', udp(500, 500, counting(2000))), 1448, 0xabcdef01)
    story.arrives(second!)
    const datagram = story.arrives(first!)
    expect(datagram).toMatchObject({ version: 6, complete: true, length: 2008, identification: 0xabcdef01, protocol: 17 })
    expect(datagram.bytes).toHaveLength(2008)
  })

  test('several at a time, told apart by identification, protocol and direction', () => {
    const story = new Story()
    const [a1, a2] = cut(2000, 1)
    const [b1, b2] = cut(2000, 2)
    const back = fragments(ipv4(B, A, udp(500, 500, counting(1992)), { id: 1 }), 1480)
    const esp = fragments(ipv4(A, B, carried(50, counting(2000)), { id: 1 }), 1480)
    for (const frame of [a1, b1, back[0], esp[0], b2, a2, esp[1], back[1]]) story.arrives(frame!)
    expect(story.reassembly.datagrams.map(d => [d.source, d.identification, d.protocol, d.complete])).toEqual([
      [A, 1, 17, true],
      [A, 2, 17, true],
      [B, 1, 17, true],
      [A, 1, 50, true],
    ])
  })
})

describe('what is missing', () => {
  const pieces = cut(4000)

  test('first only: the UDP header says how much should have come', () => {
    const datagram = new Story().arrives(pieces[0]!)
    expect(datagram).toMatchObject({ complete: false, fate: 'open', length: undefined, announced: 4000, missing: [[1480, 4000]] })
    expect(datagram.bytes).toBeUndefined()
    expect(datagram.prefix()).toHaveLength(1480)
  })

  test('the first is missing', () => {
    const story = new Story()
    story.arrives(pieces[1]!)
    const datagram = story.arrives(pieces[2]!)
    expect(datagram).toMatchObject({ complete: false, length: 4000, missing: [[0, 1480]] })
    expect(datagram.prefix()).toBeUndefined()
  })

  test('one in the middle', () => {
    const story = new Story()
    story.arrives(pieces[0]!)
    expect(story.arrives(pieces[2]!).missing).toEqual([[1480, 2960]])
  })

  test('neither end nor length is known', () => {
    const datagram = new Story().arrives(piece(1480, counting(80), true))
    expect(datagram).toMatchObject({ length: undefined, announced: undefined, missing: [[0, 1480]], complete: false })
  })
})

describe('repeated pieces', () => {
  const [first, second] = cut(2000)

  test('a copy within a second is a duplicate', () => {
    const story = new Story()
    story.arrives(first!, 0)
    story.arrives(first!, 0.001)
    const datagram = story.arrives(second!, 0.002)
    expect(datagram).toMatchObject({ complete: true, overlaps: [], conflicting: false })
    expect(datagram.pieces.map(p => p.duplicate)).toEqual([false, true, false])
    expect(story.reassembly.datagrams).toHaveLength(1)
    expect(datagram.copies).toBe(0)
  })

  test.each([
    ['one after the other', [0, 1, 0, 1, 0, 1]],
    ['side by side', [0, 0, 0, 1, 1, 1]],
  ])('all of them twice again, %s, are two copies', (_name, order) => {
    const story = new Story()
    for (const i of order) story.arrives([first, second][i]!, 0)
    expect(story.reassembly.datagrams).toMatchObject([{ complete: true, copies: 2, overlaps: [] }])
  })

  test('so it is when the datagram was whole, and its bytes let go', () => {
    const story = new Story()
    story.arrives(first!, 0)
    const datagram = story.arrives(second!, 0)
    datagram.release()
    expect(story.arrives(first!, 0.5)).toBe(datagram)
    expect(story.arrives(second!, 0.5)).toBe(datagram)
    expect(datagram.pieces.map(p => p.duplicate)).toEqual([false, false, true, true])
    expect(story.reassembly.held).toBe(0)
  })

  test('a beginning repeated after a second is another datagram with the same identification', () => {
    const story = new Story()
    const before = story.arrives(first!, 0)
    const datagram = story.arrives(first!, 4)
    expect(datagram).not.toBe(before)
    expect(before).toMatchObject({ fate: 'replaced', complete: false })
    expect(story.arrives(second!, 4)).toBe(datagram)
    expect(datagram.complete).toBe(true)
  })

  test('another content behind a whole datagram is another datagram at once', () => {
    const story = new Story()
    story.arrives(first!, 0)
    const before = story.arrives(second!, 0)
    const [other] = cut(2000, 7, 100)
    expect(story.arrives(other!, 0.1)).not.toBe(before)
    expect(before.fate).toBe('complete')
  })

  test('a tail repeated later is another datagram too', () => {
    const story = new Story()
    const before = story.arrives(second!, 0)
    expect(story.arrives(second!, 5)).not.toBe(before)
  })

  test('what comes after the timeout begins anew', () => {
    const story = new Story()
    const before = story.arrives(first!, 0)
    const datagram = story.arrives(second!, 61)
    expect(before.fate).toBe('timed out')
    expect(datagram.complete).toBe(false)
    const patient = new Story({ timeout: 1000 })
    patient.arrives(first!, 0)
    expect(patient.arrives(second!, 119).complete).toBe(true)
    const again = new Story({ timeout: 1000 })
    again.arrives(first!, 0)
    expect(again.arrives(second!, 121).complete).toBe(false)
  })
})

describe('overlaps', () => {
  const whole = counting(64)

  test('of the same bytes are noted and harm nothing', () => {
    const story = new Story()
    story.arrives(piece(0, whole.slice(0, 32), true))
    const datagram = story.arrives(piece(16, whole.slice(16), false))
    expect(datagram).toMatchObject({ complete: true, conflicting: false, otherBytes: undefined })
    expect(datagram.overlaps).toEqual([{ packets: [1, 2], start: 16, end: 32, conflicting: false }])
    expect(datagram.bytes).toEqual(whole)
  })

  test('of other bytes give two readings', () => {
    const story = new Story()
    story.arrives(piece(0, whole.slice(0, 32), true))
    story.arrives(piece(16, new Uint8Array(16).fill(0xee), true))
    const datagram = story.arrives(piece(32, whole.slice(32), false))
    expect(datagram).toMatchObject({ complete: true, conflicting: true })
    expect(datagram.bytes).toEqual(whole)
    expect(datagram.otherBytes).toEqual(bytes(whole.slice(0, 16), new Uint8Array(16).fill(0xee), whole.slice(32)))
  })

  test('with several pieces are each noted', () => {
    const story = new Story()
    story.arrives(piece(0, whole.slice(0, 24), true))
    story.arrives(piece(32, whole.slice(32, 56), true))
    const { overlaps } = story.arrives(piece(16, whole.slice(16), false))
    expect(overlaps.map(o => [o.packets, o.start, o.end])).toEqual([
      [[1, 3], 16, 24],
      [[2, 3], 32, 56],
    ])
  })

  test.each([
    ['the same bytes', whole.slice(16, 32), false],
    ['other bytes', new Uint8Array(16).fill(0xee), true],
  ])('with %s, when all was here, are of the same datagram', (_name, late, conflicting) => {
    const story = new Story()
    story.arrives(piece(0, whole.slice(0, 32), true), 0)
    const datagram = story.arrives(piece(32, whole.slice(32), false), 0)
    expect(story.arrives(piece(16, late, true), 0.1)).toBe(datagram)
    expect(story.arrives(piece(32, whole.slice(32), false), 0.1)).toBe(datagram)
    expect(datagram.overlaps).toEqual([{ packets: [1, 3], start: 16, end: 32, conflicting }])
    expect(datagram).toMatchObject({ fate: 'complete', complete: true, conflicting })
    expect(story.reassembly.datagrams).toHaveLength(1)
  })

  test('cannot come a second later, end elsewhere, or begin a datagram', () => {
    for (const [late, time] of [
      [piece(16, whole.slice(16, 32), true), 1.2],
      [piece(16, whole.slice(16, 40), false), 0.1],
      [piece(40, counting(32), true), 0.1],
      [piece(0, whole.slice(0, 16), true), 0.1],
    ] as const) {
      const story = new Story()
      story.arrives(piece(0, whole.slice(0, 32), true), 0)
      const datagram = story.arrives(piece(32, whole.slice(32), false), 0)
      expect(story.arrives(late, time)).not.toBe(datagram)
    }
  })

  test('in IPv6 cost the whole datagram, also what is still to come', () => {
    const v6 = (offset: number, data: Uint8Array, more: boolean) =>
      ipv6('2001:db8::1', '2001:db8::2', carried(17, data), {
        extensions: [[44, bytes([0, offset >> 8, (offset & 0xf8) | (more ? 1 : 0)], '00000009')]],
      })
    const story = new Story()
    story.arrives(v6(0, whole.slice(0, 32), true))
    story.arrives(v6(0, whole.slice(0, 32), true))
    const datagram = story.arrives(v6(16, whole.slice(16, 40), true))
    expect(datagram).toMatchObject({ fate: 'discarded', complete: false })
    expect(story.arrives(v6(40, whole.slice(40), false))).toBe(datagram)
    expect(datagram).toMatchObject({ fate: 'discarded', complete: false, bytes: undefined })
    expect(datagram.pieces).toHaveLength(4)
    expect(story.reassembly.held).toBe(0)
  })

  test('in IPv6 cost nothing once all was here', () => {
    const v6 = (offset: number, data: Uint8Array, more: boolean) =>
      ipv6('2001:db8::1', '2001:db8::2', carried(17, data), {
        extensions: [[44, bytes([0, offset >> 8, (offset & 0xf8) | (more ? 1 : 0)], '00000009')]],
      })
    const story = new Story()
    story.arrives(v6(0, whole.slice(0, 32), true), 0)
    story.arrives(v6(32, whole.slice(32), false), 0)
    expect(story.arrives(v6(16, whole.slice(16, 40), true), 0)).toMatchObject({ fate: 'complete', complete: true, bytes: whole })
  })
})

describe('contradictions', () => {
  test('two ends', () => {
    const story = new Story()
    story.arrives(piece(16, counting(16), false))
    const datagram = story.arrives(piece(32, counting(16), false))
    expect(datagram.faults).toEqual(['packet 2 says that the datagram ends at 48, packet 1 says that the datagram ends at 32'])
  })

  test('bytes behind the end', () => {
    const story = new Story()
    story.arrives(piece(16, counting(16), false))
    const datagram = story.arrives(piece(32, counting(16), true))
    expect(datagram.faults).toEqual(['packet 2 ends at 48, packet 1 says that the datagram ends at 32'])
    expect(datagram.length).toBe(32)
  })

  test('an end before bytes that came', () => {
    const story = new Story()
    story.arrives(piece(0, counting(64), true))
    const datagram = story.arrives(piece(16, counting(16), false))
    expect(datagram.faults).toEqual(['packet 2 says that the datagram ends at 32, bytes up to 64 came'])
  })

  test('a piece that is no multiple of 8 and not the last', () => {
    expect(new Story().arrives(piece(0, counting(13), true)).faults).toEqual([
      'packet 1 has 13 bytes, no multiple of 8, and is not the last',
    ])
  })

  test('a piece with fewer bytes than its own header says contradicts no other', () => {
    const [first] = cut(4000)
    expect(new Story().arrives(first!.subarray(0, 57))).toMatchObject({ faults: [], complete: false })
  })

  test('more than an IP packet can hold', () => {
    const story = new Story()
    story.arrives(piece(0, counting(1480), true))
    const datagram = story.arrives(piece(65528, counting(64), false))
    expect(datagram.faults).toEqual(['packet 2 ends at byte 65592, with its header beyond the 65535 bytes of an IP packet'])
    expect(datagram).toMatchObject({ complete: false, length: undefined })
    expect(datagram.pieces).toHaveLength(2)
  })
})

describe('a capture that kept a part', () => {
  const pieces = cut(2000)

  test('of each packet: the datagram is complete, its bytes are those up to the first gap', () => {
    const story = new Story()
    story.arrives(pieces[0]!.subarray(0, 100), 0, pieces[0]!.length)
    const datagram = story.arrives(pieces[1]!.subarray(0, 100), 0, pieces[1]!.length)
    expect(datagram).toMatchObject({ complete: true, length: 2000, missing: [] })
    expect(datagram.bytes).toHaveLength(80)
    expect(datagram.pieces.map(p => p.kept)).toEqual([80, 80])
  })
})

describe('memory', () => {
  test('above the bytes the oldest lets go of its own, the account stays', () => {
    const story = new Story({ bytes: 4000 })
    const old = story.arrives(cut(2000, 1)[0]!)
    const [first, second] = cut(1600, 2)
    story.arrives(first!)
    const whole = story.arrives(second!)
    story.arrives(cut(2000, 3)[0]!)
    expect(old).toMatchObject({ fate: 'given up', missing: [[1480, 2000]] })
    expect(old.prefix()).toBeUndefined()
    expect(whole.bytes).toHaveLength(1600)
    expect(story.reassembly.held).toBe(1600 + 1480)
    expect(story.arrives(cut(2000, 1)[1]!, 0.1)).toMatchObject({ complete: true, bytes: undefined })
  })

  test('fragments without end of nothing stay within the limits', () => {
    const story = new Story({ datagrams: 100 })
    const ip = layerOf(packet(piece(0, counting(8), true), 28, RAW).layers, 'ip') as Ip
    const frame = piece(0, counting(8), true)
    for (let i = 0; i < 200_000; i++)
      story.reassembly.add({ ...ip, identification: i & 0xffff, source: `10.0.${(i >> 8) & 255}.${i & 255}` }, frame, i, i / 1000)
    expect(story.reassembly.datagrams.length).toBe(100)
    expect(story.reassembly.forgotten).toBe(199_900)
    expect(story.reassembly.held).toBe(800)
  })

  test('ten thousands of pieces of one datagram are no burden', () => {
    const story = new Story()
    const ip = layerOf(packet(piece(0, counting(8), true), 28, RAW).layers, 'ip') as Ip
    const frame = piece(0, counting(8), true)
    let datagram: Datagram | undefined
    for (let i = 0; i < 40_000; i++) datagram = story.reassembly.add({ ...ip, fragmentOffset: (i * 16) % 65_504 }, frame, i, 0)
    expect(datagram!.pieces.length).toBeLessThanOrEqual(10_000)
    expect(datagram!.missing).toHaveLength(4093)
  })

  test('complete and faultless ones are forgotten first', () => {
    const story = new Story({ datagrams: 2 })
    const alone = story.arrives(cut(2000, 1)[0]!)
    for (const id of [2, 3, 4]) for (const frame of cut(2000, id)) story.arrives(frame)
    expect(story.reassembly.datagrams).toContain(alone)
    expect(story.reassembly.datagrams.map(d => d.identification)).toEqual([1, 4])
    expect(story.reassembly.forgotten).toBe(2)
  })
})
