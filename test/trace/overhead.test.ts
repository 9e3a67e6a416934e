import { describe, expect, test } from 'vitest'
import { boundsOutside, type Layout, largestInside, overheadOf, sizeOutside } from '../../src/trace/overhead.ts'

const flow = { kind: 'esp', udpEncapsulated: false, source: '192.0.2.10' } as const
const inUdp = { ...flow, udpEncapsulated: true }
const proposal = (name: string, integrity = '') =>
  ({
    number: 1,
    protocol: 3,
    spi: '',
    transforms: [
      { id: 1, name, attributes: integrity ? [{ type: 5, name: 'Authentication Algorithm', value: 2, meaning: integrity }] : [] },
    ],
  }) as const

describe('sizes of protected packets, worked out by hand', () => {
  const cbc: Layout = { tunnel: true, iv: 16, block: 16, icv: 12 }
  test.each<[string, Layout, Parameters<typeof sizeOutside>[1], number, number]>([
    // 20 outer + 8 + 16 + (84 + 2 → 96) + 12
    ['AES-CBC with SHA-1-96, ping of 84', cbc, flow, 84, 152],
    ['the same inside UDP', cbc, inUdp, 84, 160],
    // 20 + 8 + 8 + (1400 + 2 → 1404) + 16
    ['AES-GCM, 1400', { tunnel: true, iv: 8, block: 4, icv: 16 }, flow, 1400, 1456],
    // 20 + 8 + 8 + (1480 + 2 → 1488) + 12, the packet's own header
    ['3DES in transport mode, 1500', { tunnel: false, iv: 8, block: 8, icv: 12 }, flow, 1500, 1536],
    ['AH with SHA-1 in transport mode', { tunnel: false, iv: 0, block: 4, icv: 12 }, { ...flow, kind: 'ah' }, 1000, 1024],
    [
      'AH with SHA-256 in IPv6: filled up to 8',
      { tunnel: false, iv: 0, block: 4, icv: 16 },
      { ...flow, kind: 'ah', source: '2001:db8::1' },
      1000,
      1032,
    ],
  ])('%s', (_, layout, of, inside, outside) => expect(sizeOutside(layout, of, inside)).toBe(outside))
})

describe('what an SA adds', () => {
  test('from algorithms that can be read', () => {
    const known = overheadOf(flow, [], [], proposal('ESP_3DES', 'HMAC-SHA'))
    expect(known.from).toBe('algorithms')
    // Transport: 20 + 8 + 8 + (1382 → 1384) + 12; tunnel: 20 + 8 + 8 + (1402 → 1408) + 12
    expect(boundsOutside(known, flow, 1400)).toEqual({ least: 1432, most: 1456 })
  })

  test('from packets seen outside and inside', () => {
    const known = overheadOf(
      flow,
      [128, 1280],
      [
        { outside: 128, inside: 84 },
        { outside: 1280, inside: 1238 },
      ],
      null,
    )
    expect(known.from).toBe('packets')
    expect(boundsOutside(known, flow, 1500)).toEqual({ least: 1544, most: 1544 })
    expect(largestInside(known, flow, 1280)).toBe(1238)
  })

  test('bounded by the sizes of packets when nothing can be read', () => {
    const known = overheadOf(flow, [152, 168, 1496], [], null)
    expect(known.from).toBe('sizes')
    const { least, most } = boundsOutside(known, flow, 84)
    expect(least).toBeLessThanOrEqual(152)
    expect(most).toBeGreaterThanOrEqual(152)
  })

  test('pairs that fit no layout say nothing', () => {
    expect(overheadOf(flow, [152], [{ outside: 152, inside: 151 }], null).from).toBe('sizes')
  })
})
