import type { Kind, Sorted } from '../dissectors/sort.ts'
import { Ciphers } from './ciphers.ts'
import { FlowTable } from './flowTable.ts'

// The table of all packets: one row of numbers each, whatever it is, so that a capture of gigabytes costs 43 bytes a
// packet and no object. Columns are typed arrays in blocks of 65,536 rows; a block is never copied, so the table grows
// without a pause and without ever needing its memory twice. Rows count from 0; a packet's number is its row + 1.
//
// Who walks through flows gets their rows side by side, from an index of 4 bytes a packet that is made in one pass when it
// is first asked for, and again when packets have come since.

const BITS = 16
const BLOCK = 1 << BITS
const IN_BLOCK = BLOCK - 1

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
  /** Bytes on the wire of all packets. */
  bytes = 0
  /** LINKTYPE numbers in the order in which they came. */
  readonly linkTypes: number[] = []
  private readonly linkIndex = new Map<number, number>()
  private readonly blocks: Block[] = []
  private block = newBlock(0)
  private lastLink = 0
  private byFlow = { rows: new Uint32Array(0), starts: new Uint32Array(1) }

  /** Adds the next packet, sorted from `bytes`; returns its row. */
  add(sorted: Sorted, bytes: Uint8Array, row: Row): number {
    const at = this.length++
    const i = at & IN_BLOCK
    if (i === 0) {
      this.block = newBlock(BLOCK)
      this.blocks.push(this.block)
    }
    const block = this.block
    const flow = this.flows.find(sorted, bytes)
    block.time[i] = row.time
    block.position[i] = row.position
    block.captured[i] = row.captured
    block.original[i] = row.original
    block.flow[i] = flow
    this.flows.count(flow, at, row.original)
    block.sequence[i] = sorted.sequence
    block.identification[i] = sorted.identification
    block.ipLength[i] = sorted.ipLength
    block.link[i] = this.linkTypes[this.lastLink] === row.linkType ? this.lastLink : this.linkOf(row.linkType)
    block.kind[i] = sorted.kind | (sorted.dontFragment ? 16 : 0) | (row.direction << 5)
    this.counts[sorted.kind]!++
    this.bytes += row.original
    return at
  }

  time(row: number): number {
    return this.blocks[row >>> BITS]!.time[row & IN_BLOCK]!
  }
  position(row: number): number {
    return this.blocks[row >>> BITS]!.position[row & IN_BLOCK]!
  }
  captured(row: number): number {
    return this.blocks[row >>> BITS]!.captured[row & IN_BLOCK]!
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
    return this.linkTypes[this.blocks[row >>> BITS]!.link[row & IN_BLOCK]!]!
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
  /** Rows of one flow in file order; not to be written to. */
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

  /** Rows sorted by flow, and where each flow's begin: a counting sort. */
  private index(): { readonly rows: Uint32Array; readonly starts: Uint32Array } {
    if (this.byFlow.rows.length === this.length) return this.byFlow
    const starts = new Uint32Array(this.flows.length + 1)
    for (let flow = 0; flow < this.flows.length; flow++) starts[flow + 1] = starts[flow]! + this.flows.packets(flow)
    const next = starts.slice()
    const rows = new Uint32Array(this.length)
    for (let at = 0; at < this.length; at += BLOCK) {
      const flows = this.blocks[at >>> BITS]!.flow
      const end = Math.min(BLOCK, this.length - at)
      for (let i = 0; i < end; i++) rows[next[flows[i]!]!++] = at + i
    }
    this.byFlow = { rows, starts }
    return this.byFlow
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

interface Block {
  readonly time: Float64Array
  readonly position: Float64Array
  readonly captured: Uint32Array
  readonly original: Uint32Array
  readonly flow: Uint32Array
  readonly sequence: Uint32Array
  readonly identification: Uint32Array
  readonly ipLength: Uint32Array
  readonly link: Uint16Array
  readonly kind: Uint8Array
}

function newBlock(rows: number): Block {
  return {
    time: new Float64Array(rows),
    position: new Float64Array(rows),
    captured: new Uint32Array(rows),
    original: new Uint32Array(rows),
    flow: new Uint32Array(rows),
    sequence: new Uint32Array(rows),
    identification: new Uint32Array(rows),
    ipLength: new Uint32Array(rows),
    link: new Uint16Array(rows),
    kind: new Uint8Array(rows),
  }
}
