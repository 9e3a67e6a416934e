import { countWhile } from '../packets/ascending.ts'
import type { Packets } from '../packets/packets.ts'
import { analyse } from './sequence.ts'

/**
 * By row of one flow, how many numbers right below that of its packet are missing: those that `analyse` counts, each told once.
 * @param elsewhere numbers of the same SA that came in fragments or travelled between other addresses
 */
export function gapsOf(
  packets: Packets,
  rows: Uint32Array,
  sequences: Uint32Array,
  elsewhere: readonly Uint32Array[],
): ReadonlyMap<number, number> {
  const gaps = new Map<number, number>()
  const numbers = new Float64Array(rows.length)
  const { missing, restarts } = analyse(packets, rows, sequences, elsewhere, numbers)
  if (missing === 0) return gaps
  const begins = [0, ...restarts.map(row => rows.indexOf(row)), rows.length]
  for (let part = 1; part < begins.length; part++) {
    const [from, to] = [begins[part - 1]!, begins[part]!]
    const own = numbers.subarray(from, to).filter(number => !Number.isNaN(number))
    const lowest = own.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY)
    const known = Float64Array.from([own, ...elsewhere.map(others => others.filter(number => number > lowest))].flatMap(one => [...one]))
    addGaps(numbers, known.sort(), from, to, (i, gap) => gaps.set(rows[i]!, gap))
  }
  return gaps
}

/** @param known all numbers that are there, in order */
function addGaps(numbers: Float64Array, known: Float64Array, from: number, to: number, add: (i: number, gap: number) => void): void {
  const told = new Set<number>()
  for (let i = from; i < to; i++) {
    const number = numbers[i]!
    const below = countWhile(known.length, at => known[at]! < number)
    const gap = below === 0 ? 0 : number - known[below - 1]! - 1
    if (!(gap > 0) || told.has(number)) continue
    told.add(number)
    add(i, gap)
  }
}
