import type { Kind, Sorted } from '../../dissectors/sort.ts'
import { Ciphers } from '../protected/ciphers.ts'
import { BITS, BLOCK, type Block, type Columns, captured, larger, links, newBlock, places } from './block.ts'
import { CaptureOrder } from './captureOrder.ts'
import type { ClockSet } from './clockSet.ts'
import { FlowTable } from './flowTable.ts'
import { STEP_BACK } from './stepBack.ts'

// The table of all packets: one row of numbers each, whatever it is, so that a capture of gigabytes costs 33 bytes a
// packet and no object. It lies in blocks, and but for the first none is ever copied, so the table grows without a pause and
// without ever needing its memory twice. Rows count from 0; a packet's number is its row + 1.
//
// Who walks through flows gets their rows side by side, from an index of 4 bytes a packet that is made in one pass when it
// is first asked for, and again when packets have come since.

const IN_BLOCK = BLOCK - 1
/** Rows of the first block, at first. */
const FIRST = 64
/** Rows handed out at a time: so few that who walks through many soon comes back into code that V8 has compiled meanwhile. */
const STRIDE = 1024
const FAR = 0xffffffff
const MOST_STEPS = 1000

const NO_INDEX = { rows: new Uint32Array(0), starts: new Uint32Array(1) }

/** What a record says of a packet beside its bytes. */
export interface Row {
  /** Seconds from the first packet of the trace; NaN when the file has no time. */
  readonly time: number
  /** Where its bytes lie in the (decompressed) file. */
  readonly position: number
  readonly captured: number
  readonly original: number
  readonly linkType: number
  /** 0 not said, 1 inbound, 2 outbound. */
  readonly direction: number
}

/** All packets of one trace. */
export class Packets {
  length = 0
  readonly flows = new FlowTable()
  /** Which ESP flows can be read without keys. */
  readonly ciphers = new Ciphers()
  /** Packets of each kind, by its number. */
  readonly counts = new Float64Array(16)
  /** Packets of which only the start was captured. */
  cut = 0
  /** The greatest length that an IP header claims. */
  longest = 0
  /** Rows whose time is more than `STEP_BACK` before that of their predecessor; the first thousand. */
  readonly stepsBack: number[] = []
  /** Rows whose time is before that of their predecessor, by however little. */
  backwards = 0
  /** Where the clock was set back, as another capture shows: times from there on run as if it had not been. */
  readonly clockSets: ClockSet[] = []
  /** LINKTYPE numbers in the order in which they came. */
  readonly linkTypes: number[] = []
  private readonly linkIndex = new Map<number, number>()
  private readonly blocks: Block[] = []
  private block = newBlock(0, 0, 0)
  /** Rows that there are places for. */
  private room = 0
  private lastLink = 0
  /** Time of the packet before. */
  private before = Number.NaN
  /** Only where it is not the order of the file. */
  private order: CaptureOrder | undefined
  private byFlow = NO_INDEX

  /** Adds the next packet, sorted from `bytes`; returns its row. */
  add(sorted: Sorted, bytes: Uint8Array, row: Row): number {
    const at = this.length++
    const i = at & IN_BLOCK
    const link = this.linkTypes[this.lastLink] === row.linkType ? this.lastLink : this.linkOf(row.linkType)
    if (at === this.room) this.makeRoom(row.position, link)
    const block = this.block
    const flow = this.flows.find(sorted, bytes)
    block.time[i] = row.time
    const away = row.position - block.base
    if (away >= 0 && away <= FAR) block.away[i] = away
    if (away < 0 || away > FAR || block.places) places(block)[i] = row.position
    block.original[i] = row.original
    if (row.captured !== row.original || block.captured) captured(block)[i] = row.captured
    block.flow[i] = flow
    this.flows.count(flow, at, row.original)
    block.sequence[i] = sorted.sequence
    block.identification[i] = sorted.identification
    block.ipLength[i] = sorted.ipLength
    if (sorted.ipLength > this.longest) this.longest = sorted.ipLength
    if (link !== block.oneLink || block.links) links(block)[i] = link
    block.kind[i] = sorted.kind | (sorted.dontFragment ? 16 : 0) | (row.direction << 5)
    this.counts[sorted.kind]!++
    if (row.captured < row.original) this.cut++
    if (row.time < this.before) this.stepBack(at, row.time)
    this.before = row.time
    return at
  }

  /** Bytes on the wire of all packets. */
  get bytes(): number {
    let sum = 0
    for (let flow = 0; flow < this.flows.length; flow++) sum += this.flows.bytes(flow)
    return sum
  }

  /** Packets come in the order of their times, not of their places in the file. */
  get byTime(): boolean {
    return this.order !== undefined
  }
  /** Where a row stands in the order of capture, from 0: there where it is, but in a file whose own order is another. */
  place(row: number): number {
    return this.order ? this.order.place(row) : row
  }
  /** The same of a packet's number, from 1. */
  rank(number: number): number {
    return this.place(number - 1) + 1
  }
  /** The row of that place. */
  at(place: number): number {
    return this.order ? this.order.rows[place]! : place
  }
  /** Time of the packet captured first. */
  get begin(): number {
    return this.length === 0 ? 0 : this.time(this.at(0))
  }
  /** Time of the packet captured last. */
  get end(): number {
    return this.length === 0 ? 0 : this.time(this.at(this.length - 1))
  }

  /** Once all are here: from now on they come in the order of their times. */
  arrangeByTime(): void {
    this.order = new CaptureOrder(this)
    this.byFlow = NO_INDEX
    for (let flow = 0; flow < this.flows.length; flow++) this.flows.reaches(flow, this.rowsOfFlow(flow))
  }

  time(row: number): number {
    return this.blocks[row >>> BITS]!.time[row & IN_BLOCK]!
  }
  position(row: number): number {
    const block = this.blocks[row >>> BITS]!
    return block.places ? block.places[row & IN_BLOCK]! : block.base + block.away[row & IN_BLOCK]!
  }
  captured(row: number): number {
    const block = this.blocks[row >>> BITS]!
    return (block.captured ?? block.original)[row & IN_BLOCK]!
  }
  original(row: number): number {
    return this.blocks[row >>> BITS]!.original[row & IN_BLOCK]!
  }
  kind(row: number): Kind {
    return (this.blocks[row >>> BITS]!.kind[row & IN_BLOCK]! & 15) as Kind
  }
  dontFragment(row: number): boolean {
    return (this.blocks[row >>> BITS]!.kind[row & IN_BLOCK]! & 16) !== 0
  }
  /** 0 not said, 1 inbound, 2 outbound. */
  direction(row: number): number {
    return this.blocks[row >>> BITS]!.kind[row & IN_BLOCK]! >> 5
  }
  linkType(row: number): number {
    const block = this.blocks[row >>> BITS]!
    return this.linkTypes[block.links?.[row & IN_BLOCK] ?? block.oneLink]!
  }
  flow(row: number): number {
    return this.blocks[row >>> BITS]!.flow[row & IN_BLOCK]!
  }
  /** ESP, AH and TCP: the sequence number; ICMP echo: identifier * 65536 + sequence number. */
  sequence(row: number): number {
    return this.blocks[row >>> BITS]!.sequence[row & IN_BLOCK]!
  }
  identification(row: number): number {
    return this.blocks[row >>> BITS]!.identification[row & IN_BLOCK]!
  }
  /** Length of the IP packet as its header claims; 0 when it holds none. */
  ipLength(row: number): number {
    return this.blocks[row >>> BITS]!.ipLength[row & IN_BLOCK]!
  }
  /** Hands out all columns in the order of capture, with the row that each block begins with and the places in it to walk through. */
  walk(take: (columns: Columns, first: number, from: number, to: number) => void): void {
    if (this.order) this.order.stretches(STRIDE, (from, to) => this.stretch(from, to, take))
    else for (let from = 0; from < this.length; from += STRIDE) this.stretch(from, Math.min(from + STRIDE, this.length), take)
  }
  /** Rows of one flow in the order of their capture; not to be written to. */
  rowsOfFlow(flow: number): Uint32Array {
    const index = this.index()
    return index.rows.subarray(index.starts[flow], index.starts[flow + 1])
  }

  /** Rows of one kind in file order. */
  rowsOfKind(kind: Kind): Uint32Array {
    const rows = new Uint32Array(this.counts[kind] ?? 0)
    let found = 0
    for (let at = 0; found < rows.length; at += BLOCK) {
      const kinds = this.blocks[at >>> BITS]!.kind
      const end = Math.min(BLOCK, this.length - at)
      for (let i = 0; i < end; i++) if ((kinds[i]! & 15) === kind) rows[found++] = at + i
    }
    return rows
  }

  /** Rows sorted by flow, and where each flow's begin, for who walks through many flows: a counting sort. Not to be written to. */
  index(): { readonly rows: Uint32Array; readonly starts: Uint32Array } {
    if (this.byFlow.rows.length === this.length) return this.byFlow
    const starts = new Uint32Array(this.flows.length + 1)
    for (let flow = 0; flow < this.flows.length; flow++) starts[flow + 1] = starts[flow]! + this.flows.packets(flow)
    const next = starts.slice()
    const rows = new Uint32Array(this.length)
    this.walk(({ flow }, first, from, to) => distribute(flow, first, from, to, next, rows))
    this.byFlow = { rows, starts }
    return this.byFlow
  }

  /** The first block begins small: for a small capture, and so that V8 has seen it grow before it compiles who adds packets. */
  private makeRoom(position: number, link: number): void {
    const grows = this.room > 0 && this.room < BLOCK
    const rows = this.room < BLOCK ? Math.max(FIRST, 2 * this.room) : BLOCK
    this.block = grows ? larger(this.block, rows) : newBlock(rows, position, link)
    this.blocks[grows ? 0 : this.blocks.length] = this.block
    this.room = grows ? rows : this.room + rows
  }

  private stretch(from: number, to: number, take: Parameters<Packets['walk']>[0]): void {
    const first = from & ~IN_BLOCK
    take(this.blocks[from >>> BITS]!, first, from - first, to - first)
  }

  private stepBack(at: number, time: number): void {
    this.backwards++
    if (this.before - time > STEP_BACK && this.stepsBack.length < MOST_STEPS) this.stepsBack.push(at)
  }

  private linkOf(linkType: number): number {
    let index = this.linkIndex.get(linkType)
    if (index === undefined) {
      index = this.linkTypes.push(linkType) - 1
      this.linkIndex.set(linkType, index)
    }
    this.lastLink = index
    return index
  }
}

/** Puts rows where their flow's next belongs. */
function distribute(flows: Uint32Array, first: number, from: number, to: number, next: Uint32Array, rows: Uint32Array): void {
  for (let i = from; i < to; i++) rows[next[flows[i]!]!++] = first + i
}
