// A large capture to measure with, the same for the same seed: Ethernet, microsecond pcap, 1.3 million packets a
// gigabyte. Two hundred pairs of hosts: their IKE negotiations (main mode and quick mode, a message now and then sent
// again), their ESP in both directions, and TCP between others. Vendor ids and the hashes of NAT detection are what such
// peers send (RFC 3947, RFC 3706), keys and nonces and all that is encrypted are noise.
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

/** Writes the capture; gives how many packets of which kind it holds. @param ike how many packets in a thousand are IKE messages */
export function writeCapture(path, bytes, ike = 15, seed = 1) {
  const random = generator(seed)
  const noise = new Uint8Array(1 << 20)
  for (let i = 0; i < noise.length; i++) noise[i] = random() >>> 24
  const file = openSync(path, 'w')
  const buffer = new Uint8Array(8 << 20)
  const view = new DataView(buffer.buffer)
  const counts = { ike: 0, esp: 0, tcp: 0, udp: 0 }
  const pairs = Array.from({ length: 200 }, (_, i) => pair(i, random))
  let at = header(view)
  let written = 0
  let clock = 1_600_000_000_000_000

  const record = (frame, payload) => {
    const length = frame.length + payload
    clock += 1 + (random() % 600)
    view.setUint32(at, Math.floor(clock / 1e6), true)
    view.setUint32(at + 4, clock % 1e6, true)
    view.setUint32(at + 8, length, true)
    view.setUint32(at + 12, length, true)
    buffer.set(frame, at + 16)
    const from = random() % (noise.length - payload)
    buffer.set(noise.subarray(from, from + payload), at + 16 + frame.length)
    at += 16 + length
  }

  while (written + at < bytes) {
    if (at > buffer.length - 4096) {
      writeSync(file, buffer, 0, at)
      written += at
      at = 0
    }
    const one = pairs[random() % pairs.length]
    const dice = random() % 1000
    if (dice < ike) {
      const message = one.negotiation.next()
      record(udp(one, message.from, 500, 500, message.bytes), 0)
      counts.ike++
    } else if (dice < 600) {
      record(...esp(one, random))
      counts.esp++
    } else if (dice < 980) {
      record(...tcp(one, random))
      counts.tcp++
    } else {
      record(udp(one, random() & 1, 1024 + (random() % 5000), 161, new Uint8Array(0), 120), 120)
      counts.udp++
    }
  }
  writeSync(file, buffer, 0, at)
  closeSync(file)
  return counts
}

/** xorshift32: the same numbers everywhere. */
function generator(seed) {
  let x = seed >>> 0 || 1
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    x >>>= 0
    return x
  }
}

function header(view) {
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, 262144, true)
  view.setUint32(20, 1, true)
  return 24
}

function pair(i, random) {
  const one = {
    hosts: [
      [10, 0, i, 1],
      [10, 1, i, 2],
    ],
    spi: [0xc0000000 + i * 2, 0xc0000001 + i * 2],
    sequence: [0, 0],
    identification: [0, 0],
    tcp: [1, 1],
  }
  return Object.assign(one, { negotiation: negotiation(random, one.hosts) })
}

function frame(one, from, protocol, inner, payload) {
  const bytes = new Uint8Array(34 + inner)
  const view = new DataView(bytes.buffer)
  bytes.set([2, 0, 0, 0, 0, 1 + (from ^ 1), 2, 0, 0, 0, 0, 1 + from, 8, 0, 0x45, 0])
  view.setUint16(16, 20 + inner + payload)
  one.identification[from] = (one.identification[from] + 1) & 0xffff
  view.setUint16(18, one.identification[from])
  view.setUint16(20, 0x4000)
  bytes.set([64, protocol], 22)
  bytes.set(one.hosts[from], 26)
  bytes.set(one.hosts[from ^ 1], 30)
  let sum = 0
  for (let i = 14; i < 34; i += 2) sum += view.getUint16(i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  view.setUint16(24, ~sum & 0xffff)
  return { bytes, view }
}

function udp(one, from, source, destination, payload, more = 0) {
  const { bytes, view } = frame(one, from, 17, 8 + payload.length, more)
  view.setUint16(34, source)
  view.setUint16(36, destination)
  view.setUint16(38, 8 + payload.length + more)
  bytes.set(payload, 42)
  return bytes
}

function esp(one, random) {
  const from = random() & 1
  const payload = random() % 3 ? 1000 + 16 * (random() % 25) : 64 + 16 * (random() % 20)
  const { bytes, view } = frame(one, from, 50, 8, payload)
  view.setUint32(34, one.spi[from])
  one.sequence[from] += random() % 2000 ? 1 : 2
  view.setUint32(38, one.sequence[from])
  return [bytes, payload]
}

function tcp(one, random) {
  const from = random() & 1
  const payload = random() % 5 < 2 ? 0 : random() % 1400
  const { bytes, view } = frame(one, from, 6, 20, payload)
  view.setUint16(34, from ? 443 : 40_000 + ((one.tcp[0] >>> 12) % 20_000))
  view.setUint16(36, from ? 40_000 + ((one.tcp[0] >>> 12) % 20_000) : 443)
  one.tcp[from] = (one.tcp[from] + payload) >>> 0
  view.setUint32(38, one.tcp[from])
  bytes[46] = 0x50
  bytes[47] = random() % 200 ? 0x10 : 0x02
  return [bytes, payload]
}

/** The messages of one pair of hosts: main mode, then quick mode, then anew. RFC 2409 §5.4, §5.5. */
function negotiation(random, hosts) {
  const bytes = length => Uint8Array.from({ length }, () => random() >>> 24)
  let step = 0
  let cookies = []
  let quick = 0
  let last
  const product = bytes(16)
  /** NAT detection: both cookies, the address and port 500. RFC 3947 §3.2. */
  const natD = host => {
    const hash = createHash('sha1')
    for (const part of [...cookies, hosts[host], [500 >> 8, 500 & 255]]) hash.update(Uint8Array.from(part))
    return hash.digest()
  }
  const next = () => {
    if (last && random() % 30 === 0) return last
    if (step === 0) cookies = [bytes(8), bytes(8)]
    if (step === 6) quick = random()
    const from = step < 6 ? step & 1 : step & 1 ? 1 : 0
    const [first, ...parts] = messages[step]({ bytes, product, to: () => natD(from ^ 1), from: () => natD(from) })
    const body = parts.flatMap(part => [...part])
    const encrypted = step > 3
    const message = [...cookies[0], ...(step === 0 ? new Uint8Array(8) : cookies[1]), first, 0x10, step < 6 ? 2 : 32, encrypted ? 1 : 0]
    message.push(...word(step < 6 ? 0 : quick), ...word(28 + body.length), ...body)
    step = (step + 1) % 9
    last = { from, bytes: Uint8Array.from(message) }
    return last
  }
  return { next }
}

const word = value => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const part = (next, body) => [next, 0, (body.length + 4) >> 8, (body.length + 4) & 255, ...body]
const transform = (number, last, attributes) => {
  const body = [number, 1, 0, 0, ...attributes.flatMap(([type, value]) => [0x80, type, value >> 8, value & 255])]
  return [last ? 0 : 3, 0, 0, body.length + 4, ...body]
}
const attributes = cipher => [
  [1, cipher],
  [2, 2],
  [3, 1],
  [4, 2],
  [11, 1],
  [12, 28800],
]
const proposal = suites => {
  const all = suites.flatMap((cipher, i) => transform(i + 1, i === suites.length - 1, attributes(cipher)))
  return [0, 0, 0, all.length + 8, 1, 1, 0, suites.length, ...all]
}
const association = (next, suites) => part(next, [0, 0, 0, 1, 0, 0, 0, 1, ...proposal(suites)])

/** Vendor ids of RFC 3947 and RFC 3706. */
const natTraversal = Buffer.from('4a131c81070358455c5728f20e95452f', 'hex')
const deadPeers = Buffer.from('afcad71368a1f1c96b8696fc77570100', 'hex')

/** First payload type, then payloads, for MM1 to MM6 and QM1 to QM3. */
const messages = [
  ({ product }) => [1, association(13, [7, 5, 1]), part(13, natTraversal), part(13, deadPeers), part(0, product)],
  () => [1, association(13, [7]), part(13, natTraversal), part(0, deadPeers)],
  ({ bytes, to, from }) => [4, part(10, bytes(128)), part(20, bytes(20)), part(20, to()), part(0, from())],
  ({ bytes, to, from }) => [4, part(10, bytes(128)), part(20, bytes(20)), part(20, to()), part(0, from())],
  ({ bytes }) => [5, bytes(64)],
  ({ bytes }) => [5, bytes(64)],
  ({ bytes }) => [8, bytes(160)],
  ({ bytes }) => [8, bytes(160)],
  ({ bytes }) => [8, bytes(48)],
]
