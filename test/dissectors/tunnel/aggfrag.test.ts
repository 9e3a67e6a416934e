import { expect, test } from 'vitest'
import { bytes, noise } from '../../../src/compose/ike/bytes.ts'
import { aggfrag } from '../../../src/dissectors/tunnel/aggfrag.ts'
import { read } from '../../support/ike/read.ts'
import { carried, ipv4, ipv6 } from '../../support/packets/index.ts'

const first = ipv4('10.1.0.1', '10.2.0.1', carried(253, noise(12)))
const second = ipv6('2001:db8::1', '2001:db8::2', carried(253, noise(20)))

test('the end of one packet, two whole ones, padding', () => {
  const { layers, tree, says, problems } = read(bytes('0000 0007', noise(7), first, second, new Uint8Array(30)), { by: aggfrag })
  expect(tree.children!.map(field => field.name)).toEqual([
    'AGGFRAG',
    'End of a block that began before',
    'IPv4',
    'Not dissected',
    'IPv6',
    'Not dissected',
    'Pad Data Block',
  ])
  expect(says('AGGFRAG/Sub-Type')).toBe('0 = non-congestion control')
  expect(layers).toEqual([{ kind: 'tunnel', name: 'AGGFRAG' }])
  expect(problems).toEqual([])
})

test('with congestion control, and a packet that goes on in the next', () => {
  const { tree, problems } = read(bytes('0101 0000', noise(20), first, second.subarray(0, 50)), { by: aggfrag })
  expect(tree.children!.map(field => field.name)).toEqual(['AGGFRAG', 'IPv4', 'Not dissected', 'Beginning of a block'])
  expect(problems).toEqual([])
})

test('all of it belongs to one that began before', () => {
  const { tree } = read(bytes('0000 0500', noise(40)), { by: aggfrag })
  expect(tree.children!.map(field => field.name)).toEqual(['AGGFRAG', 'End of a block that began before'])
})
