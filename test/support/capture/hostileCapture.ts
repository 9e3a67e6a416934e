import { type Option, pcapngWriter, text } from '../../../src/compose/files/pcapng.ts'
import { ikev1 } from '../../../src/compose/ike/message.ts'
import { apRequestToken } from '../../../src/compose/ike/tokens.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import { der, integer, sequence } from '../../../src/compose/packets/kerberos.ts'
import { ethernet, ipv4, u16, udp } from '../packets/index.ts'

/** Where a capture says something in words that somebody else chose. */
export type Place = (typeof places)[number]
export const places = [
  'comment of the file',
  'program',
  'system',
  'interface',
  'filter',
  'comment of a packet',
  'vendor id',
  'identity',
  'certificate',
  'notify',
  'ticket',
  'DNS',
] as const

/** An aggressive mode, a main mode with a Kerberos ticket and a DNS question, in which every text is what `at` says of its place. */
export function hostileCapture(at: (place: Place) => string): Uint8Array {
  const w = pcapngWriter()
  const option = (code: number, place: Place): Option => [code, text(at(place))]
  const [A, B] = ['192.0.2.10', '198.51.100.20']
  const offer = v1.sa({}, v1.proposal({}, v1.suite({ authentication: 3 })))
  const both = { initiator: 'a1a1a1a1a1a1a1a1', responder: 'b2b2b2b2b2b2b2b2' }
  const kerberos = { initiator: 'c3c3c3c3c3c3c3c3', responder: 'd4d4d4d4d4d4d4d4' }
  const vendor = v1.vid(text(at('vendor id')))
  const token = apRequestToken(
    `${at('ticket').replaceAll('@', ' ')}@${at('ticket').replaceAll('@', ' ')}`,
    64,
    length => new Uint8Array(length),
  )
  const said: readonly (readonly [from: string, to: string, what: Parameters<typeof ipv4>[2]])[] = [
    [A, '192.0.2.53', udp(5353, 53, question(at('DNS')))],
    [
      A,
      B,
      udp(
        500,
        500,
        ikev1({ initiator: both.initiator, exchange: 4 }, offer, v1.ke(128, 1), v1.nonce(1), v1.idName(2, at('identity')), vendor),
      ),
    ],
    [
      B,
      A,
      udp(
        500,
        500,
        ikev1(
          { ...both, exchange: 4 },
          offer,
          v1.ke(128, 2),
          v1.nonce(2),
          v1.idName(3, at('identity')),
          v1.cert(certificate(at('certificate'))),
          v1.hash(2),
        ),
      ),
    ],
    [A, B, udp(500, 500, ikev1({ ...both, exchange: 5, messageId: 7 }, v1.notify(14, { data: text(at('notify')) })))],
    [
      A,
      B,
      udp(
        500,
        500,
        ikev1(
          { initiator: kerberos.initiator, exchange: 2 },
          v1.sa({}, v1.proposal({}, v1.suite({ authentication: 65001 }))),
          v1.vid('4048b7d56ebce88525e7de7f00d6c2d3'),
          vendor,
        ),
      ),
    ],
    [B, A, udp(500, 500, ikev1({ ...kerberos, exchange: 2 }, v1.sa({}, v1.proposal({}, v1.suite({ authentication: 65001 })))))],
    [A, B, udp(500, 500, ikev1({ ...kerberos, exchange: 2 }, v1.ke(128, 3), v1.nonce(3), v1.gss(token)))],
  ]
  const blocks = said.map(([from, to, what], i) =>
    w.enhanced(ethernet(ipv4(from, to, what, { id: i + 1 })), 1_700_000_000_000_000n + BigInt(i) * 100_000n, 0, [
      option(1, 'comment of a packet'),
    ]),
  )
  const all = [
    w.section([option(1, 'comment of the file'), option(2, 'system'), option(3, 'system'), option(4, 'program')]),
    w.port(1, 0, [option(2, 'interface'), option(3, 'interface'), [11, new Uint8Array([0, ...text(at('filter'))])], option(12, 'system')]),
    ...blocks,
  ]
  const bytes = new Uint8Array(all.reduce((sum, block) => sum + block.length, 0))
  let offset = 0
  for (const block of all) {
    bytes.set(block, offset)
    offset += block.length
  }
  return bytes
}

/** A DNS question for the name whose labels are these words. RFC 1035 §4.1. */
function question(name: string): Uint8Array {
  const octets = text(name).subarray(0, 180)
  const labels: number[] = []
  for (let i = 0; i < octets.length; i += 60) {
    const label = octets.subarray(i, i + 60)
    labels.push(label.length, ...label)
  }
  return new Uint8Array([0x12, 0x34, 1, 0, ...u16(1, 0, 0, 0), ...labels, 0, ...u16(1, 1)])
}

/** A certificate whose subject and issuer bear this name; its signature is none. RFC 5280 §4.1. */
function certificate(name: string): Uint8Array {
  const called = sequence(der(0x31, sequence(der(6, '550403'), der(0x0c, text(name)))))
  const algorithm = sequence(der(6, '2a864886f70d01010b'), der(5))
  const dates = sequence(der(0x17, text('240101000000Z')), der(0x17, text('340101000000Z')))
  const key = sequence(sequence(der(6, '2a864886f70d010101'), der(5)), der(3, '00', sequence(integer(7), integer(3))))
  const body = sequence(der(0xa0, integer(2)), integer(1), algorithm, called, dates, called, key)
  return sequence(body, algorithm, der(3, '00', new Uint8Array(8)))
}
