import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { TcpMessages } from '../../../src/dissectors/ike/tcpMessages.ts'
import { hex } from '../../../src/dissectors/text.ts'
import { TcpOrder } from '../../../src/dissectors/transport/tcpOrder.ts'
import { bytes, espBytes, ipv4, kinds, type Part, read, tcp } from '../../support/packets/index.ts'
import { framed, framedEsp, PREFIX } from '../../support/trace/connection.ts'
import { sayV2 } from '../../support/trace/phrases.ts'
import { untiled } from '../../support/tree/tiling.ts'

const { init, initAnswer } = sayV2()
const esp = espBytes(0xc0ffee01, 7)

describe('one segment', () => {
  const segment = (port: number, ...parts: readonly Part[]) => {
    const frame = ipv4('192.0.2.10', '198.51.100.20', tcp(40000, port, bytes(...parts)))
    const { layers, said, tree } = read(frame, 228)
    expect(untiled(tree, frame.length)).toEqual([])
    return { layers: kinds(layers), said, tree }
  }

  test.each([
    ['the prefix', [PREFIX], 'ipv4 tcp IKE over TCP'],
    ['prefix and first message', [PREFIX, framed(init)], 'ipv4 tcp IKE over TCP ike'],
    ['two messages', [framed(init), framed(initAnswer)], 'ipv4 tcp IKE over TCP ike ike'],
    ['IKE, then ESP', [framed(init), framedEsp(esp)], 'ipv4 tcp IKE over TCP ike esp'],
    ['ESP', [framedEsp(esp)], 'ipv4 tcp esp'],
    ['a keepalive', ['0003 ff'], 'ipv4 tcp'],
    ['a length and nothing', ['0002'], 'ipv4 tcp'],
    ['the beginning of a message', [framed(init).subarray(0, 100)], 'ipv4 tcp IKE over TCP'],
    ['the middle of one', [framed(init).subarray(50)], 'ipv4 tcp'],
    ['something else', ['16030100 0501 00000101'], 'ipv4 tcp'],
  ] as const)('%s', (_name, parts, expected) => {
    const { layers, said } = segment(4500, ...parts)
    expect(layers).toBe(expected)
    expect(said).toEqual([])
  })

  test('behind any port when it begins with the prefix or with a message', () => {
    expect(segment(443, PREFIX, framed(init)).layers).toBe('ipv4 tcp IKE over TCP ike')
    expect(segment(443, framed(init)).layers).toBe('ipv4 tcp IKE over TCP ike')
    expect(segment(443, framedEsp(esp)).layers).toBe('ipv4 tcp')
  })

  test('says how much of a message is still to come', () => {
    const all = framed(init)
    expect(fieldAt(segment(4500, all.subarray(0, 100)).tree, 'Beginning of a message')?.meaning).toBe(
      `100 of ${all.length} bytes; the rest is in the next segments`,
    )
  })
})

describe('segments in order', () => {
  const order = () => {
    const one = new TcpOrder()
    const add = (sequence: number, text: string, { syn = false, length = text.length } = {}) =>
      one.add({ sequence: sequence >>> 0, syn, bytes: new TextEncoder().encode(text), length, packet: 1, time: 0 })
    const said = (all: ReturnType<typeof add>) => all.map(({ bytes, place }) => `${place} ${new TextDecoder().decode(bytes)}`)
    return {
      add: (...args: Parameters<typeof add>) => said(add(...args)),
      acknowledged: (n: number) => said(one.acknowledged(n)),
    }
  }

  test('from the start, over the end of the circle', () => {
    const { add } = order()
    expect(add(-3, '', { syn: true })).toEqual([])
    expect([...add(-2, 'abc'), ...add(1, 'de')]).toEqual(['start abc', 'next de'])
  })

  test('late, twice, and partly known', () => {
    const { add } = order()
    add(99, '', { syn: true })
    expect(add(103, 'def')).toEqual([])
    expect(add(100, 'abc')).toEqual(['start abc', 'next def'])
    expect(add(100, 'abcdef')).toEqual([])
    expect(add(104, 'efgh')).toEqual(['next gh'])
  })

  test('a capture that begins in the middle', () => expect(order().add(5000, 'abc')).toEqual(['gap abc']))

  test('what never came is given up when it was acknowledged', () => {
    const { add, acknowledged } = order()
    add(99, '', { syn: true })
    add(100, 'abc')
    expect(add(110, 'xyz')).toEqual([])
    expect(acknowledged(103)).toEqual([])
    expect(acknowledged(113)).toEqual(['gap xyz'])
    expect(add(113, 'w')).toEqual(['next w'])
  })

  test('and when more waits than is kept', () => {
    const { add } = order()
    add(99, '', { syn: true })
    let handed: string[] = []
    for (let i = 0; i < 300; i++) handed = [...handed, ...add(200 + i, 'x')]
    expect(handed.slice(0, 2)).toEqual(['gap x', 'next x'])
    expect(handed).toHaveLength(300)
  })

  test('a segment that the capture cut is a gap behind it', () => {
    const { add } = order()
    expect([...add(100, 'ab', { length: 5 }), ...add(105, 'c')]).toEqual(['gap ab', 'gap c'])
  })
})

describe('messages of a stream', () => {
  const given = (parts: readonly (readonly [place: 'start' | 'next' | 'gap', bytes: Uint8Array])[]) => {
    const stream = new TcpMessages()
    const messages = parts.flatMap(([place, bytes], i) => stream.take({ bytes, place, packet: i + 1, time: i }))
    return {
      found: stream.found,
      said: messages.map(m => [
        m.kind === 'esp' ? 'esp' : hex(m.bytes) === hex(init) ? 'init' : 'answer',
        m.pieces.map(p => p.packet).join(),
      ]),
    }
  }
  const all = bytes(PREFIX, framed(init), framedEsp(esp), '0003 ff', '0002', framed(initAnswer))

  test('in one piece', () => {
    expect(given([['start', all]])).toEqual({
      found: true,
      said: [
        ['init', '1'],
        ['esp', '1'],
        ['answer', '1'],
      ],
    })
  })

  test('in pieces of any size, each with the packets that brought it', () => {
    for (let size = 1; size < all.length; size += 7) {
      const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.subarray(i * size, (i + 1) * size))
      const { said } = given(pieces.map((piece, i) => [i === 0 ? 'start' : 'next', piece]))
      expect(said.map(([what]) => what)).toEqual(['init', 'esp', 'answer'])
    }
    const [first, second] = [all.subarray(0, 50), all.subarray(50)]
    expect(
      given([
        ['start', first],
        ['next', second],
      ]).said,
    ).toEqual([
      ['init', '1,2'],
      ['esp', '2'],
      ['answer', '2'],
    ])
  })

  test('found again in the middle of something', () => {
    for (let from = 1; from < 60; from++) {
      const { said } = given([['gap', bytes(framed(init).subarray(from), framedEsp(esp), framed(initAnswer), framed(init))]])
      expect(said.map(([what]) => what)).toEqual(['answer', 'init'])
    }
  })

  test('found again behind a gap, and behind nonsense', () => {
    expect(
      given([
        ['start', bytes(PREFIX, framed(init))],
        ['next', framed(init).subarray(0, 90)],
        ['gap', framed(initAnswer)],
      ]).said,
    ).toEqual([
      ['init', '1'],
      ['answer', '3'],
    ])
    expect(given([['start', bytes(PREFIX, '0001', framed(initAnswer))]]).said).toEqual([['answer', '1']])
  })

  test('found again by the SPI of an ESP packet from before', () => {
    const behind = framedEsp(bytes(esp.subarray(0, 4), '00000009', esp.subarray(8)))
    const { said } = given([
      ['start', bytes(PREFIX, framed(init), framedEsp(esp))],
      ['gap', bytes(esp.subarray(20), behind, framed(initAnswer))],
    ])
    expect(said.map(([what]) => what)).toEqual(['init', 'esp', 'esp', 'answer'])
  })

  test('found by three ESP packets of one SA in a row, in pieces of any size', () => {
    const numbered = (n: number) => framedEsp(bytes(esp.subarray(0, 4), [0, 0, 0, n], esp.subarray(8)))
    const run = bytes(esp.subarray(20), numbered(7), numbered(8), numbered(9), numbered(10))
    for (const size of [1, 2, 9, 50, 100, run.length]) {
      const pieces = Array.from({ length: Math.ceil(run.length / size) }, (_, i) => run.subarray(i * size, (i + 1) * size))
      const { said } = given(pieces.map((piece, i) => [i === 0 ? 'gap' : 'next', piece]))
      expect(said.map(([what]) => what)).toEqual(['esp', 'esp', 'esp', 'esp'])
    }
    expect(given([['gap', bytes(numbered(7), numbered(8), numbered(8), numbered(9))]]).said).toEqual([])
  })

  test('a byte at a time costs no more than the byte', { timeout: 20_000 }, () => {
    const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 7919) >> 3)
    expect(given(Array.from(noise, byte => ['next', Uint8Array.of(byte)])).found).toBe(false)
    const small = Uint8Array.from({ length: 60_000 }, (_, i) => (i % 2) * 2)
    expect(given(Array.from({ length: 8 }, (_, i) => [i === 0 ? 'start' : 'next', small])).said).toEqual([])
  })

  test('nothing is found in what is something else', () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3)
    expect(given([['gap', noise]])).toEqual({ found: false, said: [] })
    expect(given([['gap', new Uint8Array(5000)]])).toEqual({ found: false, said: [] })
  })
})
