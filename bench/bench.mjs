#!/usr/bin/env node
// How fast a large capture is read, beside the tools a support engineer has.
//   npm run bench [-- --size 4g --rounds 3 --only ikescope,tcpdump]
//   npm run bench -- --ike 5       with so many IKE messages in a thousand packets, instead of 1 and then 15
//   npm run bench -- --floods      captures with more of one thing than is kept, instead
//   npm run bench -- --page        the page in Chromium instead: how long it stands still, how smoothly it scrolls (frames.mjs)
// Size in gigabytes. Two captures are read: of a thousand packets one is a message of IKE in the first, 15 in the second, where
// two hundred pairs of hosts begin anew every quarter of a minute. They are made once, with a seed, and kept in .cache/. All rows
// of a table are from one run on one machine, best of the rounds with its processor time; every program reads the file from the
// page cache.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeCapture } from './capture.mjs'
import { floods, writeFlood } from './floods.mjs'
import { run } from './run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const gigabytes = Number(option('--size', '1').replace(/g$/i, ''))
const mixes = process.argv.includes('--ike') ? [Number(option('--ike'))] : [1, 15]
const rounds = Number(option('--rounds', '3'))
const only = option('--only')?.split(',')
const cli = join(root, 'dist/cli/ikescope.js')

if (process.argv.includes('--page')) {
  await import('./frames.mjs')
  process.exit()
}
if (!(gigabytes > 0 && gigabytes <= 64 && rounds >= 1 && mixes.every(ike => ike >= 0 && ike <= 600))) {
  console.error('usage: npm run bench [-- --size GIGABYTES --rounds N --ike N --only NAME,…] [--floods] [--page]')
  process.exit(2)
}
if (!existsSync(cli)) execFileSync(process.execPath, [join(root, 'build.mjs'), '--old'], { stdio: 'inherit' })

if (process.argv.includes('--floods')) {
  await measureFloods()
  process.exit()
}

for (const ike of mixes) await measure(ike)

/** Prints the table of one capture, and how ikescope compares. @param ike its IKE messages in a thousand packets */
async function measure(ike) {
  const file = capture(ike)
  const bytes = statSync(file).size
  const packets = Number(execFileSync(process.execPath, [join(root, 'bench/recordLoop.mjs'), file], { encoding: 'utf8' }))

  /** What is compared: the name, the program, its arguments, and the Debian package that brings it. */
  const contenders = [
    { name: 'ikescope analyze', program: process.execPath, args: [cli, 'analyze', file] },
    { name: 'ikescope analyze --json', program: process.execPath, args: [cli, 'analyze', file, '--json'] },
    { name: 'tshark -Y isakmp', program: 'tshark', args: ['-nr', file, '-Y', 'isakmp'], debian: 'tshark' },
    { name: 'tcpdump udp port 500', program: 'tcpdump', args: ['-nr', file, 'udp', 'port', '500'], debian: 'tcpdump' },
    { name: 'capinfos', program: 'capinfos', args: [file], debian: 'wireshark-common' },
    { name: 'pcap-parser', program: process.execPath, args: [join(root, 'bench/pcapParser.mjs'), file] },
    { name: 'record headers in Node', program: process.execPath, args: [join(root, 'bench/recordLoop.mjs'), file] },
  ].filter(({ name }) => !only || only.some(wanted => name.startsWith(wanted)))

  console.log(`${file}: ${(bytes / 1e9).toFixed(2)} GB, ${packets.toLocaleString('en')} packets, ${ike} of IKE in a thousand`)
  console.log(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.version}; best of ${rounds}\n`,
  )

  const results = []
  for (const one of contenders) {
    if (one.debian && !available(one)) {
      console.log(`${one.name.padEnd(26)} not here, and could not be installed`)
      continue
    }
    let best
    for (let round = 0; round < rounds; round++) {
      const result = await run(one.program, one.args)
      if (result.code !== 0 && result.code !== 1) throw new Error(`${one.name} ended with ${result.code}: ${result.errors}`)
      if (!best || result.seconds < best.seconds) best = { ...result, peak: Math.max(result.peak, best?.peak ?? 0) }
    }
    results.push({ ...one, ...best })
    console.log(line(one.name, best, bytes, packets))
  }

  const ours = results.find(({ name }) => name === 'ikescope analyze')
  if (ours) {
    console.log(`\nwall time of ikescope analyze over that of`)
    for (const { name, seconds } of results) {
      if (name.startsWith('ikescope')) continue
      const ratio = ours.seconds / seconds
      console.log(`  ${name.padEnd(24)} ${ratio.toFixed(2).padStart(6)}${ratio < 1 ? `   (${(1 / ratio).toFixed(1)} times faster)` : ''}`)
    }
  }
}

async function measureFloods() {
  const path = join(root, '.cache', 'flood.pcap')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (const flood of floods) {
    writeFlood(path, flood)
    const { cpu, peak, errors, code } = await run(process.execPath, [cli, 'analyze', path])
    if (code !== 0 && code !== 1) throw new Error(`${flood.name}: ${errors}`)
    const what = `${flood.count.toLocaleString('en').padStart(8)} ${flood.name}`
    console.log(`${what.padEnd(46)}${`${cpu.toFixed(2)} s CPU`.padStart(13)}${`${(peak / 2 ** 20).toFixed(0)} MiB`.padStart(10)}`)
  }
  rmSync(path)
}

function line(name, { seconds, cpu, peak }, bytes, packets) {
  const figures = [
    `${seconds.toFixed(2)} s`.padStart(9),
    `${cpu.toFixed(2)} s CPU`.padStart(13),
    `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`.padStart(11),
    `${Math.round(packets / seconds).toLocaleString('en')} packets/s`.padStart(22),
    `${(peak / 2 ** 20).toFixed(0)} MiB`.padStart(10),
  ]
  return name.padEnd(26) + figures.join('')
}

function capture(ike) {
  const folder = join(root, '.cache')
  const path = join(folder, `bench-${gigabytes}g${ike === 15 ? '' : `-ike${ike}`}.pcap`)
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    console.log(`making ${path}`)
    writeCapture(`${path}.part`, gigabytes * 1e9, ike)
    renameSync(`${path}.part`, path)
  }
  // Into the page cache, so that nobody pays for being first.
  execFileSync(process.execPath, [join(root, 'bench/recordLoop.mjs'), path])
  return path
}

/** Installs a Debian package when the program is missing and that is possible. */
function available({ program, debian }) {
  const there = () => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  if (there()) return true
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  if (!/^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))) return false
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', debian], { stdio: 'ignore', env })
  } catch {
    return false
  }
  return there()
}
