import type { Lineup } from './lineUp.ts'
import { twinOf } from './twin.ts'

/** A and R, and R and B, lined up: in the first R is the second trace, in the other the first. */
export interface WithRouter {
  readonly aToR: Lineup
  readonly rToB: Lineup
}

/** The numbers, from 1, that one packet has at A, at B and at a router R between them. */
export interface Everywhere {
  readonly a?: number
  readonly b?: number
  readonly r?: number
}

/** The same packet in every capture. @param trace 0 A, 1 B, 2 R  @param number from 1 */
export function everywhere(lineup: Lineup, { aToR, rToB }: WithRouter, trace: 0 | 1 | 2, number: number): Everywhere {
  if (trace === 2) {
    const [a, b] = [twinOf(aToR, 1, number).packet, twinOf(rToB, 0, number).packet]
    return given(a ?? (b && twinOf(lineup, 1, b).packet), b ?? (a && twinOf(lineup, 0, a).packet), number)
  }
  const other = twinOf(lineup, trace, number).packet
  const [a, b] = trace === 0 ? [number, other] : [other, number]
  const [ofA, ofB] = [a && twinOf(aToR, 0, a).packet, b && twinOf(rToB, 1, b).packet]
  return given(a, b, trace === 0 ? (ofA ?? ofB) : (ofB ?? ofA))
}

function given(a: number | undefined, b: number | undefined, r: number | undefined): Everywhere {
  return { ...(a ? { a } : {}), ...(b ? { b } : {}), ...(r ? { r } : {}) }
}
