import type { ByteSource } from '../../capture/source.ts'
import { fileFormats } from '../files/index.ts'
import { ethernet } from '../packets/link.ts'
import { random } from '../random.ts'
import { trafficOf } from './crossings.ts'
import { faultKinds } from './faults/index.ts'
import { ipOf, recorded, type Sighting, Unsuitable } from './recorded.ts'
import { type Truth, truthOf } from './truth.ts'
import { Unclear, Words } from './words.ts'
import type { Chance, World } from './world.ts'

// Faults put into a recorded pair. They change what the network and the captures did, not what the hosts made of it: a host
// still answers what, after the fault, never reached it. So it is good for what two traces say of packets and clocks; for a
// story that follows from its faults there is the composer.

/** A line of a fault file, understood. */
export interface Fault {
  readonly line: string
  readonly where: 'path' | 'capture'
  apply(world: World, chance: Chance): void
}

/** Reads a fault file: one fault a line, # begins a comment. @throws Unclear with the line's number and what is wrong. */
export function readFaults(text: string): Fault[] {
  return text.split(/\r?\n/).flatMap((raw, i) => {
    const line = raw.replace(/#.*/, '').trim()
    if (line === '') return []
    try {
      return [readFault(line)]
    } catch (problem) {
      if (!(problem instanceof Unclear)) throw problem
      throw new Unclear(`line ${i + 1}, ${line}: ${problem.message}`)
    }
  })
}

function readFault(line: string): Fault {
  const words = new Words(line)
  const name = words.next('the fault')
  const kind = faultKinds.find(kind => kind.name === name)
  if (!kind) throw new Unclear(`${name} is no fault; there are ${faultKinds.map(({ name }) => name).join(', ')}`)
  const apply = kind.read(words)
  words.end()
  return { line, where: kind.where, apply }
}

/** Both traces as files, and what is true of them. */
export interface Injected {
  readonly files: readonly [Uint8Array, Uint8Array]
  readonly extension: string
  readonly truth: Truth
}

/**
 * Puts faults into the recording of both ends of one conversation. The same seed gives the same bytes.
 * @throws Unsuitable for what is no capture
 */
export async function inject(
  [a, b]: readonly [ByteSource, ByteSource],
  faults: readonly Fault[],
  { seed = 1, format = 'pcap' } = {},
): Promise<Injected> {
  const sightings = [await recorded(a, 0), await recorded(b, 1)] as const
  const traffic = trafficOf(...sightings)
  const start = sightings[0][0]!.time
  const world: World = {
    crossings: traffic.crossings,
    captures: [[], []],
    seconds: one => Number(one.sent.time - start) / 1e9,
    truth: { clock: { offset: 0, driftPpm: 0 }, snapLength: [null, null], capturedTwice: [false, false], translated: [] },
  }
  const run = (where: Fault['where']) => {
    for (const [i, fault] of faults.entries()) if (fault.where === where) fault.apply(world, random(seed * 1009 + i))
  }
  run('path')
  for (const trace of [0, 1] as const) {
    const own = traffic.crossings.flatMap(one => (one.from === trace ? [one.sent] : [...one.arrived, ...one.unpacked]))
    world.captures[trace] = [...traffic.others.filter(one => one.trace === trace), ...own]
  }
  run('capture')
  for (const all of world.captures) {
    all.sort((x, y) => (x.time < y.time ? -1 : x.time > y.time ? 1 : x.order - y.order))
    for (const [i, one] of all.entries()) one.number = i + 1
  }
  const files = [written(world.captures[0], format), written(world.captures[1], format)] as const
  return {
    files,
    extension: fileFormats[format]!.extension,
    truth: truthOf(traffic.crossings, world, { seed, faults: faults.map(f => f.line) }),
  }
}

/** One file has one kind of link: what comes from several, or does not fit the format, is written as Ethernet. */
function written(all: readonly Sighting[], format: string): Uint8Array {
  const known = fileFormats[format]
  if (!known) throw new Unsuitable(`${format} is no format; there are ${Object.keys(fileFormats).join(', ')}`)
  const types = new Set(all.map(({ linkType }) => linkType))
  const asEthernet = types.size > 1 || (known.ethernetOnly && !types.has(1))
  const packets = all.flatMap(one => {
    if (asEthernet && one.ipAt === undefined && one.linkType !== 1) return []
    const rewrap = asEthernet && one.linkType !== 1
    const data = rewrap ? ethernet(ipOf(one)) : one.frame
    const original = rewrap ? Math.max(data.length, one.original - one.ipAt! + 14) : Math.max(one.original, data.length)
    return [{ data, original, seconds: Number(one.time / 1_000_000_000n), nanoseconds: Number(one.time % 1_000_000_000n) }]
  })
  return known.write(packets, { linkType: asEthernet || types.size === 0 ? 1 : [...types][0]! })
}
