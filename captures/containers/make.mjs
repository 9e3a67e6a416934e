#!/usr/bin/env node
/** Writes one recording, lab/v1_main_psk_ok/a.pcap, in every container the readers know. Each file holds the same packets
 *  and must give the same report. A writer of its own, so that it does not share a reader's mistakes; every file was
 *  also read back with tshark. `node captures/containers/make.mjs` writes them anew, byte for byte but for gzip's. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = name => fileURLToPath(new URL(name, import.meta.url))
const join = parts => Buffer.concat(parts)

/** Numbers of the given sizes in bytes, one after the other. */
function numbers(little, ...pairs) {
  return join(
    pairs.map(([size, value]) => {
      const bytes = Buffer.alloc(size)
      let rest = BigInt(value)
      for (let i = 0; i < size; i++, rest >>= 8n) bytes[little ? i : size - 1 - i] = Number(rest & 0xffn)
      return bytes
    }),
  )
}
const le = (...pairs) => numbers(true, ...pairs)
const be = (...pairs) => numbers(false, ...pairs)
const padded = (bytes, to = 4) => join([bytes, Buffer.alloc(-bytes.length & (to - 1))])

/** The packets of a classic little-endian microsecond pcap; time in microseconds since 1970. */
function packetsOf(file) {
  const packets = []
  for (let at = 24; at < file.length; ) {
    const captured = file.readUInt32LE(at + 8)
    packets.push({
      time: BigInt(file.readUInt32LE(at)) * 1_000_000n + BigInt(file.readUInt32LE(at + 4)),
      original: file.readUInt32LE(at + 12),
      data: file.subarray(at + 16, at + 16 + captured),
    })
    at += 16 + captured
  }
  return packets
}

/** pcap, big-endian, nanoseconds. */
function nanosecondPcap(packets) {
  const head = be([4, 0xa1b23c4d], [2, 2], [2, 4], [4, 0], [4, 0], [4, 262144], [4, 1])
  const records = packets.map(({ time, original, data }) =>
    join([be([4, time / 1_000_000n], [4, (time % 1_000_000n) * 1000n], [4, data.length], [4, original]), data]),
  )
  return join([head, ...records])
}

/** The modified pcap of Kuznetsov's: 24 bytes before each packet, and eight more that say where it was seen. */
function modifiedPcap(packets) {
  const head = le([4, 0xa1b2cd34], [2, 2], [2, 4], [4, 0], [4, 0], [4, 262144], [4, 1])
  const records = packets.map(({ time, original, data }) =>
    join([le([4, time / 1_000_000n], [4, time % 1_000_000n], [4, data.length], [4, original], [4, 2], [2, 0x0800], [1, 0], [1, 0]), data]),
  )
  return join([head, ...records])
}

/** The blocks of pcapng in one byte order. */
function blocks(n) {
  const option = (code, bytes) => padded(join([n([2, code], [2, bytes.length]), bytes]))
  const text = (code, value) => option(code, Buffer.from(value))
  const end = option(0, Buffer.alloc(0))
  const ended = options => (options.length > 0 ? [...options, end] : [])
  const block = (type, ...parts) => {
    const body = padded(join(parts))
    return join([n([4, type], [4, body.length + 12]), body, n([4, body.length + 12])])
  }
  return {
    option,
    text,
    block,
    section: (...options) => block(0x0a0d0d0a, n([4, 0x1a2b3c4d], [2, 1], [2, 0], [8, 0xffffffffffffffffn]), ...ended(options)),
    face: (...options) => block(1, n([2, 1], [2, 0], [4, 0]), ...ended(options)),
    packet: (units, { original, data }, ...options) =>
      block(6, n([4, 0], [4, units >> 32n], [4, units & 0xffffffffn], [4, data.length], [4, original]), padded(data), ...ended(options)),
  }
}

/** pcapng in two sections: the first big-endian in nanoseconds, the second little-endian in units of 2^-20 s behind an
 *  offset; with comments, a name, a drop counter and a block that nobody knows. */
function pcapng(packets) {
  const half = packets.length >> 1
  const [first, second] = [blocks(be), blocks(le)]
  const name = be([2, 1], [2, 14], [4, 0xc000020a])
  const offset = 1_000_000_000n
  const binary = ({ time }) => ((time - offset * 1_000_000n) * (1n << 20n) + 999_999n) / 1_000_000n
  return join([
    first.section(first.text(1, 'The first half, in nanoseconds'), first.text(4, 'ikescope captures/containers/make.mjs')),
    first.face(first.text(2, 'eth0'), first.option(9, Buffer.from([9]))),
    first.block(4, padded(join([name, Buffer.from('initiator\0')])), be([4, 0])),
    ...packets.slice(0, half).map((one, index) => first.packet(one.time * 1000n, one, ...(index === 2 ? [first.text(1, 'The negotiation begins here.')] : []))),
    first.block(0x80000bad, be([4, 1], [4, 2])),
    first.block(5, be([4, 0], [4, 0], [4, 0]), first.option(5, be([8, 7])), first.option(0, Buffer.alloc(0))),
    second.section(second.text(1, 'The second half, in units of 2^-20 s behind an offset')),
    second.face(second.text(2, 'eth0'), second.option(9, Buffer.from([0x80 | 20])), second.option(14, le([8, offset]))),
    ...packets.slice(half).map(one => second.packet(binary(one), one)),
  ])
}

/** NetMon's SYSTEMTIME of a time in microseconds. */
function systemTime(time) {
  const at = new Date(Number(time / 1000n))
  const parts = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDay(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()]
  return le(...parts.map(part => [2, part]))
}

/** Header, frames where they fall, then the table in the order of `order`, then what `behind` makes of the offsets. */
function netMon(magic, minor, major, start, frames, order, behind = () => ({})) {
  const offsets = []
  let at = 128
  for (const frame of frames) {
    offsets.push(at)
    at += frame.length
  }
  const table = le(...order.map(index => [4, offsets[index]]))
  const { comments = Buffer.alloc(0) } = behind(offsets)
  const header = join([
    Buffer.from(magic),
    Buffer.from([minor, major]),
    le([2, 1]),
    systemTime(start),
    le([4, at], [4, table.length], [4, 0], [4, 0]),
    le([4, comments.length > 0 ? at + table.length : 0], [4, comments.length], [4, 0], [4, 0]),
  ])
  return join([header, Buffer.alloc(128 - header.length), ...frames, table, comments])
}

/** Network Monitor 1.1: milliseconds, local time, one medium for all. */
function netMon1(packets) {
  const start = (packets[0].time / 1000n) * 1000n
  const frames = packets.map(({ time, original, data }) => join([le([4, (time - start) / 1000n], [2, original], [2, data.length]), data]))
  return netMon('RTSS', 1, 1, start, frames, [...packets.keys()])
}

/** Network Monitor 2.3 as version 3.4 writes it: a medium for each frame, UTC, a comment, and two frames of its own that
 *  are no packets: the filter lies first in the file and comes last in the table, which is what counts. */
function netMon2(packets) {
  const start = packets[0].time + 250_000n
  const frame = (time, medium, original, data) => {
    const delta = BigInt.asUintN(64, time - start)
    const fileTime = time * 10n + 116_444_736_000_000_000n
    return join([le([8, delta], [4, original], [4, data.length]), data, le([2, medium], [4, 0xffffffff], [8, fileTime], [1, 0])])
  }
  const wide = text => Buffer.from(`${text}\0`, 'utf16le')
  const filter = join([be([2, 1], [4, 1], [4, 3], [4, 4]), wide('ikescope captures/containers/make.mjs'), wide('IPsec OR IKE')])
  const last = packets.at(-1).time
  const frames = [
    frame(last, 0xffff, filter.length, filter),
    ...packets.map(({ time, original, data }) => frame(time, 1, original, data)),
    frame(last, 0xfffd, 8, Buffer.alloc(8)),
  ]
  const order = [...packets.keys()].map(index => index + 1).concat(packets.length + 1, 0)
  const comments = offsets => {
    const title = Buffer.from('The negotiation begins here.\0', 'utf16le')
    const description = Buffer.from('{\\rtf1\\ansi Main mode, first message.\\par}\0')
    return { comments: join([le([4, 1], [4, offsets[3]], [4, title.length]), title, le([4, description.length]), description]) }
  }
  return netMon('GMBU', 3, 2, start, frames, order, comments)
}

/** Every file made, by its name. */
export function containers() {
  const file = readFileSync(here('../lab/v1_main_psk_ok/a.pcap'))
  const packets = packetsOf(file)
  return {
    'nanoseconds.pcap': nanosecondPcap(packets),
    'modified.pcap': modifiedPcap(packets),
    'two-sections.pcapng': pcapng(packets),
    'netmon1.cap': netMon1(packets),
    'netmon2.cap': netMon2(packets),
    'two-members.pcap.gz': join([gzipSync(file.subarray(0, 1000)), gzipSync(file.subarray(1000))]),
    'cut-off.pcap': file.subarray(0, file.length - 40),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const [name, bytes] of Object.entries(containers())) writeFileSync(here(name), bytes)
