// Captures to measure the page with: raw IP, microsecond pcap, each the same every time. A packet is a template in which only what tells
// packets apart is written anew, so that ten million are made in seconds.
import { closeSync, openSync, writeSync } from 'node:fs'

const HEAD = 28
const BODY = 60

/**
 * IKEv2 messages between two hosts, 100 ms apart: each negotiation opens with two exchanges and stays alive by all others. RFC 7296 §1.2, §1.4.
 * `lost`: every such packet is not there. `later`: seconds that the capture saw them later, and three hops further.
 */
export function writeMessages(path, options) {
  write(path, messages(options))
}

/** Small packets of ESP between two hosts, after a negotiation of eight messages. RFC 4303 §2. */
export function writePackets(path, packets) {
  write(path, esp(packets))
}

function* messages({ count, negotiations = 1, lost = 0, later = 0 }) {
  const each = Math.ceil(count / negotiations)
  const packet = ip(17, 8 + HEAD + BODY)
  packet.set([500 >> 8, 500 & 255, 500 >> 8, 500 & 255, 0, 8 + HEAD + BODY], 20)
  packet[8] = later > 0 ? 61 : 64
  for (let i = 0; i < count; i++) {
    if (lost > 0 && i % lost === lost - 1) continue
    const [negotiation, k] = [Math.floor(i / each) + 1, i % each]
    const id = k >> 1
    turn(packet, k % 2 === 0)
    packet.writeUInt16BE(i & 0xffff, 4)
    packet.writeUInt32BE(0xaaaa0000, 28)
    packet.writeUInt32BE(negotiation, 32)
    packet.writeUInt32BE(k === 0 ? 0 : 0xbbbb0000, 36)
    packet.writeUInt32BE(k === 0 ? 0 : negotiation, 40)
    packet.set([id === 0 ? 41 : 46, 0x20, id === 0 ? 34 : id === 1 ? 35 : 37, k % 2 === 0 ? 8 : 0x20], 44)
    packet.writeUInt32BE(id, 48)
    packet.writeUInt32BE(HEAD + BODY, 52)
    packet.fill((i * 37) & 255, 60)
    packet.set([0, 0, 0, BODY], 56)
    if (id === 0) packet.set([0, 0, 0x40, 0], 60)
    yield { packet, microseconds: i * 100_000 + later * 1e6 }
  }
}

function* esp(packets) {
  yield* messages({ count: Math.min(8, packets) })
  const packet = ip(50, 24)
  for (let i = 8; i < packets; i++) {
    const forth = i % 3 > 0
    turn(packet, forth)
    packet.writeUInt16BE(i & 0xffff, 4)
    packet.writeUInt32BE(forth ? 0xc0000001 : 0xc0000002, 20)
    packet.writeUInt32BE(i, 24)
    packet.writeUInt32BE(Math.imul(i, 0x9e3779b1) >>> 0, 28)
    packet.writeUInt32BE(Math.imul(i, 0x85ebca6b) >>> 0, 36)
    yield { packet, microseconds: 1_000_000 + i * 40 }
  }
}

/** RFC 791; the checksum stays zero, as where a network card fills it in. */
function ip(protocol, payload) {
  const packet = Buffer.alloc(20 + payload)
  packet.set([0x45, 0, (20 + payload) >> 8, (20 + payload) & 255, 0, 0, 0x40, 0, 64, protocol])
  return packet
}

const A = [192, 0, 2, 10]
const B = [198, 51, 100, 20]

function turn(packet, forth) {
  packet.set(forth ? A : B, 12)
  packet.set(forth ? B : A, 16)
}

function write(path, packets) {
  const file = openSync(path, 'w')
  const buffer = Buffer.alloc(8 << 20)
  buffer.writeUInt32LE(0xa1b2c3d4, 0)
  buffer.writeUInt32LE(0x00040002, 4)
  buffer.writeUInt32LE(262144, 16)
  buffer.writeUInt32LE(101, 20)
  let at = 24
  for (const { packet, microseconds } of packets) {
    if (at + 16 + packet.length > buffer.length) {
      writeSync(file, buffer, 0, at)
      at = 0
    }
    buffer.writeUInt32LE(1_600_000_000 + Math.floor(microseconds / 1e6), at)
    buffer.writeUInt32LE(Math.floor(microseconds % 1e6), at + 4)
    buffer.writeUInt32LE(packet.length, at + 8)
    buffer.writeUInt32LE(packet.length, at + 12)
    buffer.set(packet, at + 16)
    at += 16 + packet.length
  }
  writeSync(file, buffer, 0, at)
  closeSync(file)
}
