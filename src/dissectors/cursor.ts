import { type Field, NOT_DISSECTED, type Problem } from './field.ts'
import type { IvChains } from './ike/decrypt/ivChains.ts'
import type { SeenPayloads } from './ike/seenPayloads.ts'
import type { KnownEsp } from './ipsec/known.ts'
import type { Keyring } from './keyring.ts'
import type { Meaning } from './meaning.ts'

// A recording cursor: one call reads, names, explains and records the range. The function that reads a structure is at
// the same time its declaration: what it returns are the facts, what it leaves behind is the tree.
//
// Two ends bound every read. `end` is what the lengths on the wire promise for the part being read; `bytes.length` is
// what the capture kept. Running into the first means that the sender contradicts himself (malformed), into the second
// that the capture is cut; so no dissector has to think about which it is, and no sender is blamed for a snaplen.
//
// A quote (an ICMP error's) is the third case: its sender left the rest out on purpose, so that what is inside may promise
// more than there is, and running out is neither.
//
// The one error border is `struct`: a part that breaks ends there, keeps what it had, shows the rest as "Not dissected",
// and reading goes on behind it.

/** Thrown by a read that does not fit; caught by the nearest `struct`. Not an Error: no stack is wanted. Without a problem
 *  it says that a quote ended. */
class Stop {
  constructor(readonly problem?: Problem) {}
}

const QUOTE_ENDS = 'the quote ends here'

/** A quoted packet's lengths are taken as true up to here. */
const MAX_QUOTED = 1 << 17

/** Knowledge from elsewhere in the trace that decides how ambiguous numbers are read (65001, payload 15). */
export interface Context {
  /** Vendor ids seen from either peer of the negotiation, as lower-case hex. */
  readonly vendorIds?: ReadonlySet<string>
  /** What is known of the SAs whose packets may be met: found to be clear, or keys were given. */
  readonly esp?: KnownEsp
  /** Keys that were given. */
  readonly keyring?: Keyring
  /** What IKEv1 messages seen so far leave behind for the decryption of others. */
  readonly ivChains?: IvChains
  /** Only the facts are wanted, for a packet that nobody looks at: no field is recorded and no meaning asked for. */
  readonly factsOnly?: boolean
  /** Facts only: payloads that may come again. */
  readonly seen?: SeenPayloads
}

/** Reads one packet, or bytes reassembled or decrypted from packets, from `at` on. Reads that do not fit throw, to the nearest `struct`. */
export class Cursor {
  at: number
  end: number
  /** Parts now open, innermost last; its length bounds nesting. */
  depth = 0
  /** Inside a quote: what is read was only repeated, and perhaps changed on its way. */
  quoted = false
  /** Where readable bytes end: the captured ones, or those of a quote. */
  private kept: number
  /** The capture kept all of the quote being read. */
  private whole = false
  private part: Field
  private children: Field[]
  private cut = false
  private readonly records: boolean
  private readonly view: DataView

  /** @param bytes what the capture kept of this root  @param wire its length on the wire, at least bytes.length */
  constructor(
    readonly bytes: Uint8Array,
    wire = bytes.length,
    readonly tree: Field = { name: 'Packet', start: 0, end: bytes.length, children: [] },
    readonly context: Context = {},
  ) {
    this.at = 0
    this.kept = bytes.length
    this.end = Math.max(wire, bytes.length)
    this.part = tree
    this.children = tree.children ??= []
    this.records = context.factsOnly !== true
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes that this part still promises, captured or not. */
  get left(): number {
    return this.end - this.at
  }

  /** Bytes that can still be read here. */
  get here(): number {
    return Math.max(0, Math.min(this.end, this.kept) - this.at)
  }

  u8(name: string, meaning?: Meaning): number {
    return this.leaf(name, 1, this.view.getUint8(this.take(1, name)), meaning)
  }
  u16(name: string, meaning?: Meaning): number {
    return this.leaf(name, 2, this.view.getUint16(this.take(2, name)), meaning)
  }
  u24(name: string, meaning?: Meaning): number {
    const at = this.take(3, name)
    return this.leaf(name, 3, (this.view.getUint16(at) << 8) | this.view.getUint8(at + 2), meaning)
  }
  u32(name: string, meaning?: Meaning): number {
    return this.leaf(name, 4, this.view.getUint32(this.take(4, name)), meaning)
  }
  u64(name: string, meaning?: Meaning<bigint>): bigint {
    return this.leaf(name, 8, this.view.getBigUint64(this.take(8, name)), meaning)
  }
  u16le(name: string, meaning?: Meaning): number {
    return this.leaf(name, 2, this.view.getUint16(this.take(2, name), true), meaning)
  }
  u32le(name: string, meaning?: Meaning): number {
    return this.leaf(name, 4, this.view.getUint32(this.take(4, name), true), meaning)
  }
  u64le(name: string, meaning?: Meaning<bigint>): bigint {
    return this.leaf(name, 8, this.view.getBigUint64(this.take(8, name), true), meaning)
  }

  /** Opaque bytes; the meaning is shown beside their hex. */
  opaque(name: string, length: number, meaning?: Meaning<Uint8Array>): Uint8Array {
    const at = this.take(length, name)
    const bytes = this.bytes.subarray(at, at + length)
    if (!this.records) return bytes
    const explained = meaning?.(bytes)
    this.record({ name, start: at, end: at + length, ...(explained === undefined ? {} : { meaning: explained }) })
    return bytes
  }

  /** A field whose value is a text made from its bytes: an address, a name, a cookie. Returns that text. */
  as(name: string, length: number, text: (bytes: Uint8Array) => string, meaning?: Meaning<string>): string {
    const at = this.take(length, name)
    const value = text(this.bytes.subarray(at, at + length))
    if (!this.records) return value
    const explained = meaning?.(value)
    this.record({ name, start: at, end: at + length, value, ...(explained === undefined ? {} : { meaning: explained }) })
    return value
  }

  /** A password: what it says, and its bytes, are shown nowhere. Returns what is said instead. */
  secret(name: string, length: number): string {
    const at = this.take(length, name)
    const value = `${length} bytes, not shown`
    if (this.records) this.record({ name, start: at, end: at + length, value, withheld: true })
    return value
  }

  /** One number of 1, 2 or 4 bytes split into named groups of bits, highest first. Returns the groups' values. @param whole what the number means as a whole */
  split<const P extends readonly (readonly [name: string, bits: number, meaning?: Meaning])[]>(
    name: string,
    size: 1 | 2 | 4,
    parts: P,
    whole?: Meaning,
  ): { [K in keyof P]: number } {
    const start = this.take(size, name)
    const value = size === 1 ? this.view.getUint8(start) : size === 2 ? this.view.getUint16(start) : this.view.getUint32(start)
    const values = new Array<number>(parts.length)
    const children: Field[] = []
    let below = size * 8
    for (let i = 0; i < parts.length; i++) {
      const [part, bits, meaning] = parts[i]!
      below -= bits
      const group = ((value >>> below) & (2 ** bits - 1)) >>> 0
      values[i] = group
      if (!this.records) continue
      const explained = meaning?.(group)
      children.push({
        name: part,
        start,
        end: start + size,
        value: group,
        bits: (2 ** bits - 1) * 2 ** below,
        ...(explained === undefined ? {} : { meaning: explained }),
      })
    }
    if (!this.records) return values as { [K in keyof P]: number }
    const explained = whole?.(value)
    this.record({ name, start, end: start + size, value, ...(explained === undefined ? {} : { meaning: explained }), children })
    return values as { [K in keyof P]: number }
  }

  /** A byte of flags, each bit named by its mask; the field's meaning lists those that are set. */
  flags(name: string, byMask: Readonly<Record<number, string>>): number {
    const start = this.take(1, name)
    const value = this.view.getUint8(start)
    if (!this.records) return value
    const children = Object.entries(byMask).map(([mask, bit]) => ({
      name: bit,
      start,
      end: start + 1,
      bits: Number(mask),
      value: value & Number(mask) ? 1 : 0,
    }))
    const set = children.filter(c => c.value).map(c => c.name)
    this.record({ name, start, end: start + 1, value, children, ...(set.length ? { meaning: set.join(', ') } : {}) })
    return value
  }

  /** All that is left of this part, as one opaque field of what was captured; nothing is recorded when nothing is left. */
  rest(name: string, meaning?: Meaning<Uint8Array>): Uint8Array {
    const length = this.here
    const bytes = length > 0 ? this.opaque(name, length, meaning) : this.bytes.subarray(this.kept, this.kept)
    if (this.left <= 0) return bytes
    if (length === 0 && !this.cut && !this.whole) this.record({ name, start: this.place, end: this.place })
    this.leaveOut(this.left, length > 0)
    return bytes
  }

  /** The same for what has to be there: recorded, with no bytes, also when nothing is left, so that this can be said of it. */
  due(name: string, meaning?: Meaning<Uint8Array>): Uint8Array {
    return this.left === 0 ? this.opaque(name, 0, meaning) : this.rest(name, meaning)
  }

  /** A field that is a text, or what the capture kept of it: a text says something by its beginning, other than an address does. */
  text(name: string, length: number, text: (bytes: Uint8Array) => string): string {
    if (!this.begun(length)) return this.as(name, length, text)
    return this.within(length, () => {
      const said = this.as(name, this.here, bytes => `${text(bytes)}…`)
      this.leaveOut(this.left, true)
      return said
    })
  }

  /** Opaque bytes, or the beginning that the capture kept of them. */
  beginning(name: string, length: number, meaning?: Meaning<Uint8Array>): Uint8Array {
    return this.begun(length) ? this.within(length, () => this.rest(name, meaning)) : this.opaque(name, length, meaning)
  }

  /** Whether some and not all of the bytes that are promised were kept. */
  private begun(length: number): boolean {
    return length <= this.left && this.here > 0 && this.here < length
  }

  /** Where the cursor stands among the bytes that can be read. */
  private get place(): number {
    return Math.min(this.at, this.kept)
  }

  /** The bytes ahead without reading them; fewer when fewer are here. */
  peek(length: number): Uint8Array {
    return this.bytes.subarray(this.at, this.at + Math.min(length, this.here))
  }

  /** The byte that stands so far ahead, where it can be read here. */
  ahead(offset: number): number | undefined {
    return offset < this.here ? this.bytes[this.at + offset] : undefined
  }

  /**
   * A named part, `length` bytes long as its sender claims (undefined: as long as its content). Returns what `read`
   * returns, or undefined when the part broke; either way the cursor stands behind the part.
   */
  struct<T>(name: string, length: number | undefined, read: (c: Cursor) => T): T | undefined {
    if (!this.records) return this.inside(this.tree, length, read)
    const node: Field = { name, start: this.place, end: this.place, children: [] }
    this.children.push(node)
    return this.inside(node, length, read)
  }

  /** Bounds what `read` sees to `length` bytes without making a node: a payload inside its carrier. */
  within<T>(length: number, read: (c: Cursor) => T): T {
    const outer = this.end
    const bound = this.at + length
    if (bound < outer) this.end = bound
    try {
      return read(this)
    } finally {
      this.end = outer
    }
  }

  /** The same part again and again until its container ends. A part that reads nothing ends the list; one that the
   *  capture cut between two parts says so. */
  list<T>(name: string, length: (c: Cursor) => number | undefined, read: (c: Cursor) => T): T[] {
    const all: T[] = []
    while (this.here > 0) {
      const before = this.at
      const one = this.struct(name, length(this), read)
      if (one !== undefined) all.push(one)
      if (this.at === before) break
    }
    if (this.here === 0) this.rest(name)
    return all
  }

  /**
   * The first `length` bytes of something longer, as an ICMP error quotes a packet. Inside, the quoted lengths count;
   * where the quote ends, the part being read says so, without a problem.
   */
  quote<T>(name: string, length: number, read: (c: Cursor) => T): T | undefined {
    return this.struct(name, length, () => {
      const { end, kept, quoted, whole } = this
      this.kept = Math.min(kept, end)
      this.quoted = true
      this.whole = this.kept === end
      this.end = this.at + MAX_QUOTED
      try {
        return read(this)
      } finally {
        this.end = end
        this.kept = kept
        this.quoted = quoted
        this.whole = whole
        this.at = Math.min(this.at, end)
      }
    })
  }

  /** New bytes that came out of this place (reassembled, decrypted): a root of their own under the current part. */
  root<T>(name: string, bytes: Uint8Array, read: (c: Cursor) => T, wire = bytes.length): T | undefined {
    const node: Field = { name, start: 0, end: bytes.length, bytes, children: [] }
    this.children.push(node)
    const inner = new Cursor(bytes, wire, node, this.context)
    inner.depth = this.depth + 1
    return inner.all(read)
  }

  /** Reads the whole of this cursor's bytes as one part; bytes left over become "Not dissected". */
  all<T>(read: (c: Cursor) => T): T | undefined {
    return this.inside(this.tree, this.left, read)
  }

  /** What the part being read amounts to, shown beside its name: `Transform: ENCR_AES_CBC`. */
  means(text: string | undefined): void {
    if (text !== undefined) this.part.meaning = text
  }

  /** Hangs a problem on the field just recorded. */
  odd(says: string): void {
    this.mark('odd', says)
  }
  malformed(says: string): void {
    this.mark('malformed', says)
  }

  /** Gives up on the part being read: its sender contradicts himself. */
  fail(says: string): never {
    throw new Stop({ weight: 'malformed', says })
  }

  private inside<T>(node: Field, length: number | undefined, read: (c: Cursor) => T): T | undefined {
    const outerEnd = this.end
    const outerPart = this.part
    const outerChildren = this.children
    const start = this.at
    let bound = length === undefined ? outerEnd : start + length
    if (length !== undefined && (length < 0 || bound > outerEnd)) {
      node.problem = { weight: 'malformed', says: `${node.name} says ${length} bytes, ${outerEnd - start} are here` }
      bound = outerEnd
    }
    this.end = bound
    this.part = node
    this.children = node.children ??= []
    this.depth++
    try {
      return read(this)
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop
      if (stop.problem) node.problem ??= stop.problem
      else node.meaning ??= QUOTE_ENDS
      if (length === undefined) this.fill(bound)
      return undefined
    } finally {
      if (length !== undefined) this.fill(bound)
      node.end = this.place
      this.end = outerEnd
      this.part = outerPart
      this.children = outerChildren
      this.depth--
      this.at = Math.min(this.at, outerEnd)
    }
  }

  /** Moves to `bound`; what was passed over and captured stays visible. */
  private fill(bound: number): void {
    const seen = Math.min(bound, this.kept)
    if (this.at < seen) this.record({ name: NOT_DISSECTED, start: this.at, end: seen })
    if (this.at < bound) this.at = bound
  }

  private take(length: number, name: string): number {
    const at = this.at
    if (length < 0) this.fail(`${name} would have ${length} bytes`)
    const next = at + length
    if (next > this.end) throw new Stop({ weight: 'malformed', says: `${name} needs ${length} bytes, ${this.left} are here` })
    if (next > this.kept) throw new Stop(this.whole ? undefined : this.cutAt(name, length))
    this.at = next
    return at
  }

  private cutAt(name: string, length: number): Problem {
    this.cut = true
    return { weight: 'cut', says: `the capture kept ${Math.max(0, this.kept - this.at)} of the ${length} bytes of ${name}` }
  }

  /** Passes over what is promised but not here; says so at the field that holds its beginning. */
  private leaveOut(missing: number, begun: boolean): void {
    const last = this.children.at(-1)
    if (this.whole && begun && last) last.meaning ??= QUOTE_ENDS
    if (!this.whole && !this.cut && last) last.problem = { weight: 'cut', says: `${missing} more bytes were not captured` }
    this.cut ||= !this.whole
    this.at = this.end
  }

  private leaf<T extends number | bigint>(name: string, size: number, value: T, meaning: Meaning<T> | undefined): T {
    if (!this.records) return value
    const explained = meaning?.(value)
    const start = this.at - size
    this.record(explained === undefined ? { name, start, end: this.at, value } : { name, start, end: this.at, value, meaning: explained })
    return value
  }

  private record(field: Field): void {
    if (this.records) this.children.push(field)
  }

  private mark(weight: 'odd' | 'malformed', says: string): void {
    const last = this.children.at(-1)
    if (last) last.problem ??= { weight, says }
  }
}
