// Captures of floods: more of one thing than any report can list. Each begins with nothing else and is the same every time.
import { closeSync, openSync, writeSync } from 'node:fs'

/** What floods there are: a name, how many packets, and the i-th one as an IP packet. */
export const floods = [
  {
    name: 'messages of one negotiation',
    count: 100_000,
    packet: i => udp(message({ cookie: 1, exchange: 5, id: i + 1, flags: 1, next: 8 }, 64)),
  },
  {
    name: 'first messages, a cookie each',
    count: 200_000,
    packet: i => udp(message({ cookie: i + 1, exchange: 2, next: 1 }, 0, association)),
  },
  {
    name: 'IKE fragments, never whole',
    count: 80_000,
    packet: i => udp(message({ cookie: i + 1, peer: i + 1, exchange: 35, id: 1, flags: 8, next: 53, version: 0x20 }, 0, skf)),
  },
  { name: 'ICMP errors', count: 80_000, packet: i => ip(1, [3, 3, 0, 0, 0, 0, 0, 0, ...ip(17, [1, 244, 1, 244, 0, 200, 0, 0], i)], i) },
  {
    name: 'first IP fragments',
    count: 200_000,
    packet: i => ip(17, [1, 244, 1, 244, 4, 0, 0, 0, ...message({ cookie: i + 1, exchange: 2, next: 1 }, 512)], i, 0x2000),
  },
]

/** Writes one of them as pcap. */
export function writeFlood(path, { count, packet }) {
  const file = openSync(path, 'w')
  const head = Buffer.alloc(24)
  head.writeUInt32LE(0xa1b2c3d4, 0)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(4, 6)
  head.writeUInt32LE(262144, 16)
  head.writeUInt32LE(101, 20)
  writeSync(file, head)
  let waiting = []
  for (let i = 0; i < count; i++) {
    const bytes = packet(i)
    const record = Buffer.alloc(16)
    record.writeUInt32LE(1_600_000_000 + Math.floor(i / 1000), 0)
    record.writeUInt32LE((i % 1000) * 1000, 4)
    record.writeUInt32LE(bytes.length, 8)
    record.writeUInt32LE(bytes.length, 12)
    waiting.push(record, Buffer.from(bytes))
    if (waiting.length < 4096 && i + 1 < count) continue
    writeSync(file, Buffer.concat(waiting))
    waiting = []
  }
  closeSync(file)
}

const word = value => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

/** RFC 791; the checksum stays zero, as where a network card fills it in. */
function ip(protocol, payload, identification, flags = 0) {
  const length = 20 + payload.length
  const id = identification & 0xffff
  return [
    0x45,
    0,
    length >> 8,
    length & 255,
    id >> 8,
    id & 255,
    flags >> 8,
    flags & 255,
    64,
    protocol,
    0,
    0,
    192,
    0,
    2,
    10,
    198,
    51,
    100,
    20,
    ...payload,
  ]
}

function udp(payload) {
  const length = 8 + payload.length
  return ip(17, [1, 244, 1, 244, length >> 8, length & 255, 0, 0, ...payload], 1)
}

/** An IKE message: header, then so many octets of noise, or a body. RFC 2408 §3.1. */
function message({ cookie, peer = 0, exchange, id = 0, flags = 0, next, version = 0x10 }, noise, body = []) {
  const content = [...body, ...Array.from({ length: noise }, (_, i) => (i * 37 + cookie * 11 + id * 7) & 255)]
  return [
    ...word(1),
    ...word(cookie),
    ...word(peer),
    ...word(peer),
    next,
    version,
    exchange,
    flags,
    ...word(id),
    ...word(28 + content.length),
    ...content,
  ]
}

/** One proposal with one transform: 3DES, SHA, pre-shared key, group 2. RFC 2408 §3.4. */
const association = [
  0, 0, 0, 44, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 32, 1, 1, 0, 1, 0, 0, 0, 24, 1, 1, 0, 0, 128, 1, 0, 5, 128, 2, 0, 2, 128, 3, 0, 1, 128, 4,
  0, 2,
]
/** The first of three pieces. RFC 7383 §2.5. */
const skf = [35, 0, 0, 72, 0, 1, 0, 3, ...new Array(64).fill(7)]
