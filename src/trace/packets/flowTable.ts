import { Kind, type Sorted } from '../../dissectors/sort.ts'
import { ipv6 } from '../../dissectors/text.ts'

// Every packet belongs to one flow: who sends what to whom. A capture can hold millions of them (a scan, a flood), so a
// flow is a row of numbers too, found through an open-addressing hash table of row numbers. IPv4 addresses are part of
// the key as they are; IPv6 addresses are numbered first, by a table of the same make.
//
// Cost: 48 bytes for a flow and 4 to 16 more for its place in the hash table, which doubles when it is three quarters
// full; 16 bytes and a place for an IPv6 address.

/** Flows, numbered from 0 in the order of their first packet. */
export class FlowTable {
  length = 0
  /** Of each flow side by side: source, destination, selector, and kind, protocol and version in one. Signed: larger numbers
   *  would be objects on their way from one function to the next. */
  private keys = new Int32Array(4 * FIRST)
  /** Of each flow side by side: packets, bytes, first and last row. They lie together because each packet touches all four. */
  private sums = new Float64Array(4 * FIRST)
  private places = new Uint32Array(2 * FIRST)
  private readonly addresses = new AddressTable()
  private latest = -1

  /** The flow of the packet just sorted, made when it is new. */
  find(sorted: Sorted, bytes: Uint8Array): number {
    const version = sorted.ipVersion
    const kind = sorted.kind === Kind.tcpControl ? Kind.tcp : sorted.kind
    const what = (kind << 16) | (sorted.protocol << 8) | version
    const selector = sorted.selector | 0
    const source = version === 6 ? this.addresses.find(bytes, sorted.source) : sorted.source | 0
    const destination = version === 6 ? this.addresses.find(bytes, sorted.destination) : sorted.destination | 0
    if (this.latest >= 0 && this.is(this.latest, source, destination, selector, what)) return this.latest
    const mask = this.places.length - 1
    let place = hash(source, destination, selector, what) & mask
    for (; ; place = (place + 1) & mask) {
      const flow = this.places[place]! - 1
      if (flow < 0) break
      if (!this.is(flow, source, destination, selector, what)) continue
      this.latest = flow
      return flow
    }
    const flow = this.length++
    if (4 * flow === this.keys.length) this.widen()
    this.keys[4 * flow] = source
    this.keys[4 * flow + 1] = destination
    this.keys[4 * flow + 2] = selector
    this.keys[4 * flow + 3] = what
    this.places[place] = flow + 1
    if (this.length * 4 > this.places.length * 3) this.rehash()
    this.latest = flow
    return flow
  }

  /** Counts a packet of `length` bytes on the wire. */
  count(flow: number, row: number, length: number): void {
    const { sums } = this
    const at = 4 * flow
    if (sums[at]!++ === 0) sums[at + 2] = row
    sums[at + 1]! += length
    sums[at + 3] = row
  }

  /** What its packets are; TCP's control segments count among `Kind.tcp`. */
  kind(flow: number): Kind {
    return (this.keys[4 * flow + 3]! >>> 16) as Kind
  }
  /** 4, 6 or 0 when its packets hold no IP. */
  version(flow: number): number {
    return this.keys[4 * flow + 3]! & 0xff
  }
  protocol(flow: number): number {
    return (this.keys[4 * flow + 3]! >>> 8) & 0xff
  }
  /** SPI, or ports as source * 65536 + destination. */
  selector(flow: number): number {
    return this.keys[4 * flow + 2]! >>> 0
  }
  source(flow: number): string {
    return this.text(flow, this.keys[4 * flow]!)
  }
  destination(flow: number): string {
    return this.text(flow, this.keys[4 * flow + 1]!)
  }
  /** The same source and the same destination. */
  sameEnds(a: number, b: number): boolean {
    const { keys } = this
    return keys[4 * a] === keys[4 * b] && keys[4 * a + 1] === keys[4 * b + 1] && this.version(a) === this.version(b)
  }
  /** Equal for flows with the same ends. */
  endsHash(flow: number): number {
    return hash(this.keys[4 * flow]!, this.keys[4 * flow + 1]!, this.version(flow), 0)
  }
  /** The same two hosts the other way round. */
  reversedEnds(a: number, b: number): boolean {
    const { keys } = this
    return keys[4 * a] === keys[4 * b + 1] && keys[4 * a + 1] === keys[4 * b] && this.version(a) === this.version(b)
  }
  packets(flow: number): number {
    return this.sums[4 * flow]!
  }
  /** Bytes on the wire, link headers included. */
  bytes(flow: number): number {
    return this.sums[4 * flow + 1]!
  }
  /** Row of its first packet, in the order of capture. */
  first(flow: number): number {
    return this.sums[4 * flow + 2]!
  }
  last(flow: number): number {
    return this.sums[4 * flow + 3]!
  }

  /** Its packets come in another order than that in which they were counted. */
  reaches(flow: number, rows: Uint32Array): void {
    this.sums[4 * flow + 2] = rows[0]!
    this.sums[4 * flow + 3] = rows[rows.length - 1]!
  }

  private is(flow: number, source: number, destination: number, selector: number, what: number): boolean {
    const { keys } = this
    const at = 4 * flow
    return keys[at + 2] === selector && keys[at] === source && keys[at + 1] === destination && keys[at + 3] === what
  }

  private text(flow: number, address: number): string {
    const version = this.version(flow)
    if (version === 6) return this.addresses.text(address)
    return version === 4 ? `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}` : ''
  }

  private widen(): void {
    this.keys = wider(this.keys, new Int32Array(2 * this.keys.length))
    this.sums = wider(this.sums, new Float64Array(2 * this.sums.length))
  }

  private rehash(): void {
    const { keys } = this
    const mask = this.places.length * 2 - 1
    this.places = new Uint32Array(mask + 1)
    for (let flow = 0; flow < this.length; flow++) {
      const at = 4 * flow
      let place = hash(keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!) & mask
      while (this.places[place] !== 0) place = (place + 1) & mask
      this.places[place] = flow + 1
    }
  }
}

/** IPv6 addresses, numbered from 0. */
class AddressTable {
  private length = 0
  private words = new Uint32Array(4 * FIRST)
  private places = new Uint32Array(2 * FIRST)

  find(bytes: Uint8Array, at: number): number {
    const a = word(bytes, at)
    const b = word(bytes, at + 4)
    const c = word(bytes, at + 8)
    const d = word(bytes, at + 12)
    const mask = this.places.length - 1
    let place = hash(a, b, c, d) & mask
    for (; ; place = (place + 1) & mask) {
      const address = this.places[place]! - 1
      if (address < 0) break
      const w = 4 * address
      if (this.words[w + 3] === d && this.words[w + 2] === c && this.words[w + 1] === b && this.words[w] === a) return address
    }
    const address = this.length++
    if (4 * address === this.words.length) this.words = wider(this.words, new Uint32Array(8 * address))
    this.words[4 * address] = a
    this.words[4 * address + 1] = b
    this.words[4 * address + 2] = c
    this.words[4 * address + 3] = d
    this.places[place] = address + 1
    if (this.length * 4 > this.places.length * 3) this.rehash()
    return address
  }

  text(address: number): string {
    return ipv6(Uint8Array.from({ length: 16 }, (_, i) => this.words[4 * address + (i >> 2)]! >>> (24 - 8 * (i & 3))))
  }

  private rehash(): void {
    const mask = this.places.length * 2 - 1
    this.places = new Uint32Array(mask + 1)
    for (let address = 0; address < this.length; address++) {
      const w = 4 * address
      let place = hash(this.words[w]!, this.words[w + 1]!, this.words[w + 2]!, this.words[w + 3]!) & mask
      while (this.places[place] !== 0) place = (place + 1) & mask
      this.places[place] = address + 1
    }
  }
}

/** Few, so that V8 has seen how the tables grow before it compiles who fills them. */
const FIRST = 32

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/** Four numbers hashed into one: multiplied side by side, then mixed as murmur3 ends, so that neighbours land far apart. */
function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a, 0xcc9e2d51) ^ Math.imul(b, 0x1b873593) ^ Math.imul(c, 0x9e3779b1) ^ Math.imul(d, 0xe6546b65)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function wider<T extends Int32Array | Uint32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
