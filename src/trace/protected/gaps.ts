import { countWhile } from '../packets/ascending.ts'
import type { Packets } from '../packets/packets.ts'
import type { Trace } from '../trace.ts'
import { type NumbersOfSa, numbersOf } from './flow.ts'
import { analyse } from './sequence.ts'
import type { SpiWay } from './spiWay.ts'

const known = new WeakMap<Packets, { readonly length: number; readonly byWay: Map<string, ReadonlyMap<number, number>> }>()

/**
 * By row of the packets of one SPI in one direction, how many numbers right below that of its packet are missing: those that
 * `analyse` counts, each told once. Kept, since they are asked for some packets at a time.
 */
export function gapsOf(trace: Pick<Trace, 'packets' | 'datagrams' | 'negotiations'>, way: SpiWay): ReadonlyMap<number, number> {
  const { packets } = trace
  const before = known.get(packets)
  const byWay = before?.length === packets.length ? before.byWay : new Map<string, ReadonlyMap<number, number>>()
  if (byWay !== before?.byWay) known.set(packets, { length: packets.length, byWay })
  const key = `${way.spi} ${way.source} ${way.destination}`
  const gaps = byWay.get(key) ?? new Map(numbersOf(trace, way).flatMap(one => [...gapsIn(packets, one)]))
  byWay.set(key, gaps)
  return gaps
}

function gapsIn(packets: Packets, { rows, sequences, elsewhere }: NumbersOfSa): Map<number, number> {
  const gaps = new Map<number, number>()
  const numbers = new Float64Array(rows.length)
  const { missing, restarts } = analyse(packets, rows, sequences, elsewhere, numbers)
  if (missing === 0) return gaps
  const begins = [0, ...restarts.map(row => rows.indexOf(row)), rows.length]
  for (let part = 1; part < begins.length; part++) {
    const [from, to] = [begins[part - 1]!, begins[part]!]
    const own = numbers.subarray(from, to).filter(number => !Number.isNaN(number))
    const lowest = own.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY)
    const here = Float64Array.from([own, ...elsewhere.map(others => others.filter(number => number > lowest))].flatMap(one => [...one]))
    addGaps(numbers, here.sort(), from, to, (i, gap) => gaps.set(rows[i]!, gap))
  }
  return gaps
}

/** @param here all numbers that are there, in order */
function addGaps(numbers: Float64Array, here: Float64Array, from: number, to: number, add: (i: number, gap: number) => void): void {
  const told = new Set<number>()
  for (let i = from; i < to; i++) {
    const number = numbers[i]!
    const below = countWhile(here.length, at => here[at]! < number)
    const gap = below === 0 ? 0 : number - here[below - 1]! - 1
    if (!(gap > 0) || told.has(number)) continue
    told.add(number)
    add(i, gap)
  }
}
