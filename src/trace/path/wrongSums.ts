import { sum } from '../../dissectors/network/checksum.ts'
import { Kind, type Sorted, u16 } from '../../dissectors/sort/sorted.ts'
import { isUnfilled, pseudoHeader, transportStart } from './unfilledSums.ts'

// IKE packets whose UDP checksum is wrong, and not as a network card finds it (unfilledSums.ts). Those without one, and those of
// which the capture kept a part, say nothing.

const MOST = 1000
const UDP = 17
const CHECKSUM = 6

/** The first of such packets in one trace. */
export class WrongSums {
  /** Rows of the packets whose checksum does not fit. */
  readonly all: number[] = []
  /** How many fit. */
  right = 0

  /** Looks at a packet just sorted. @param end where its captured bytes end */
  take(row: number, sorted: Sorted, bytes: Uint8Array, end: number): void {
    if (sorted.kind !== Kind.ike || sorted.protocol !== UDP || this.all.length >= MOST) return
    const start = transportStart(sorted, bytes, end)
    if (start === undefined || start + 8 > end) return
    const length = sorted.ipStart + sorted.ipLength - start
    const stored = u16(bytes, start + CHECKSUM)
    if (stored === 0 || start + length > end || u16(bytes, start + 4) !== length) return
    const pseudo = pseudoHeader(sorted, bytes, length)
    if (sum(bytes, start, start + length, pseudo) === 0xffff) this.right++
    else if (!isUnfilled(stored, pseudo, length)) this.all.push(row)
  }
}
