import { describe, expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { layerOf, type Tcp } from '../../../src/dissectors/layer.ts'
import { bytes, counting, ipv4, kinds, read, type TcpOptions, tcp } from '../../support/packets/index.ts'

const packet = (payload: Parameters<typeof tcp>[2] = [], o: TcpOptions = {}) =>
  ipv4('192.0.2.10', '198.51.100.20', tcp(40000, 445, payload, o))

describe('header', () => {
  test.each<[string, Uint8Array, Partial<Tcp>]>([
    ['ports', packet(), { sourcePort: 40000, destinationPort: 445, checksumGood: true, payloadLength: 0 }],
    [
      'numbers',
      packet([], { sequence: 0xfffffffe, acknowledgment: 7, window: 512 }),
      { sequence: 0xfffffffe, acknowledgment: 7, window: 512 },
    ],
    ['flags', packet([], { flags: 2 }), { flags: 2 }],
    ['payload', packet(counting(13)), { payloadLength: 13 }],
    ['maximum segment size', packet([], { flags: 2, options: '0204 05b4 0101 0402' }), { mss: 1460 }],
  ])('%s', (_name, frame, expected) => {
    const { layers, said } = read(frame, 228)
    expect(layerOf(layers, 'tcp')).toMatchObject(expected)
    expect(said).toEqual([])
  })

  test('segments other than SYN have no maximum segment size', () => {
    expect(layerOf(read(packet(), 228).layers, 'tcp')).not.toHaveProperty('mss')
  })

  test('options are named and their values shown', () => {
    const { tree } = read(packet([], { options: '0101 080a 00000001 00000002 0101 0512 00000001 00000002 00000003 00000004' }), 228)
    const options = fieldAt(tree, 'TCP/Options')
    expect(options?.children?.map(f => f.meaning ?? f.name)).toEqual([
      'No-Operation',
      'No-Operation',
      'Timestamps',
      'No-Operation',
      'No-Operation',
      'SACK',
    ])
    expect(fieldAt(tree, 'TCP/Options/Option[2]/TS Value')?.value).toBe(1)
    expect(fieldAt(tree, 'TCP/Options/Option[5]/Right Edge[1]')?.value).toBe(4)
  })

  test('flags are listed', () => {
    expect(fieldAt(read(packet([], { flags: 0x12 }), 228).tree, 'TCP/Flags')?.meaning).toBe('SYN, ACK')
  })
})

describe('what is wrong', () => {
  const offset = (words: number) => {
    const frame = packet(counting(4))
    frame[32] = words << 4
    return frame
  }
  test.each([
    ['a header shorter than 20', offset(4), ['TCP/Data Offset malformed: Data Offset says 16 bytes, the header has 20 at least']],
    ['a header longer than the segment', offset(15), ['TCP malformed: TCP says 60 bytes, 24 are here']],
    [
      'an option without length',
      packet([], { options: '0200 0000' }),
      ['TCP/Options malformed: an option says 0 bytes, its kind and length alone have 2'],
    ],
  ])('%s', (_name, frame, expected) => {
    expect(read(frame, 228).said).toEqual(expected)
  })

  test('a segment cut in the capture is cut', () => {
    const whole = packet(counting(400))
    expect(read(whole.subarray(0, 44), 228, whole.length).said).toEqual(['Data cut: 396 more bytes were not captured'])
    expect(read(whole.subarray(0, 30), 228, whole.length).said).toEqual([
      'TCP cut: the capture kept 2 of the 4 bytes of Acknowledgment Number',
    ])
  })
})

describe('ports', () => {
  const segment = (port: number, payload: Uint8Array) => read(ipv4('192.0.2.10', '198.51.100.20', tcp(40000, port, payload)), 228)

  test('DNS behind its length', () => {
    const query = bytes('1234 0100 0001 0000 0000 0000 01 61 00 0001 0001')
    expect(kinds(segment(53, bytes([0, query.length], query)).layers)).toBe('ipv4 tcp dns')
    expect(kinds(segment(53, query).layers)).toBe('ipv4 tcp')
  })

  test('the middle of a Kerberos message stays data', () => {
    const { layers, said } = segment(88, counting(40, 0x60))
    expect(kinds(layers)).toBe('ipv4 tcp')
    expect(said).toEqual([])
  })
})
