import { expect, test } from 'vitest'
import { fieldAt } from '../../../src/dissectors/field.ts'
import { type Dns, layerOf } from '../../../src/dissectors/layer.ts'
import { ipv4, read, udp } from '../../support/packets/index.ts'

const message = (hex: string) => ipv4('192.0.2.10', '198.51.100.20', udp(40000, 53, hex))
const NAME = '03 677734 07 6578616d706c65 03 636f6d 00'

test.each<[string, string, Partial<Dns>, string[]]>([
  ['query', `1234 0100 0001 0000 0000 0000 ${NAME} 0001 0001`, { response: false, id: 0x1234, question: 'gw4.example.com', rcode: 0 }, []],
  ['no such name', `1234 8183 0001 0000 0000 0000 ${NAME} 001c 0001`, { response: true, question: 'gw4.example.com', rcode: 3 }, []],
  ['answer', `1234 8180 0001 0001 0000 0000 ${NAME} 0001 0001 c00c 0001 0001 00000e10 0004 c0000201`, { response: true, rcode: 0 }, []],
  ['the root', '1234 0100 0001 0000 0000 0000 00 0002 0001', { question: '.' }, []],
  ['a pointer in the question', '1234 0100 0001 0000 0000 0000 c00c 0001 0001', { question: '.' }, []],
  ['no question', '1234 8185 0000 0000 0000 0000', { rcode: 5 }, []],
  [
    'a name that does not end',
    '1234 0100 0001 0000 0000 0000 05 6162',
    { id: 0x1234 },
    ['DNS/Question malformed: QNAME needs 7 bytes, 3 are here'],
  ],
])('%s', (_name, hex, expected, problems) => {
  const { layers, said } = read(message(hex), 228)
  expect(layerOf(layers, 'dns')).toMatchObject(expected)
  expect(said).toEqual(problems)
})

test('type and name of the question are shown', () => {
  const { tree } = read(message(`1234 0100 0001 0000 0000 0000 ${NAME} 002d 0001`), 228)
  expect(fieldAt(tree, 'DNS/Question')?.meaning).toBe('gw4.example.com IPSECKEY')
})
