import type { Found } from '../../findings/finding.ts'
import type { Packets } from '../../packets/packets.ts'

/**
 * What both captures tell of one matter, first that of the capture which kept its packets whole: sizes and offers tell more there. In their
 * own order where neither was cut, or both were.
 */
export function wholeFirst<T extends Pick<Found, 'evidence'>>(
  packets: readonly [Pick<Packets, 'length' | 'captured' | 'original'>, Pick<Packets, 'length' | 'captured' | 'original'>],
  group: readonly T[],
): readonly T[] {
  const isCut = ({ evidence }: T) =>
    evidence.some(({ trace, packet }) => {
      const own = packets[trace]
      return packet <= own.length && own.captured(packet - 1) < own.original(packet - 1)
    })
  return group.toSorted((a, b) => Number(isCut(a)) - Number(isCut(b)))
}
