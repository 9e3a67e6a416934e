import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from './packets.ts'

// A mirror port, or a capture on several interfaces, has each packet more than once. Who counts what a host sent counts each once.
// The copy of a packet has its IP identification and length, and comes within a tenth of a second; a packet that was sent again has
// another identification. Networks double single packets, captures all of them: a flow is taken for doubled when at least half of
// its packets come so. Without identifications (IPv6, or 0) numbers of their own tell pings, TCP's SYN, FIN and RST, and what TCP carries:
// the same again within two milliseconds and a few packets is a copy. Of UDP, and of bare acknowledgements, nothing tells, and all stay.

const known = new WeakMap<Packets, { readonly length: number; readonly rows: Map<number, Uint32Array> }>()

/** Rows of a flow in the order of their capture, of packets that were captured more than once the first; not for ESP and AH, whose own
 *  numbers tell it better. */
export function rowsOnce(packets: Packets, flow: number): Uint32Array {
  let all = known.get(packets)
  if (all?.length !== packets.length) {
    all = { length: packets.length, rows: new Map() }
    known.set(packets, all)
  }
  const rows = all.rows.get(flow) ?? eachOnce(packets, packets.rowsOfFlow(flow))
  if (all.rows.size < MOST_FLOWS) all.rows.set(flow, rows)
  return rows
}

function eachOnce(packets: Packets, rows: Uint32Array): Uint32Array {
  if (rows.length < 2) return rows
  const firsts = rows.filter((_, i) => !isCopy(packets, rows, i))
  const copies = rows.length - firsts.length
  return copies * 2 >= firsts.length && copies <= firsts.length * MOST_COPIES ? firsts : rows
}

function isCopy(packets: Packets, rows: Uint32Array, i: number): boolean {
  const row = rows[i]!
  const identification = packets.identification(row)
  if (identification === 0 && !isNumbered(packets, row)) return false
  const most = identification === 0 ? AT_ONCE : ON_THE_WAY
  for (let j = i - 1; j >= 0 && j >= i - LOOK_BACK; j--) {
    const before = rows[j]!
    if (Math.abs(packets.time(row) - packets.time(before)) > most) return false
    if (packets.identification(before) !== identification || packets.ipLength(before) !== packets.ipLength(row)) continue
    if (identification !== 0) return true
    if (packets.sequence(before) === packets.sequence(row)) return packets.place(row) - packets.place(before) <= NEXT
  }
  return false
}

/** Whoever sends another such packet at once gives it another number. */
function isNumbered(packets: Packets, row: number): boolean {
  const kind = packets.kind(row)
  return kind === Kind.ping || kind === Kind.tcpControl || (kind === Kind.tcp && packets.ipLength(row) > BARE)
}

/** Seconds that one packet may take from one captured interface to the next. */
export const ON_THE_WAY = 0.1
/** Seconds within which a packet without identification counts as the same. */
export const AT_ONCE = 0.002
/** Packets by which such copies lie apart at most. */
export const NEXT = 4
/** Octets of an acknowledgement with all headers that IP and TCP can have, but extension headers. */
const BARE = 120
/** Packets between two captures of one. */
const LOOK_BACK = 16
/** As often a capture on many interfaces has each packet. */
const MOST_COPIES = 16
const MOST_FLOWS = 10_000
