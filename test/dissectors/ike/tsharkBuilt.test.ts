import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pcapFile } from '../../../src/compose/files/pcap.ts'
import { ascii, bytes, noise, u16 } from '../../../src/compose/ike/bytes.ts'
import { ikev1, ikev2, type Part } from '../../../src/compose/ike/message.ts'
import * as v1 from '../../../src/compose/ike/v1.ts'
import * as v2 from '../../../src/compose/ike/v2.ts'
import { read } from '../../support/ike/read.ts'
import { asked, ours, theirs } from '../../support/ike/tshark.ts'
import { ethernet, ipv4, udp } from '../../support/packets/index.ts'
import { hasTshark } from '../../support/tshark/fields.ts'

// Messages made here, read by tshark and by us: what the corpus lacks. Payloads that tshark does not know, or gets wrong
// (GSS, AuthIP, NAT-D of the drafts under GDOI's numbers), are not among them.

const lifetime = v1.attribute(12, '00015180')
const one = (exchange: number, ...parts: Part[]) => ikev1({ exchange, responder: '2222222222222222' }, ...parts)
const two = (exchange: number, ...parts: Part[]) => ikev2({ exchange, flags: 8 }, ...parts)

const messages: readonly [name: string, message: Uint8Array][] = [
  [
    'main mode, every cipher',
    one(
      2,
      v1.sa(
        {},
        v1.proposal(
          {},
          ...[1, 2, 3, 4, 5, 6, 7, 8].map(cipher => v1.transform({}, v1.attribute(1, cipher), v1.attribute(11, 1), lifetime)),
        ),
      ),
    ),
  ],
  [
    'main mode, every hash and method',
    one(
      2,
      v1.sa(
        {},
        v1.proposal(
          {},
          ...[1, 2, 3, 4, 5, 9, 10, 11].map(n =>
            v1.transform({ number: n }, v1.attribute(2, n % 7), v1.attribute(3, n), v1.attribute(4, n)),
          ),
        ),
      ),
    ),
  ],
  [
    'quick mode in the clear',
    one(
      32,
      v1.sa(
        {},
        v1.proposal(
          { protocol: 3, spi: 'c0ffee01' },
          v1.transform(
            { id: 12 },
            v1.attribute(4, 1),
            v1.attribute(5, 2),
            v1.attribute(6, 256),
            v1.attribute(1, 1),
            v1.attribute(2, '00000e10'),
          ),
        ),
      ),
      v1.nonce(1),
    ),
  ],
  [
    'ESP and AH at once',
    one(
      32,
      v1.sa(
        {},
        v1.proposal({ protocol: 3, spi: 'c0ffee01' }, v1.transform({ id: 3 }, v1.attribute(4, 2))),
        v1.proposal({ protocol: 2, spi: 'c0ffee02' }, v1.transform({ id: 3 }, v1.attribute(5, 2))),
      ),
    ),
  ],
  ['identities', one(4, v1.idAddress('192.0.2.10'), v1.idName(2, 'gw.example'), v1.idName(3, 'anna@example'))],
  ['keys, nonces, hashes, NAT', one(2, v1.ke(128), v1.nonce(7, 16), v1.hash(2), v1.natd(noise(20)), v1.natoa('10.0.0.1'))],
  [
    'notifies',
    one(5, ...[1, 14, 16, 18, 24, 24576, 24577, 24578].map(type => v1.notify(type)), v1.notify(24578, { spi: '11'.repeat(16) })),
  ],
  ['deletes', one(5, v1.remove(3, 'c0ffee01', 'c0ffee02'), v1.remove(1, '11'.repeat(16)))],
  ['dead peer detection in the clear', one(5, v1.notify(36136, { spi: '22'.repeat(16), data: '00000007' }))],
  [
    'vendor ids',
    one(
      2,
      ...[
        'afcad71368a1f1c96b8696fc77570100',
        '4a131c81070358455c5728f20e95452f',
        '12f5f28c457168a9702d9fe274cc0100',
        '09002689dfd6b712',
      ].map(id => v1.vid(id)),
    ),
  ],
  [
    'algorithms of version 2',
    two(
      34,
      v2.sa(
        v2.proposal(
          {},
          ...[12, 13, 14, 20, 23, 28].map(id => v2.transform(1, id, 256)),
          ...[2, 4, 5, 7].map(id => v2.transform(2, id)),
          ...[2, 5, 12, 14].map(id => v2.transform(3, id)),
          ...[2, 14, 19, 21, 31, 32].map(id => v2.transform(4, id)),
        ),
      ),
    ),
  ],
  [
    'a child SA in the clear',
    two(
      36,
      v2.sa(
        v2.proposal({ protocol: 3, spi: 'c0ffee01' }, v2.transform(1, 20, 128), v2.transform(5, 1)),
        v2.proposal({ number: 2, protocol: 2, spi: 'c0ffee02' }, v2.transform(3, 12), v2.transform(5, 0)),
      ),
    ),
  ],
  ['keys of version 2', two(34, v2.ke(14, 256), v2.ke(19, 64), v2.ke(31, 32), v2.nonce(3))],
  [
    'identities of version 2',
    two(35, v2.idInitiator(1, 'c000020a'), v2.idInitiator(2, ascii('gw.example')), v2.idResponder(3, ascii('anna@example'))),
  ],
  [
    'notifies of version 2',
    two(37, ...[7, 9, 14, 24, 34, 38, 43, 44, 16384, 16391, 16396, 16399, 16418, 16430, 16438].map(type => v2.notify(type))),
  ],
  [
    'notifies with data',
    two(
      34,
      v2.notify(17, { data: u16(19) }),
      v2.notify(16390, { data: noise(20) }),
      v2.notify(16388, { data: noise(20) }),
      v2.notify(16389, { data: noise(20) }),
    ),
  ],
  ['a rekeyed SA', two(36, v2.notify(16393, { protocol: 3, spi: 'c0ffee01' }))],
  ['MOBIKE', two(37, v2.notify(16397, { data: 'c000020a' }), v2.notify(16400), v2.notify(16401, { data: noise(8) }))],
  ['a redirect', two(34, v2.notify(16407, { data: bytes('01 04 c000020a', noise(16)) }))],
  ['resumption', two(38, v2.nonce(1), v2.notify(16412, { data: noise(30) }))],
  ['deletes of version 2', two(37, v2.remove(3, 'c0ffee01'), v2.remove(1))],
  [
    'proof and traffic',
    two(
      35,
      { type: 39, body: bytes('02000000', noise(20)) },
      v2.trafficSelector('10.0.0.0', '10.0.255.255'),
      v2.trafficSelector('0.0.0.0', '255.255.255.255', { initiator: false }),
    ),
  ],
  [
    'configuration and EAP',
    two(
      35,
      { type: 47, body: bytes('01000000', '00010000', '00030004', '08080808') },
      { type: 48, body: bytes('0201000b', [1], ascii('anna@x')) },
    ),
  ],
  ['a critical payload', two(35, { type: 43, body: ascii('x'), critical: true } as Part)],
  ['encrypted', two(35, v2.sk())],
  ['an encrypted piece', two(35, v2.skf())],
]

describe.skipIf(!hasTshark())('messages made here, as tshark reads them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ikescope-'))
  let answers: ReturnType<typeof asked>
  beforeAll(() => {
    const path = join(folder, 'built.pcap')
    const frames = messages.map(([, message]) => ethernet(ipv4('192.0.2.10', '198.51.100.20', udp(500, 500, message))))
    writeFileSync(path, pcapFile(frames.map((data, i) => ({ data, seconds: i, nanoseconds: 0 }))))
    answers = asked(path)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(messages.map(([name, message], i) => ({ name, message, number: i + 1 })))('$name', ({ message, number }) => {
    const one = read(message)
    const answer = answers.get(number)
    expect(one.problems).toEqual([])
    expect(answer).toBeDefined()
    const [we, they] = [ours(one.message, one.tree), theirs(answer!)]
    expect(we.header).toEqual(they.header)
    expect(we.payloads).toEqual(they.payloads)
  })
})
