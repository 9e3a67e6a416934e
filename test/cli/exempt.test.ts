import { expect, test } from 'vitest'
import { exemptHosts } from '../../src/cli/exempt.ts'

test.each([
  [
    ['a.pcap', '--exempt', '192.0.2.1,192.0.2.2'],
    ['192.0.2.1', '192.0.2.2'],
  ],
  [
    ['--exempt=192.0.2.1', '--exempt', '2001:DB8:0:0::1', 'a.pcap'],
    ['192.0.2.1', '2001:db8::1'],
  ],
  [['a.pcap'], []],
])('%j', (args, expected) => expect(exemptHosts(args)).toEqual({ rest: ['a.pcap'], exempt: expected }))

test('what follows -- are files', () => expect(exemptHosts(['--', '--exempt']).rest).toEqual(['--', '--exempt']))

test.each([[['--exempt']], [['--exempt', 'dc1.example.com']], [['--exempt=']]])('%j is a mistake', args =>
  expect(() => exemptHosts(args)).toThrow(/--exempt takes addresses/),
)
