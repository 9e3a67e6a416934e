import type { Crossing } from './crossings.ts'
import type { Sighting } from './recorded.ts'
import type { Capturing, World } from './world.ts'

/** What is true of two traces. Packet numbers count from 1, each in its own file. */
export interface Truth extends Capturing {
  readonly schema: 'ikescope-truth/1'
  readonly seed: number
  readonly faults: readonly string[]
  /** Packets that left and did not arrive: numbers in A of those from A to B, numbers in B of those from B to A. */
  readonly lost: Ways<number>
  /** The same of packets that had no counterpart in the recording already, for whatever reason. */
  readonly missingInRecording: Ways<number>
  readonly modified: readonly { readonly a: number; readonly b: number; readonly octets: NonNullable<Crossing['changed']> }[]
  /** Copies that the network made, in the receiver's trace. */
  readonly duplicated: readonly { readonly trace: 0 | 1; readonly packet: number; readonly of: number }[]
  /** Frames that a capture took twice. */
  readonly again: readonly { readonly trace: 0 | 1; readonly packet: number; readonly of: number }[]
  readonly delayed: readonly { readonly trace: 0 | 1; readonly packet: number; readonly seconds: number }[]
  /** Cut on the way: these packets of A are these of B. */
  readonly cut: readonly { readonly a: readonly number[]; readonly b: readonly number[] }[]
  /** The same packet in both. */
  readonly same: readonly (readonly [number, number])[]
}

/** Things that went either way. */
export interface Ways<T> {
  readonly aToB: readonly T[]
  readonly bToA: readonly T[]
}

/** Reads it off the packets and captures as the faults left them, once these are numbered. */
export function truthOf(crossings: readonly Crossing[], world: World, about: { seed: number; faults: readonly string[] }): Truth {
  const numbers = (from: 0 | 1, which: (one: Crossing) => boolean) =>
    crossings
      .filter(one => one.from === from && which(one) && isTaken(one.sent))
      .map(one => one.sent.number)
      .sort((x, y) => x - y)
  const ways = (which: (one: Crossing) => boolean) => ({ aToB: numbers(0, which), bToA: numbers(1, which) })
  const arrived = crossings.filter(one => one.arrived.length > 0 && isTaken(one.sent) && one.arrived.some(isTaken))
  return {
    schema: 'ikescope-truth/1',
    ...about,
    ...world.truth,
    lost: ways(one => one.lost === true),
    missingInRecording: ways(one => !one.wasDelivered),
    modified: arrived.filter(one => one.changed && !one.wasCut).map(one => ({ ...both(one), octets: one.changed! })),
    duplicated: arrived.flatMap(one =>
      (one.copies ?? []).filter(isTaken).map(copy => ({ trace: copy.trace, packet: copy.number, of: first(one.arrived).number })),
    ),
    again: world.captures.flat().flatMap(one => (one.again ? [{ trace: one.trace, packet: one.number, of: one.again.number }] : [])),
    delayed: arrived.flatMap(one =>
      one.delayed ? [{ trace: first(one.arrived).trace, packet: first(one.arrived).number, seconds: Number(one.delayed) / 1e9 }] : [],
    ),
    cut: arrived.filter(one => one.wasCut).map(one => pieces(one)),
    same: arrived
      .filter(one => !one.wasCut)
      .map(one => [both(one).a, both(one).b] as const)
      .sort((x, y) => x[0] - y[0]),
  }
}

function both(one: Crossing): { a: number; b: number } {
  const [sent, came] = [one.sent.number, first(one.arrived).number]
  return one.from === 0 ? { a: sent, b: came } : { a: came, b: sent }
}

function pieces(one: Crossing): { a: number[]; b: number[] } {
  const came = one.arrived.filter(piece => piece.number > 0).map(piece => piece.number)
  return one.from === 0 ? { a: [one.sent.number], b: came } : { a: came, b: [one.sent.number] }
}

/** It stands in the file, whatever the capture missed. */
const isTaken = ({ number }: Sighting): boolean => number > 0

function first(all: readonly Sighting[]): Sighting {
  return all.filter(isTaken).reduce((best, one) => (one.time < best.time ? one : best))
}
