import type { ByteSource } from '../../capture/source.ts'
import { type FileOptions, fileFormats } from '../files/index.ts'
import { ethernet } from '../packets/link.ts'
import { random } from '../random.ts'
import { type Crossing, trafficOf } from './crossings.ts'
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
  /** Of the files' names. */
  readonly extensions: readonly [string, string]
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
  const { crossings, others } = trafficOf(...sightings)
  const world = worldOf(crossings, sightings[0][0]!.time)
  for (const [fault, chance] of withChance(faults, 'path', seed)) fault.apply(world, chance)
  return captured(world, others, faults, { seed, formats: [format, format] })
}

/** What faults work on. @param start the moment from which they count seconds */
export function worldOf(crossings: readonly Crossing[], start: bigint): World {
  return {
    crossings,
    captures: [[], []],
    start,
    seconds: one => Number(one.sent.time - start) / 1e9,
    truth: {
      clock: { offset: 0, driftPpm: 0 },
      snapLength: [null, null],
      capturedTwice: [false, false],
      dropped: [0, 0],
      filters: [null, null],
      translated: [],
    },
  }
}

/** The faults of the path or of the captures, each with chances of its own, so that one more changes none of the others. */
export function withChance(faults: readonly Fault[], where: Fault['where'], seed: number): [Fault, Chance][] {
  return faults.flatMap((fault, i) => (fault.where === where ? [[fault, random(seed * 1009 + i)] as [Fault, Chance]] : []))
}

/** Both captures of what crossed: the faults that are in the captures themselves, the numbers, the files, the truth. */
export function captured(
  world: World,
  others: readonly Sighting[],
  faults: readonly Fault[],
  { seed, formats, zones = [0, 0] }: { seed: number; formats: readonly [string, string]; zones?: readonly [number, number] },
): Injected {
  for (const trace of [0, 1] as const) {
    const own = world.crossings.flatMap(one => (one.from === trace ? [one.sent] : [...one.arrived, ...one.unpacked]))
    world.captures[trace] = [...others.filter(one => one.trace === trace), ...own]
  }
  const when = new Map(world.captures[0].map(one => [one, one.time]))
  for (const [fault, chance] of withChance(faults, 'capture', seed)) fault.apply(world, chance)
  for (const all of world.captures) {
    all.sort(
      (x, y) =>
        Number(x.isBehind ?? false) - Number(y.isBehind ?? false) || (x.time < y.time ? -1 : x.time > y.time ? 1 : x.order - y.order),
    )
    for (const [i, one] of all.entries()) {
      one.number = i + 1
      one.time += one.stepped ?? 0n
    }
  }
  // The clocks are compared at the first packet that is in A, whatever was before it.
  const first = world.captures[0][0]
  const began = first && (when.get(first.again ?? first) ?? world.start)
  if (began !== undefined) world.truth.clock.offset += (world.truth.clock.driftPpm * Number(began - world.start)) / 1e15
  const local = ([0, 1] as const).map(trace => (fileFormats[formats[trace]]?.local ? zones[trace] : 0))
  world.truth.clock.offset += local[1]! - local[0]!
  const { dropped, filters } = world.truth
  const file = (trace: 0 | 1) =>
    written(world.captures[trace], formats[trace], { zone: zones[trace], dropped: dropped[trace], filter: filters[trace] ?? undefined })
  return {
    files: [file(0), file(1)],
    extensions: [fileFormats[formats[0]]!.extension, fileFormats[formats[1]]!.extension],
    truth: truthOf(world.crossings, world, { seed, faults: faults.map(f => f.line) }),
  }
}

/** One file has one kind of link: what comes from several, or does not fit the format, is written as Ethernet. */
function written(all: readonly Sighting[], format: string, about: Omit<FileOptions, 'linkType'>): Uint8Array {
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
  return known.write(packets, { linkType: asEthernet || types.size === 0 ? 1 : [...types][0]!, ...about })
}
