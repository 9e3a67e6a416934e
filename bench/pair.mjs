#!/usr/bin/env node
// How long two ends of one conversation take together, beside each by itself.
//   node bench/pair.mjs [PACKETS]
// A million ESP packets a side unless told otherwise, one in a hundred lost, made once with a seed and kept in .cache/.
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const packets = Number(process.argv[2] ?? 1_000_000)
const cli = join(root, 'dist/cli/ikescope.js')
const folder = join(root, '.cache')
const files = ['a', 'b'].map(end => join(folder, `pair-${packets}-${end}.pcap`))
mkdirSync(folder, { recursive: true })
if (!files.every(existsSync)) write()

const alone = []
for (const file of files) alone.push(await timed([cli, 'analyze', file]))
const both = await timed([cli, 'analyze', ...files])
const singly = alone[0].seconds + alone[1].seconds
console.log(`each by itself  ${alone.map(one => `${one.seconds.toFixed(2)} s`).join(' and ')}`)
console.log(
  `both together   ${both.seconds.toFixed(2)} s, ${(both.peak / 2 ** 20).toFixed(0)} MiB: ${(both.seconds / singly).toFixed(2)} times that of both singly`,
)

async function timed(args) {
  const result = await run(process.execPath, args)
  if (result.code > 1) throw new Error(result.errors)
  return result
}

/** ESP of both directions through one tunnel, 20 ms apart in time, a router between. */
function write() {
  const [a, b] = files.map(file => openSync(file, 'w'))
  const head = Buffer.alloc(24)
  head.writeUInt32LE(0xa1b2c3d4, 0)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(4, 6)
  head.writeUInt32LE(262144, 16)
  head.writeUInt32LE(1, 20)
  for (const file of [a, b]) writeSync(file, head)
  let seed = 1
  const draw = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0)
  const size = 14 + 20 + 8 + 200
  const pieces = { [a]: [], [b]: [] }
  const put = (file, frame, micros) => {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(1_700_000_000 + Math.floor(micros / 1e6), 0)
    record.writeUInt32LE(micros % 1e6, 4)
    record.writeUInt32LE(size, 8)
    record.writeUInt32LE(size, 12)
    pieces[file].push(record, Buffer.from(frame))
    if (pieces[file].length >= 4096) flush(file)
  }
  const flush = file => writeSync(file, Buffer.concat(pieces[file].splice(0)))
  for (let i = 0; i < packets; i++) {
    const fromA = i % 2 === 0
    const frame = Buffer.alloc(size)
    frame.writeUInt16BE(0x0800, 12)
    frame[14] = 0x45
    frame.writeUInt16BE(size - 14, 16)
    frame.writeUInt16BE(i & 0xffff, 18)
    frame[22] = 64
    frame[23] = 50
    frame.writeUInt32BE(fromA ? 0xc000020a : 0xc6336414, 26)
    frame.writeUInt32BE(fromA ? 0xc6336414 : 0xc000020a, 30)
    frame.writeUInt32BE(fromA ? 0xc0ffee01 : 0xc0ffee02, 34)
    frame.writeUInt32BE((i >> 1) + 1, 38)
    for (let at = 42; at + 4 <= size; at += 4) frame.writeUInt32BE(draw(), at)
    const micros = i * 20
    put(fromA ? a : b, frame, micros)
    if (draw() % 100 === 0) continue
    frame[22] = 63
    put(fromA ? b : a, frame, micros + 10)
  }
  for (const file of [a, b]) {
    flush(file)
    closeSync(file)
  }
}
