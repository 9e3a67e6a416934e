import { describe, expect, test } from 'vitest'
import { noise } from '../../src/compose/ike/bytes.ts'
import { icmp, ipv4, u16, u32 } from '../support/packets/index.ts'
import { Connection, framed, framedEsp } from '../support/trace/connection.ts'
import { ladderOf } from '../support/trace/ladder.ts'
import { sayV2 } from '../support/trace/phrases.ts'
import { type Story, said, story } from '../support/trace/story.ts'

// IKE in a TCP connection, RFC 9329: segments are no messages, and a capture need not have all of them.

const { init, initAnswer, auth, authAnswer } = sayV2()
const esp = new Uint8Array(120).fill(7)

function ladder(told: Story): string {
  expect(told.report.negotiations).toHaveLength(1)
  return ladderOf(told.report.negotiations[0]!)
}

test('a whole negotiation', () => {
  const told = story()
  new Connection(told).open().send('a', framed(init)).send('b', framed(initAnswer)).send('a', framed(auth)).send('b', framed(authAnswer))
  expect(ladder(told)).toMatchInlineSnapshot(`
    "N1 ikev2 established
    #4        0.060  → IKE_SA_INIT request  SA KE Nonce
    #5        0.080  ← IKE_SA_INIT response  SA KE Nonce
    #6        0.100  → IKE_AUTH request  *SK
    #7        0.120  ← IKE_AUTH response  *SK"
  `)
  expect(told.report.negotiations[0]!.initiator).toEqual({ address: '192.0.2.10', port: 40000 })
  expect(told.report.traces[0]!.counts).toMatchObject({ ike: 5 })
  expect(said(told)).toEqual([])
})

test.each([80, 445, 53])('a whole negotiation on port %i, which is that of something else', port => {
  const told = story()
  const connection = new Connection(told, port).open()
  connection.send('a', framed(init)).send('b', framed(initAnswer)).send('a', framed(auth)).send('b', framed(authAnswer))
  expect(told.report.negotiations).toMatchObject([{ outcome: 'established', responder: { port } }])
})

test('messages across segments, with ESP between them', () => {
  const told = story()
  const connection = new Connection(told).open()
  connection.send('a', Uint8Array.from([...framed(init), ...framedEsp(esp)]), { size: 90 }).send('b', framed(initAnswer), { size: 61 })
  connection.send('a', framed(auth)).send('b', framed(authAnswer))
  const [first] = told.report.negotiations[0]!.exchanges[0]!.messages
  expect(first!.transmissions).toHaveLength(1)
  expect(first!.transmissions[0]!.sightings[0]).toMatchObject({ complete: true })
  expect(first!.transmissions[0]!.sightings[0]!.packets.length).toBe(Math.ceil(framed(init).length / 90))
  expect(told.report.negotiations[0]!.outcome).toBe('established')
})

test('a segment sent again by TCP is no message sent again', () => {
  const told = story()
  const connection = new Connection(told).open()
  const at = connection.at('a')
  connection.send('a', framed(init)).segment('a', framed(init), { sequence: at }).send('b', framed(initAnswer))
  connection.send('a', framed(auth)).send('b', framed(authAnswer))
  expect(ladder(told)).not.toContain('again')
})

test('segments that overtake each other', () => {
  const told = story()
  const connection = new Connection(told).open()
  const [at, message] = [connection.at('a'), framed(init)]
  connection.segment('a', message.subarray(80), { sequence: at + 80 }).segment('a', message.subarray(0, 80))
  connection.segment('b', framed(initAnswer))
  expect(ladder(told)).toContain('IKE_SA_INIT request')
})

test('a capture that began in the middle of a message', () => {
  const told = story()
  new Connection(told).send('a', framed(init).subarray(40)).send('a', framed(auth)).send('b', framed(authAnswer))
  expect(ladder(told)).toContain('IKE_AUTH request')
})

test('a segment that was not captured costs its message, and no more', () => {
  const told = story()
  const connection = new Connection(told).open().send('a', framed(init), { size: 90, lost: [2] })
  connection.send('b', framed(initAnswer)).send('a', framed(auth)).send('b', framed(authAnswer))
  const drawn = ladder(told)
  expect(drawn).not.toContain('IKE_SA_INIT request')
  expect(drawn).toContain('IKE_SA_INIT response')
  expect(drawn).toContain('IKE_AUTH request')
})

describe('ESP in the connection', () => {
  const [toB, toA] = [0xc0ffee01, 0xc0ffee02]
  const packet = (spi: number, sequence: number) => framedEsp(Uint8Array.from([...u32(spi, sequence), ...noise(96, spi + sequence)]))
  const negotiated = (port = 4500) => {
    const told = story()
    const connection = new Connection(told, port).open().send('a', framed(init)).send('b', framed(initAnswer))
    return { told, connection: connection.send('a', framed(auth)).send('b', framed(authAnswer)) }
  }
  const flows = (told: Story) =>
    told.report.flows.map(
      f => `${f.spi} ${f.from} ${f.packets} ${f.firstSequence}-${f.lastSequence} missing ${f.missing} ${f.tcpEncapsulated}`,
    )

  test.each([4500, 443])('has flows and SAs, on port %i', port => {
    const { told, connection } = negotiated(port)
    for (let i = 1; i <= 5; i++) connection.send('a', packet(toB, i)).send('b', packet(toA, i))
    expect(flows(told)).toEqual(['c0ffee01 192.0.2.10 5 1-5 missing 0 true', 'c0ffee02 198.51.100.20 5 1-5 missing 0 true'])
    expect(told.report.securityAssociations.filter(sa => sa.kind === 'ipsec')).toMatchObject([
      { protocol: 'esp', encapsulation: 'TCP', spis: { toInitiator: 'c0ffee02', toResponder: 'c0ffee01' }, state: 'used both ways' },
    ])
    expect(said(told)).toEqual([])
  })

  test('across segments, several in one, and sent again by TCP', () => {
    const { told, connection } = negotiated()
    const three = Uint8Array.from([1, 2, 3].flatMap(i => [...packet(toB, i)]))
    const at = connection.at('a')
    connection.send('a', three, { size: 150 }).segment('a', three.subarray(0, 150), { sequence: at }).send('a', packet(toB, 4))
    expect(flows(told)).toEqual(['c0ffee01 192.0.2.10 4 1-4 missing 0 true'])
  })

  test('where the capture misses a segment, the packets in it are missing', () => {
    const { told, connection } = negotiated()
    for (let i = 1; i <= 3; i++) connection.send('a', packet(toB, i))
    connection
      .send('a', packet(toB, 4), { lost: [1] })
      .send('b', packet(toA, 1))
      .send('a', framed(auth))
      .send('b', framed(authAnswer))
    for (let i = 5; i <= 6; i++) connection.send('a', packet(toB, i))
    expect(flows(told)[0]).toBe('c0ffee01 192.0.2.10 5 1-6 missing 1 true')
    expect(said(told)).toEqual([])
  })

  test('where nobody acknowledges what is behind a hole, as in a capture of one direction, it waits until the end and is taken then', () => {
    const { told, connection } = negotiated()
    for (let i = 1; i <= 3; i++) connection.send('a', packet(toB, i))
    connection.send('a', packet(toB, 4), { lost: [1] })
    for (let i = 5; i <= 6; i++) connection.send('a', packet(toB, i))
    connection.send('a', framed(auth))
    expect(flows(told)[0]).toBe('c0ffee01 192.0.2.10 3 1-3 missing 0 true')
    expect(ladder(told)).not.toContain('again')
    told.trace.end()
    expect(flows(told)[0]).toBe('c0ffee01 192.0.2.10 5 1-6 missing 1 true')
    expect(ladder(told)).toContain('again')
  })

  test('behind a hole the place is found again by the SPI', () => {
    const { told, connection } = negotiated()
    for (let i = 1; i <= 3; i++) connection.send('a', packet(toB, i))
    connection.send('a', packet(toB, 4), { size: 60, lost: [1] }).send('b', packet(toA, 1))
    for (let i = 5; i <= 9; i++) connection.send('a', packet(toB, i)).send('b', packet(toA, i))
    expect(flows(told)[0]).toBe('c0ffee01 192.0.2.10 8 1-9 missing 1 true')
  })

  test('a flood of other connections does not push it out', () => {
    const { told, connection } = negotiated()
    for (let i = 0; i < 5000; i++) {
      new Connection(told, 4500, 1000 + i).segment('a', new Uint8Array(0), { flags: 2 })
      if (i % 500 === 0) connection.send('a', packet(toB, 1 + i / 500))
    }
    expect(flows(told)).toEqual(['c0ffee01 192.0.2.10 10 1-10 missing 0 true'])
  })

  test('what waited for a segment that never came is still its sender’s', () => {
    const { told, connection } = negotiated()
    connection
      .send('b', packet(toA, 1), { lost: [1] })
      .send('b', framed(authAnswer))
      .send('b', packet(toA, 2))
      .segment('a', new Uint8Array(0))
    expect(flows(told)).toEqual(['c0ffee02 198.51.100.20 1 2-2 missing 0 true'])
    expect(told.report.negotiations[0]!.responder.address).toBe('198.51.100.20')
  })

  test('a connection that began without the letters of RFC 9329 has none, whatever it looks like', () => {
    const told = story()
    const connection = new Connection(told).segment('a', new Uint8Array(0), { flags: 2 }).segment('b', new Uint8Array(0), { flags: 18 })
    for (let i = 1; i <= 5; i++) connection.send('a', packet(toB, i))
    expect(told.report.flows).toEqual([])
  })

  describe('in a capture that began later, without any IKE', () => {
    test.each([
      ['a packet in each segment', 1400],
      ['across segments', 50],
    ])('has flows, %s', (_, size) => {
      const told = story()
      const connection = new Connection(told)
      for (let i = 7; i <= 11; i++) connection.send('a', packet(toB, i), { size }).send('b', packet(toA, i), { size })
      expect(flows(told)).toEqual(['c0ffee01 192.0.2.10 5 7-11 missing 0 true', 'c0ffee02 198.51.100.20 5 7-11 missing 0 true'])
    })

    test('in the middle of a packet, what follows has flows', () => {
      const told = story()
      const connection = new Connection(told).send('a', packet(toB, 6).subarray(31))
      for (let i = 7; i <= 11; i++) connection.send('a', packet(toB, i))
      expect(flows(told)).toEqual(['c0ffee01 192.0.2.10 5 7-11 missing 0 true'])
    })

    test.each([
      ['two packets', [packet(toB, 1), packet(toB, 2)]],
      ['numbers that do not count up', [1, 2, 2, 3, 3, 4].map(i => packet(toB, i))],
      ['another SPI each time', [1, 2, 3, 4, 5].map(i => packet(toB + i, i))],
      ['nothing but zeros', [new Uint8Array(5000)]],
    ])('%s are not enough', (_, all) => {
      const told = story()
      const connection = new Connection(told)
      for (const one of all) connection.send('a', one)
      expect(flows(told)).toEqual([])
    })
  })

  describe('that is not encrypted', () => {
    const clear = (spi: number, sequence: number) => {
      const inside = ipv4('10.1.0.1', '10.2.0.1', icmp(8, 0, u16(7, sequence), noise(32, sequence)))
      return framedEsp(Uint8Array.from([...u32(spi, sequence), ...inside, 1, 2, 2, 4, ...noise(12, 99 + sequence)]))
    }

    test('is found out as elsewhere, and encrypted ESP beside it too', () => {
      const { told, connection } = negotiated()
      for (let i = 1; i <= 5; i++) connection.send('a', clear(toB, i))
      for (let i = 1; i <= 10; i++) connection.send('b', packet(toA, i))
      expect(told.report.flows).toMatchObject([
        { spi: 'c0ffee01', cipher: 'null', confidence: 'certain' },
        { spi: 'c0ffee02', cipher: 'encrypted', confidence: 'certain' },
      ])
    })
  })
})

test('behind the port of something else', () => {
  const told = story()
  const connection = new Connection(told, 443).open().send('a', framed(init), { size: 90 }).send('b', framed(initAnswer), { size: 100 })
  connection.send('a', framed(auth)).send('b', framed(authAnswer))
  expect(told.report.negotiations[0]).toMatchObject({ outcome: 'established', responder: { port: 443 } })
})

test('a web server’s connection is none of these', () => {
  const told = story()
  const connection = new Connection(told, 443)
  connection.send('a', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')).send('b', new Uint8Array(5000))
  expect(told.report.negotiations).toEqual([])
  expect(told.report.traces[0]!.counts).toMatchObject({ ike: 0, other: 5 })
})
