import { expect, test } from 'vitest'
import { type Heard, Tcp } from '../../../src/trace/baseline/heard.ts'
import { tcpTurns } from '../../../src/trace/baseline/tcpTurns.ts'

const [client, server] = ['192.0.2.10', '198.51.100.20']

/** What a client says in segments: where each begins and how long it is, a second apart. */
function said(...segments: readonly (readonly [at: number, length: number])[]) {
  const heard = segments.map(
    ([at, length], i): Heard => ({
      packets: [i + 1],
      time: i,
      wire: 40 + length,
      shield: 'none',
      source: client,
      destination: server,
      outer: [client, server],
      protocol: 'tcp',
      sourcePort: 40000,
      destinationPort: 80,
      sequence: 1000 + at,
      acknowledgment: 0,
      flags: Tcp.ack,
      identification: i,
      length,
    }),
  )
  const told = tcpTurns({ protocol: 'tcp', name: 'TCP port 80', client, server, clientPort: 40000, serverPort: 80, heard })
  return { missing: told.missing, resent: told.turns[0]!.resent }
}

test.each([1, 2])('what was lost and sent again fills its hole, also %i octets', octets => {
  expect(said([0, 10], [10 + octets, 10], [10, octets])).toEqual({ missing: 0, resent: 1 })
})

test('an octet in the middle is sent again, and the last one asks whether anybody is there', () => {
  expect(said([0, 10], [10, 10], [10, 1])).toEqual({ missing: 0, resent: 1 })
  expect(said([0, 10], [10, 10], [19, 1], [19, 0])).toEqual({ missing: 0, resent: 0 })
})
