import { Kind } from '../../dissectors/sort.ts'
import { isPacket, isProtected, isWhole, Mark, NONE, type Rows } from './rows.ts'

// The same packet in both traces, by its content: a hash join of the two tables, linear in packets. ESP and AH name
// themselves by SPI and sequence number; for all else the IP identification joins the content, so that copies sent again
// (same bytes, new identification) are told apart. Where several packets are alike in one trace, nothing is decided
// here: such groups are placed by time, once the clocks are related.

/** Packets alike: their rows in A and in B, in file order. */
export interface Alike {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** Which of a packet's facts have to agree. */
export interface Likeness {
  /** 32 bits of them; 0: the row takes no part. */
  key(rows: Rows, row: number): number
  same(one: Rows, a: number, other: Rows, b: number): boolean
}

/** Content and identification. */
export const exactly: Likeness = {
  key(rows, row) {
    const { packets, surviving } = rows
    const kind = packets.kind(row)
    return isProtected(kind) ? surviving.content(row) : mix(surviving.content(row), packets.identification(row))
  },
  same(one, a, other, b) {
    if (one.surviving.content(a) !== other.surviving.content(b) || one.packets.sequence(a) !== other.packets.sequence(b)) return false
    const kind = one.packets.kind(a)
    if (kind !== other.packets.kind(b)) return false
    return isProtected(kind) || one.packets.identification(a) === other.packets.identification(b)
  },
}

/** Content alone: a NAT on the way numbers IP packets anew. */
export const byContent: Likeness = {
  key: (rows, row) => (isProtected(rows.packets.kind(row)) ? 0 : rows.surviving.content(row)),
  same: (one, a, other, b) =>
    one.surviving.content(a) === other.surviving.content(b) &&
    one.packets.kind(a) === other.packets.kind(b) &&
    (one.packets.kind(a) === Kind.ping || one.packets.sequence(a) === other.packets.sequence(b)),
}

/** SPI and sequence number, whatever the content. */
export const byNumber: Likeness = {
  key(rows, row) {
    const { packets } = rows
    return isProtected(packets.kind(row)) ? mix(packets.sequence(row), rows.flows.selector(packets.flow(row))) : 0
  },
  same(one, a, other, b) {
    if (one.packets.sequence(a) !== other.packets.sequence(b) || !isProtected(other.packets.kind(b))) return false
    return one.flows.selector(one.packets.flow(a)) === other.flows.selector(other.packets.flow(b))
  },
}

/** IKE by identification, length and addresses, where a capture kept less of it than the other: contents that are cut tell nothing. */
export const byIdentification: Likeness = {
  key({ packets }, row) {
    const identification = packets.identification(row)
    return packets.kind(row) === Kind.ike && identification !== 0 ? mix(packets.ipLength(row), identification) : 0
  },
  same(one, a, other, b) {
    if (one.packets.identification(a) !== other.packets.identification(b) || one.packets.ipLength(a) !== other.packets.ipLength(b))
      return false
    if (other.packets.kind(b) !== Kind.ike || (isWhole(one, a) && isWhole(other, b))) return false
    const [flowA, flowB] = [one.packets.flow(a), other.packets.flow(b)]
    return one.flows.source(flowA) === other.flows.source(flowB) && one.flows.destination(flowA) === other.flows.destination(flowB)
  },
}

/** Rows without a mate yet, hashed by likeness. */
class Index {
  private readonly heads: Int32Array
  private readonly next: Int32Array
  private readonly mask: number
  private readonly rows: Rows
  private readonly like: Likeness

  constructor(rows: Rows, like: Likeness, keys: Int32Array) {
    this.rows = rows
    this.like = like
    const { length } = keys
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * length)))
    this.mask = size - 1
    this.heads = new Int32Array(size).fill(NONE)
    this.next = new Int32Array(length)
    for (let row = length - 1; row >= 0; row--) {
      if (keys[row] === 0) continue
      const place = spread(keys[row]!) & this.mask
      this.next[row] = this.heads[place]!
      this.heads[place] = row
    }
  }

  /** The first row like a row of `other`, or the first behind `after`. */
  find(other: Rows, row: number, key: number, after = NONE): number {
    let at = after === NONE ? this.heads[spread(key) & this.mask]! : this.next[after]!
    while (at !== NONE && !this.like.same(other, row, this.rows, at)) at = this.next[at]!
    return at
  }

  /** All of them in file order. */
  all(other: Rows, row: number, key: number): number[] {
    const found: number[] = []
    for (let at = this.find(other, row, key); at !== NONE; at = this.find(other, row, key, at)) found.push(at)
    return found
  }
}

/** The keys of all rows that take part. */
function keysOf(rows: Rows, like: Likeness): Int32Array {
  const { mate, marks } = rows
  const keys = new Int32Array(mate.length)
  for (let row = 0; row < keys.length; row++)
    if (mate[row] === NONE && (marks[row]! & (Mark.copy | Mark.recut)) === 0 && isPacket(rows, row)) keys[row] = like.key(rows, row)
  return keys
}

/** Joins packets that are alike and alone of their kind; returns the groups in which one end has several. */
export function join(a: Rows, b: Rows, like: Likeness): Alike[] {
  return group(a, b, like, (rowA, rowB) => wed(a, rowA, b, rowB))
}

/** All packets that are alike, joining none. */
export function alike(a: Rows, b: Rows, like: Likeness): Alike[] {
  const couples: Alike[] = []
  const groups = group(a, b, like, (rowA, rowB) => couples.push({ a: [rowA], b: [rowB] }))
  return [...couples, ...groups]
}

function group(a: Rows, b: Rows, like: Likeness, couple: (rowA: number, rowB: number) => void): Alike[] {
  const [keysA, keysB] = [keysOf(a, like), keysOf(b, like)]
  const [ofA, ofB] = [new Index(a, like, keysA), new Index(b, like, keysB)]
  const groups: Alike[] = []
  const seen = new Uint8Array(keysA.length)
  for (let row = 0; row < keysA.length; row++) {
    const key = keysA[row]!
    if (key === 0 || seen[row] === 1) continue
    const there = ofB.find(a, row, key)
    if (there === NONE) continue
    const isAlone = ofB.find(a, row, key, there) === NONE && ofA.find(a, row, key, row) === NONE
    if (isAlone) couple(row, there)
    else {
      const here = ofA.all(a, row, key)
      for (const one of here) seen[one] = 1
      groups.push({ a: here, b: ofB.all(a, row, key) })
    }
  }
  return groups
}

/** Makes two rows each other's mates. */
export function wed(a: Rows, rowA: number, b: Rows, rowB: number, mark = 0): void {
  a.mate[rowA] = rowB
  b.mate[rowB] = rowA
  a.marks[rowA]! |= mark
  b.marks[rowB]! |= mark
}

function spread(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 7) ^ key
}

/** Two numbers hashed into one that is not 0. */
function mix(a: number, b: number): number {
  const h = Math.imul(a ^ Math.imul(b, 0xcc9e2d51), 0x85ebca6b)
  return (h ^ (h >>> 15)) | 1
}
