import type { Columns } from '../packets/block.ts'
import { exactly } from './exact.ts'
import { isPacket, isProtected, Mark, NONE, type Rows } from './rows.ts'

// One packet more than once in one trace: captured on two interfaces or by a mirror port, or doubled by the network. It
// has the same content and the same IP identification; a stack that sends again gives a new one. ESP and AH never use a
// sequence number again, so a second is a copy whenever it comes.

/** Seconds within which a packet with the same identification is the same: no stack sends again sooner. */
const AT_ONCE = 0.45
/** Without identification (0, IPv6): two captures of one packet lie no further apart. */
const SAME_MOMENT = 0.002

/** Marks every copy and notes whose it is; the first one stands for the packet. */
export function markCopies(rows: Rows): void {
  const { packets, marks, copyOf } = rows
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, packets.length)))
  const heads = new Int32Array(size).fill(NONE)
  const before = new Int32Array(packets.length)
  const isAscending = ascendingFlows(rows)
  for (let row = 0; row < packets.length; row++) {
    if (isAscending[packets.flow(row)] || !isPacket(rows, row)) continue
    const key = exactly.key(rows, row)
    const place = ((Math.imul(key, 0x9e3779b1) >>> 7) ^ key) & (size - 1)
    let at = heads[place]!
    while (at !== NONE && !exactly.same(rows, row, rows, at)) at = before[at]!
    if (at !== NONE && isCopy(rows, at, row)) {
      marks[row]! |= Mark.copy
      copyOf.set(row, at)
    } else {
      before[row] = heads[place]!
      heads[place] = row
    }
  }
}

/** By flow: ESP or AH under an SPI whose numbers only ever grew, from whatever addresses they came. No packet of it comes twice. */
function ascendingFlows({ packets, flows }: Rows): Uint8Array {
  const numbers = new Map<number, number>()
  const spiOf = new Int32Array(flows.length).fill(NONE)
  for (let flow = 0; flow < flows.length; flow++) {
    if (!isProtected(flows.kind(flow))) continue
    const spi = flows.selector(flow)
    spiOf[flow] = numbers.get(spi) ?? numbers.size
    numbers.set(spi, spiOf[flow]!)
  }
  const top = new Float64Array(numbers.size).fill(-1)
  const isBroken = new Uint8Array(numbers.size)
  packets.walk((columns, _, from, to) => noteBreaks(columns, from, to, spiOf, top, isBroken))
  return Uint8Array.from(spiOf, spi => (spi !== NONE && isBroken[spi] === 0 ? 1 : 0))
}

function noteBreaks(
  { flow, sequence }: Columns,
  from: number,
  to: number,
  spiOf: Int32Array,
  top: Float64Array,
  isBroken: Uint8Array,
): void {
  for (let i = from; i < to; i++) {
    const spi = spiOf[flow[i]!]!
    if (spi === NONE) continue
    if (sequence[i]! > top[spi]!) top[spi] = sequence[i]!
    else isBroken[spi] = 1
  }
}

function isCopy({ packets }: Rows, first: number, row: number): boolean {
  if (isProtected(packets.kind(row))) return true
  const apart = Math.abs(packets.time(row) - packets.time(first))
  return apart <= (packets.identification(row) === 0 ? SAME_MOMENT : AT_ONCE)
}
