import { describe, expect, test } from 'vitest'
import { ikev2 } from '../../../src/compose/ike/message.ts'
import { notify } from '../../../src/compose/ike/v2.ts'
import { notifyType3gpp } from '../../../src/dissectors/ike/names/notifyV2.ts'
import { read } from '../../support/ike/read.ts'
import { untiled } from '../../support/tree/tiling.ts'

/** A message with one notify. */
function told(type: number, data: string) {
  const message = ikev2({ exchange: 35, flags: 8 }, notify(type, { data }))
  const one = read(message)
  expect(untiled(one.tree, message.length)).toEqual([])
  return one
}

describe('what phones and their providers tell each other', () => {
  test.each<[name: string, type: number, data: string, says: string]>([
    ['a class alone', 42014, '01 09', 'EPS_QOS, class 9'],
    [
      'rates of modems',
      42014,
      '05 01 3f 40 7f 80',
      'EPS_QOS, class 1, 63 kbit/s up, 64 kbit/s down, guaranteed 568 kbit/s up, 576 kbit/s down',
    ],
    ['none at all', 42014, '05 01 ff fe 00 00', 'EPS_QOS, class 1, 0 kbit/s up, 8.64 Mbit/s down'],
    [
      'rates of a phone',
      42014,
      '09 02 fe fe fe fe 01 4a 4b ba',
      'EPS_QOS, class 2, 8.7 Mbit/s up, 16 Mbit/s down, guaranteed 17 Mbit/s up, 128 Mbit/s down',
    ],
    [
      'rates of a fast phone',
      42014,
      '0d 02 fe fe fe fe fa fa fa fa 01 3d a1 f6',
      'EPS_QOS, class 2, 260 Mbit/s up, 500 Mbit/s down, guaranteed 1.5 Gbit/s up, 10 Gbit/s down',
    ],
    [
      'units',
      42015,
      '0a 03 0064 00c8 02 0001 0002',
      'EXTENDED_EPS_QOS, 400 Mbit/s up, 800 Mbit/s down, guaranteed 1 Mbit/s up, 2 Mbit/s down',
    ],
    ['a whole network', 42094, '02 40 3f', 'APN_AMBR, 63 kbit/s up, 64 kbit/s down'],
    ['a fast one', 42094, '06 fe fe fa 4a 02 01', 'APN_AMBR, 272 Mbit/s up, 768 Mbit/s down'],
    ['a faster one', 42095, '06 07 000a 06 0002', 'EXTENDED_APN_AMBR, 512 Mbit/s up, 10 Gbit/s down'],
    ['a new template', 42017, '09 21 30 01 05 30 11 50 1388', 'TFT, create new TFT, 1 filter'],
    ['filters that go', 42017, '03 a2 01 02', 'TFT, delete packet filters, 2 filters'],
    ['a template that goes', 42017, '01 40', 'TFT, delete existing TFT'],
    [
      'who decides',
      41288,
      '06 01 01 01 02 01 02',
      'NBIFOM_GENERIC_CONTAINER, NBIFOM mode UE-initiated, NBIFOM default access non-3GPP access',
    ],
  ])('%s', (_, type, data, says) => {
    const one = told(type, data)
    expect(one.problems).toEqual([])
    expect(one.says('N')).toBe(says)
  })

  test('each part of a packet filter has its name', () => {
    const one = told(42017, '29 32 31 0a 11 10 0a000000 ffffff00 30 11 50 1388 70 b8fc 12 0b 0e 11 c0000201 ffffffff 51 0050 005a 03 01 07')
    expect(one.problems).toEqual([])
    const at = 'N/Notification Data'
    expect(one.says(`${at}/Packet filter`)).toBe(
      '1, both ways, remote address 10.0.0.0/24, protocol UDP, remote port 5000, traffic class b8 mask fc',
    )
    expect(one.says(`${at}/Packet filter[1]`)).toBe('2, downlink only, local address 192.0.2.1/32, remote ports 80-90')
    expect(one.says(`${at}/Parameter`)).toBe('Packet filter identifier')
  })

  test('a routing rule has the parts that its flags announce', () => {
    const one = told(41288, '14 04 12 11 05 41 0a 83 05 0000 c0000201 c6336414 11 00000050')
    expect(one.problems).toEqual([
      'N/Notification Data/Parameter/Routing rule: malformed Start of the source port range needs 4 bytes, 1 are here',
    ])
    const right = told(41288, '1b 04 19 18 05 41 0a 83 05 0000 c0000201 c6336414 11 00000050 00000090')
    expect(right.problems).toEqual([])
    const rule = 'N/Notification Data/Parameter/Routing rule'
    expect(right.says(rule)).toBe('5, create, 3GPP access')
    expect(right.says(`${rule}/Destination IPv4 address`)).toBe('198.51.100.20')
    expect(right.says(`${rule}/Protocol type or next header`)).toBe('17 = UDP')
    expect(right.says(`${rule}/Start of the destination port range`)).toBe('144')
  })

  test('every type takes any octets', () => {
    for (const type of Object.keys(notifyType3gpp.entries).map(Number))
      for (let length = 0; length < 24; length++)
        told(type, Array.from({ length }, (_, i) => ((type * 7 + i * 41) & 255).toString(16).padStart(2, '0')).join(''))
  })
})
