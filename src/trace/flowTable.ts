import { Kind, type Sorted } from '../dissectors/sort.ts'
import { ipv6 } from '../dissectors/text.ts'

// Every packet belongs to one flow: who sends what to whom. A capture can hold millions of them (a scan, a flood), so a
// flow is a row of numbers too, found through an open-addressing hash table of row numbers. IPv4 addresses are part of
// the key as they are; IPv6 addresses are numbered first, by a table of the same make.
//
// Cost: 39 bytes for a flow and 4 to 16 more for its place in the hash table, which doubles when it is three quarters
// full; 16 bytes and a place for an IPv6 address.

/** Flows, numbered from 0 in the order of their first packet. */
export class FlowTable {
  length = 0
  private kinds = new Uint8Array(FIRST)
  private versions = new Uint8Array(FIRST)
  private protocols = new Uint8Array(FIRST)
  private sources = new Uint32Array(FIRST)
  private destinations = new Uint32Array(FIRST)
  private selectors = new Uint32Array(FIRST)
  private counts = new Uint32Array(FIRST)
  private octets = new Float64Array(FIRST)
  private firsts = new Uint32Array(FIRST)
  private lasts = new Uint32Array(FIRST)
  private places = new Uint32Array(2 * FIRST)
  private readonly addresses = new AddressTable()
  private latest = -1

  /** The flow of the packet just sorted, made when it is new. */
  find(sorted: Sorted, bytes: Uint8Array): number {
    const version = sorted.ipVersion
    const kind = sorted.kind === Kind.tcpControl ? Kind.tcp : sorted.kind
    const protocol = sorted.protocol
    const selector = sorted.selector
    const source = version === 6 ? this.addresses.find(bytes, sorted.source) : sorted.source
    const destination = version === 6 ? this.addresses.find(bytes, sorted.destination) : sorted.destination
    const latest = this.latest
    if (latest >= 0 && this.is(latest, kind, version, protocol, source, destination, selector)) return latest
    let place = mix(mix(mix(source, destination), selector), (kind << 16) | (protocol << 8) | version)
    const mask = this.places.length - 1
    for (place &= mask; ; place = (place + 1) & mask) {
      const flow = this.places[place]! - 1
      if (flow < 0) break
      if (this.is(flow, kind, version, protocol, source, destination, selector)) {
        this.latest = flow
        return flow
      }
    }
    const flow = this.length++
    if (flow === this.kinds.length) this.widen()
    this.kinds[flow] = kind
    this.versions[flow] = version
    this.protocols[flow] = protocol
    this.sources[flow] = source
    this.destinations[flow] = destination
    this.selectors[flow] = selector
    this.places[place] = flow + 1
    if (this.length * 4 > this.places.length * 3) this.rehash()
    this.latest = flow
    return flow
  }

  /** Counts a packet of `length` bytes on the wire. */
  count(flow: number, row: number, length: number): void {
    if (this.counts[flow]!++ === 0) this.firsts[flow] = row
    this.lasts[flow] = row
    this.octets[flow]! += length
  }

  /** What its packets are; TCP's control segments count among `Kind.tcp`. */
  kind(flow: number): Kind {
    return this.kinds[flow] as Kind
  }
  /** 4, 6 or 0 when its packets hold no IP. */
  version(flow: number): number {
    return this.versions[flow]!
  }
  protocol(flow: number): number {
    return this.protocols[flow]!
  }
  /** SPI, or ports as source * 65536 + destination. */
  selector(flow: number): number {
    return this.selectors[flow]!
  }
  source(flow: number): string {
    return this.text(flow, this.sources[flow]!)
  }
  destination(flow: number): string {
    return this.text(flow, this.destinations[flow]!)
  }
  /** The same source and the same destination. */
  sameEnds(a: number, b: number): boolean {
    return this.sources[a] === this.sources[b] && this.destinations[a] === this.destinations[b] && this.versions[a] === this.versions[b]
  }
  packets(flow: number): number {
    return this.counts[flow]!
  }
  /** Bytes on the wire, link headers included. */
  bytes(flow: number): number {
    return this.octets[flow]!
  }
  /** Row of its first packet. */
  first(flow: number): number {
    return this.firsts[flow]!
  }
  last(flow: number): number {
    return this.lasts[flow]!
  }

  private is(
    flow: number,
    kind: number,
    version: number,
    protocol: number,
    source: number,
    destination: number,
    selector: number,
  ): boolean {
    return (
      this.selectors[flow] === selector &&
      this.sources[flow] === source &&
      this.destinations[flow] === destination &&
      this.kinds[flow] === kind &&
      this.protocols[flow] === protocol &&
      this.versions[flow] === version
    )
  }

  private text(flow: number, address: number): string {
    const version = this.versions[flow]
    if (version === 6) return this.addresses.text(address)
    return version === 4 ? `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}` : ''
  }

  private widen(): void {
    const size = this.kinds.length * 2
    this.kinds = wider(this.kinds, new Uint8Array(size))
    this.versions = wider(this.versions, new Uint8Array(size))
    this.protocols = wider(this.protocols, new Uint8Array(size))
    this.sources = wider(this.sources, new Uint32Array(size))
    this.destinations = wider(this.destinations, new Uint32Array(size))
    this.selectors = wider(this.selectors, new Uint32Array(size))
    this.counts = wider(this.counts, new Uint32Array(size))
    this.octets = wider(this.octets, new Float64Array(size))
    this.firsts = wider(this.firsts, new Uint32Array(size))
    this.lasts = wider(this.lasts, new Uint32Array(size))
  }

  private rehash(): void {
    const mask = this.places.length * 2 - 1
    this.places = new Uint32Array(mask + 1)
    for (let flow = 0; flow < this.length; flow++) {
      const what = (this.kinds[flow]! << 16) | (this.protocols[flow]! << 8) | this.versions[flow]!
      let place = mix(mix(mix(this.sources[flow]!, this.destinations[flow]!), this.selectors[flow]!), what) & mask
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
    let place = mix(mix(mix(a, b), c), d) & mask
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
      let place = mix(mix(mix(this.words[w]!, this.words[w + 1]!), this.words[w + 2]!), this.words[w + 3]!) & mask
      while (this.places[place] !== 0) place = (place + 1) & mask
      this.places[place] = address + 1
    }
  }
}

const FIRST = 1024

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/** Two numbers hashed into one: murmur3's multiplications, so that neighbours land far apart. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0xcc9e2d51), 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function wider<T extends Uint8Array | Uint32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
