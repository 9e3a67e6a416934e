import { expect, test } from 'vitest'
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
