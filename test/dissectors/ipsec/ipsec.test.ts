import { describe, expect, test } from 'vitest'
import { bytes, noise } from '../../../src/compose/ike/bytes.ts'
import { ah } from '../../../src/dissectors/ipsec/ah.ts'
import { esp } from '../../../src/dissectors/ipsec/esp.ts'
import { wesp } from '../../../src/dissectors/ipsec/wesp.ts'
import { read } from '../../support/ike/read.ts'
import { ipv4, udp } from '../../support/packets/index.ts'

describe('ESP, RFC 4303', () => {
  test('two numbers, then what nobody can tell', () => {
    const { layers, says, problems } = read(bytes('c0ffee01 00000007', noise(48)), { by: esp })
    expect(layers).toEqual([{ kind: 'esp', spi: 0xc0ffee01, sequence: 7, start: 0, payloadLength: 48, udpEncapsulated: false }])
    expect(says('ESP/SPI')).toBe('c0ffee01')
    expect(problems).toEqual([])
  })

  test.each([
    ['00000000 00000001', 'ESP/SPI: odd SPI 0 is for local use and must not travel'],
    ['000000ff 00000001', 'ESP/SPI: odd SPI 255 is reserved'],
    ['c0ffee', 'ESP: malformed SPI needs 4 bytes, 3 are here'],
  ])('%s', (hex, problem) => expect(read(bytes(hex), { by: esp }).problems).toEqual([problem]))

  test('cut by the capture: the length is still that of the wire', () => {
    const { layers, problems } = read(bytes('c0ffee01 00000007', noise(10)), { by: esp, wire: 108 })
    expect(layers).toMatchObject([{ payloadLength: 100 }])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('cut 90 more bytes')
  })
})

describe('AH, RFC 4302', () => {
  const icv = 'ab'.repeat(12)
  const inner = udp(9, 9, '0102')

  test('the header, then what it protects', () => {
    const packet = ipv4('10.0.0.1', '10.0.0.2', inner)
    const { layers, problems, says } = read(bytes('04 04 0000 c0ffee02 00000003', icv, packet), { by: ah })
    expect(layers.map(layer => layer.kind)).toEqual(['ah', 'tunnel', 'ip', 'udp'])
    expect(layers[0]).toEqual({ kind: 'ah', spi: 0xc0ffee02, sequence: 3, start: 0, nextHeader: 4, icvLength: 12 })
    expect(says('AH/Payload Len')).toBe('4 = 24 bytes')
    expect(problems).toEqual([])
  })

  test('AH in front of ESP', () => {
    const { layers } = read(bytes('32 04 0000 c0ffee02 00000003', icv, 'c0ffee03 00000004', noise(24)), { by: ah })
    expect(layers.map(layer => layer.kind)).toEqual(['ah', 'esp'])
  })

  test.each([
    ['11 00 0000 c0ffee02 00000003 0102', 'AH/Payload Len: malformed Payload Len says 8 bytes, the fixed fields have 12'],
    ['11 04 0000 c0ffee02 0000', 'AH: malformed AH says 24 bytes, 10 are here'],
    ['11 ff 0000 c0ffee02 00000003', 'AH: malformed AH says 1028 bytes, 12 are here'],
  ])('%s', (hex, problem) => expect(read(bytes(hex), { by: ah }).problems).toEqual([problem]))
})

describe('WESP in front of ESP, RFC 5840', () => {
  const esp = 'c0ffee01 00000009'
  const ping = '0800f7ff00000000'
  const behind = (hex: string) => read(bytes(hex), { by: wesp })

  test('says where the payload begins and how long the check is', () => {
    const { layers, says, problems } = behind(`01 14 0c 00 ${esp} 0102030405060708 ${ping} 0102 02 01 ${'ab'.repeat(12)}`)
    expect(says('WESP/Next Header')).toBe('1 = ICMP')
    expect(says('ESP')).toBe('not encrypted')
    expect(says('ICMP/Type')).toBe('8 = Echo')
    expect(layers).toMatchObject([{ kind: 'esp', said: { cipher: 'null', iv: 8, icv: 12, nextHeader: 1 } }, { kind: 'icmp' }])
    expect(problems).toEqual([])
  })

  test('with padding, and behind UDP', () => {
    expect(behind(`01 10 00 10 00000000 ${esp} ${ping} 0102 02 01`).layers).toMatchObject([{ said: { iv: 0, icv: 0 } }, { kind: 'icmp' }])
    const { layers } = behind(`00000002 01 0c 00 00 ${esp} ${ping} 0102 02 01`)
    expect(layers).toMatchObject([{ udpEncapsulated: true, said: { iv: 0, icv: 0 } }, { kind: 'icmp' }])
  })

  test('that says it is encrypted has no next header', () => {
    const { layers, says, problems } = behind(`00 00 00 20 ${esp} ${ping} 0102 02 01`)
    expect(layers).toMatchObject([{ kind: 'esp', said: 'encrypted' }])
    expect(says('WESP/Next Header')).toBe('0 = encrypted')
    expect(problems).toEqual([])
    expect(behind(`06 00 00 20 ${esp} ${ping}`).problems).toHaveLength(1)
  })

  test.each(['01 0c 20 00', '01 08 00 00', '01 0c 00 40'])('lengths without room and other versions tell nothing: %s', hex => {
    expect(behind(`${hex} ${esp} ${ping} 0102 02 01`).layers).toEqual([expect.not.objectContaining({ said: expect.anything() })])
  })
})

test('a packet whose trailer is none is not shown as clear text, whatever the rest of its SA is', () => {
  const clear = { cipher: 'null', confidence: 'certain', iv: 0, icv: 0, nextHeader: 1 } as const
  const shown = (...parts: (string | Uint8Array)[]) =>
    read(bytes('c0ffee01 00000001', ...parts), { by: esp, context: { esp: { clear: () => clear } } }).tree.children!.map(f => f.name)
  expect(shown('0800f7ff00000000', '0102 02 01')).toEqual(['ESP', 'ICMP', 'ESP Trailer'])
  for (const trailer of ['0102 02 c9', '79bb 02 01', '7902 00 c9'])
    expect(shown('0800f7ff00000000', trailer)).toEqual(['ESP', 'Payload of another layout than the rest of this SA'])
})
