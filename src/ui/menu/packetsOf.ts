import type { Session } from '../../host/protocol.ts'
import type { BandRow, Row } from '../ladder/row.ts'

/** The packets of a row in one capture. */
export interface Its {
  readonly count: number
  /** @param most the first of them */
  readonly numbers: (most: number) => Promise<readonly number[]>
}

/**
 * The packets that a row stands for. A band, keepalives and other traffic are told by their first packet and their last: those of a
 * band are asked for, of the others nothing more is known, so undefined.
 */
export function packetsOf(row: Row, trace: 0 | 1, session: Session | undefined): Its | undefined {
  if (row.kind === 'keepalive' || row.kind === 'context') return undefined
  if (row.kind === 'band') return session && carriedBy(row, trace, session)
  const numbers = row.seen?.[trace]?.packets ?? row.packets
  return { count: numbers.length, numbers: async most => numbers.slice(0, most) }
}

/** Asked for in parts, as many as the session gives at a time. */
function carriedBy({ flow, arrived }: BandRow, trace: 0 | 1, session: Session): Its {
  const own = arrived?.trace === trace ? arrived : flow
  const numbers = async (most: number) => {
    const all: number[] = []
    for (;;) {
      const { packets } = await session.carried(trace, own, all.length, most - all.length)
      all.push(...packets.map(({ number }) => number))
      if (packets.length === 0 || all.length >= Math.min(most, own.packets)) return all
    }
  }
  return { count: own.packets, numbers }
}
