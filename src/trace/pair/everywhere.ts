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

/** The same packet in every capture. @param router where there is one between the ends  @param trace 0 A, 1 B, 2 R  @param number from 1 */
export function everywhere(lineup: Lineup, router: WithRouter | undefined, trace: 0 | 1 | 2, number: number): Everywhere {
  if (!router) {
    const other = trace === 2 ? undefined : twinOf(lineup, trace, number).packet
    return trace === 0 ? given(number, other, undefined) : given(other, number, undefined)
  }
  const { aToR, rToB } = router
  if (trace === 2) {
    const [a, b] = [twinOf(aToR, 1, number).packet, twinOf(rToB, 0, number).packet]
    return given(a ?? (b && twinOf(lineup, 1, b).packet), b ?? (a && twinOf(lineup, 0, a).packet), number)
  }
  const other = twinOf(lineup, trace, number).packet
  const [a, b] = trace === 0 ? [number, other] : [other, number]
  const [ofA, ofB] = [a && twinOf(aToR, 0, a).packet, b && twinOf(rToB, 1, b).packet]
  return given(a, b, trace === 0 ? (ofA ?? ofB) : (ofB ?? ofA))
}

/**
 * The same, as far as each of these packets is this one and no other: of a packet that the network copied or cut, the copies
 * and the pieces each go without.
 */
export function onlyThis(lineup: Lineup, router: WithRouter | undefined, trace: 0 | 1 | 2, number: number): Everywhere {
  const { a, b, r } = everywhere(lineup, router, trace, number)
  const back = (from: 0 | 1 | 2, packet: number | undefined) =>
    packet !== undefined && (from === trace || inTrace(everywhere(lineup, router, from, packet), trace) === number) ? packet : undefined
  return given(back(0, a), back(1, b), back(2, r))
}

function inTrace({ a, b, r }: Everywhere, trace: 0 | 1 | 2): number | undefined {
  return [a, b, r][trace]
}

function given(a: number | undefined, b: number | undefined, r: number | undefined): Everywhere {
  return { ...(a ? { a } : {}), ...(b ? { b } : {}), ...(r ? { r } : {}) }
}
