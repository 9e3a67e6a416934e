import type { PairPackets } from '../../trace/pair/report.ts'

/** One packet as it left and what came of it, by the numbers in A and in B. */
export interface Couple {
  readonly packets: readonly [readonly number[], readonly number[]]
  /** On the way it was cut into others, or put together with others. */
  readonly recut: boolean
}

/**
 * By trace and packet: what is known to be the same in the other one, as far as packets are told one by one. Pieces that
 * were put together are a couple each with the one that came of them; a packet of several couples is told of in all.
 */
export function couplesOf(packets: Pick<PairPackets, 'same' | 'recut'> | undefined): (trace: 0 | 1, packet: number) => readonly Couple[] {
  const known = [new Map<number, Couple[]>(), new Map<number, Couple[]>()] as const
  const add = (couple: Couple) => {
    for (const trace of [0, 1] as const)
      for (const packet of couple.packets[trace]) {
        const others = known[trace].get(packet)
        if (others) others.push(couple)
        else known[trace].set(packet, [couple])
      }
  }
  for (const [a, b] of packets?.same ?? []) add({ packets: [[a], [b]], recut: false })
  for (const { a, b } of packets?.recut ?? []) add({ packets: [a, b], recut: true })
  return (trace, packet) => known[trace].get(packet) ?? []
}
