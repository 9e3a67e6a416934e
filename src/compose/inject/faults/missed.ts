import { FIELD, MOMENT } from '../../limits.ts'
import type { Sighting } from '../recorded.ts'
import { ipOf, isV4 } from '../recorded.ts'
import { seen } from '../which.ts'
import { DURATION, Unclear, type Words } from '../words.ts'
import type { FaultKind, World } from '../world.ts'
import { end } from './captures.ts'

// Packets that travelled and are not in a capture all the same.

/** The capturing machine could not keep up; a file that can say so counts them. */
export const miss: FaultKind = {
  name: 'miss',
  usage: 'miss b esp 20%',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const applies = seen(words)
    return (world, chance) => {
      const there = world.captures[trace].length
      keep(world, trace, (one, seconds) => !applies(one, seconds, chance))
      world.truth.dropped[trace] += there - world.captures[trace].length
    }
  },
}

/** It began when the story had begun. */
export const starts: FaultKind = {
  name: 'starts',
  usage: 'starts b 5 s',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const from = words.quantity('the moment', DURATION, MOMENT)
    return world => keep(world, trace, (_, seconds) => seconds >= from)
  },
}

/** It ended before the story did. */
export const ends: FaultKind = {
  name: 'ends',
  usage: 'ends a 9 s',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const until = words.quantity('the moment', DURATION, MOMENT)
    return world => keep(world, trace, (_, seconds) => seconds <= until)
  },
}

/** A capture filter "udp port 500": what has no ports, such as later fragments and ESP, is not taken. */
export const filter: FaultKind = {
  name: 'filter',
  usage: 'filter a port 500 4500',
  where: 'capture',
  read(words) {
    const trace = end(words)
    if (!words.takes('port')) throw new Unclear('it says which ports: port 500 4500')
    const ports: number[] = []
    while (!words.isDone) ports.push(words.number('the port', FIELD))
    if (ports.length === 0) throw new Unclear('the port is missing at the end')
    return world => {
      world.truth.filters[trace] = ports.map(port => `udp port ${port}`).join(' or ')
      keep(world, trace, one => udpPorts(one).some(port => ports.includes(port)))
    }
  },
}

/** A mirror port that copies one direction: only what comes in at its end is taken, or only what goes out. */
export const takes: FaultKind = {
  name: 'takes',
  usage: 'takes a in',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const way = direction(words)
    return world => {
      const taken = going(way, world, trace)
      keep(world, trace, one => taken.has(one))
    }
  },
}

/** Two captures of one direction each, joined without sorting: what came in stands before all that went out, or behind it. */
export const joins: FaultKind = {
  name: 'joins',
  usage: 'joins a in out',
  where: 'capture',
  read(words) {
    const trace = end(words)
    const first = direction(words)
    const second = direction(words)
    if (first === second) throw new Unclear('what stands first and what behind it are two directions')
    return world => {
      const behind = going(second, world, trace)
      for (const one of world.captures[trace]) if (behind.has(one)) one.isBehind = true
    }
  },
}

/** `in` or `out`. */
function direction(words: Words): string {
  const way = words.matching(/^(in|out)$/)?.[0]
  if (!way) throw new Unclear('it says which direction: in or out')
  return way
}

/** What comes in at an end, or goes out. */
function going(way: string, { crossings }: World, trace: 0 | 1): ReadonlySet<Sighting> {
  if (way === 'out') return new Set(crossings.filter(one => one.from === trace).map(one => one.sent))
  return new Set(crossings.filter(one => one.from !== trace).flatMap(one => [...one.arrived, ...(one.copies ?? [])]))
}

function keep(world: World, trace: 0 | 1, holds: (one: Sighting, seconds: number) => boolean): void {
  world.captures[trace] = world.captures[trace].filter(one => holds(one, Number(one.time - world.start) / 1e9))
}

/** Ports of a whole datagram or of a first fragment, as a filter in the kernel finds them. */
function udpPorts(one: Sighting): number[] {
  if (!isV4(one)) return [...one.ports]
  const packet = ipOf(one)
  const at = (packet[0]! & 15) * 4
  if (packet[9] !== 17 || ((packet[6]! & 0x1f) | packet[7]!) !== 0) return []
  return [0, 2].map(side => (packet[at + side]! << 8) | packet[at + side + 1]!)
}
