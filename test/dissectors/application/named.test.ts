import { describe, expect, test } from 'vitest'
import { layerOf } from '../../../src/dissectors/layer.ts'
import { ipv4, read, tcp } from '../../support/packets/index.ts'
import { untiled } from '../../support/tree/tiling.ts'

const text = (says: string) => new TextEncoder().encode(says)
const smb1 = (command: string, flags: string, status = '00000000') => `00 000023 ff534d42 ${command} ${status} ${flags} ${'00'.repeat(30)}`
const smb2 = (command: string, flags: string, status = '00000000') =>
  `00 000040 fe534d42 4000 0000 ${status} ${command} 0000 ${flags} ${'00'.repeat(44)}`

/** What a TCP segment from or to a port is called. */
function named(port: number, payload: Uint8Array | string) {
  const segment = ipv4('192.0.2.10', '198.51.100.20', tcp(40000, port, payload))
  const { layers, tree, said } = read(segment, 228)
  expect(untiled(tree)).toEqual([])
  expect(said).toEqual([])
  return layerOf(layers, 'application')
}

describe('named, and told in one line', () => {
  test.each([
    [80, text('GET /index.html HTTP/1.1\r\nHost: gw\r\n\r\n'), 'HTTP', 'GET /index.html HTTP/1.1'],
    [8080, text('HTTP/1.1 404 Not Found\r\n'), 'HTTP', 'HTTP/1.1 404 Not Found'],
    [389, '30 0c 02 01 01 60 07 02 01 03 04 00 80 00', 'LDAP', 'bindRequest, message 1'],
    [389, '30 84 00000010 02 01 02 65 84 00000007 0a 01 00 04 00 04 00', 'LDAP', 'searchResDone, message 2'],
    [445, smb1('72', '18'), 'SMB', 'NEGOTIATE'],
    [445, smb1('73', '98', '160000c0'), 'SMB', 'SESSION_SETUP_ANDX response, status 0xc0000016'],
    [445, smb2('0300', '00000000'), 'SMB', 'TREE_CONNECT'],
    [445, smb2('0500', '01000000', '340000c0'), 'SMB', 'CREATE response, status 0xc0000034'],
    [445, `00 000034 fd534d42 ${'00'.repeat(48)}`, 'SMB', 'encrypted'],
  ])('port %i: %#', (port, payload, name, says) => {
    expect(named(port, payload)).toEqual({ kind: 'application', name, says })
  })

  test.each([
    [80, text('the middle of a page')],
    [80, text('GET')],
    [389, '30 0c 02 09 01'],
    [389, '04 0c 02 01 01 60'],
    [445, '00 000023 ff534d'],
    [445, 'ff'.repeat(60)],
    [81, text('GET / HTTP/1.1\r\n')],
  ])('what does not begin as a message stays data: port %i, %#', (port, payload) => {
    expect(named(port, payload)).toBeUndefined()
  })

  test('no text of a stranger hides in the line', () => {
    expect(named(80, text('GET /\u202etxt HTTP/1.1\u0007\r\n'))?.says).toBe('GET /\\x202etxt HTTP/1.1\\x07')
  })
})
