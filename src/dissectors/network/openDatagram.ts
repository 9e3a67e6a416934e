import type { Ip } from '../layer.ts'
import type { Datagram, Fate, Overlap, Piece } from './datagram.ts'
import { Ranges } from './ranges.ts'

/** Overlaps and faults that are noted, and pieces that are listed, for one datagram; more than 8192 repeat something. */
const MAX_NOTED = 256
const MAX_PIECES = 10_000
/** Pieces that are looked through without an index. */
const FEW = 8
/** Bytes of an IP packet, RFC 791 §3.1. */
const MAX_TOTAL = 65_535

interface Brought {
  readonly piece: Piece
  readonly hash: number
  /** Times that it was copied. */
  again: number
  bytes: Uint8Array | undefined
}

/** What all datagrams of one Reassembly hold together. */
export interface Store {
  bytes: number
  pieces: number
}

/** A datagram being put together. RFC 791 §3.2, RFC 8200 §4.5. */
export class OpenDatagram implements Datagram {
  fate: Fate = 'open'
  protocol: number
  length: number | undefined
  announced: number | undefined
  conflicting = false
  readonly version: 4 | 6
  readonly source: string
  readonly destination: string
  readonly identification: number
  readonly pieces: Piece[] = []
  readonly overlaps: Overlap[] = []
  readonly faults: string[] = []
  readonly key: string
  readonly firstTime: number
  private readonly store: Store
  private readonly brought: Brought[] = []
  /** By the byte it begins at, the last piece of those that brought something; most datagrams have few. */
  private byStart: Map<number, Brought> | undefined
  private readonly here = new Ranges()
  private endSaidBy = 0

  constructor(key: string, ip: Ip, time: number, store: Store) {
    this.key = key
    this.firstTime = time
    this.store = store
    this.version = ip.version
    this.source = ip.source
    this.destination = ip.destination
    this.protocol = ip.protocol
    this.identification = ip.identification ?? 0
  }

  get complete(): boolean {
    return this.length !== undefined && this.fate !== 'discarded' && this.here.prefix >= this.length
  }

  get missing(): [number, number][] {
    return this.here.missing(this.length ?? Math.max(this.announced ?? 0, this.here.highest))
  }

  get copies(): number {
    return this.complete ? this.brought.reduce((least, { again }) => Math.min(least, again), MAX_PIECES) : 0
  }

  get bytes(): Uint8Array | undefined {
    return this.complete ? this.reading(false) : undefined
  }

  get otherBytes(): Uint8Array | undefined {
    return this.complete && this.conflicting ? this.reading(true) : undefined
  }

  prefix(): Uint8Array | undefined {
    return this.reading(false)
  }

  release(): void {
    for (const one of this.brought) {
      this.store.bytes -= one.bytes?.length ?? 0
      one.bytes = undefined
    }
  }

  /** When a piece that begins where this one does was last brought: now comes a copy, or part of another datagram. */
  seenAt(ip: Ip): number | undefined {
    return this.startingAt(ip.fragmentOffset)?.piece.time
  }

  /**
   * Once all is here: may this be a piece of it still? A copy, or one that was cut otherwise than all these; another datagram under
   * the same identification is cut as this one was, or is no longer than what it is cut to.
   */
  isOwn(ip: Ip, payload: Uint8Array, within: number, time: number): boolean {
    if (this.copied(ip, payload)) return true
    const [start, end] = [ip.fragmentOffset, endOf(ip)]
    if (start === 0 || (ip.moreFragments ? end > this.length! : end !== this.length)) return false
    if (Math.abs(time - this.pieces.at(-1)!.time) > within) return false
    return !this.brought.some(({ piece }) => piece.start === start && piece.end === end)
  }

  add(ip: Ip, payload: Uint8Array, packet: number, time: number): void {
    const copied = this.copied(ip, payload)
    const piece = {
      packet,
      time,
      start: ip.fragmentOffset,
      end: endOf(ip),
      more: ip.moreFragments,
      kept: payload.length,
      duplicate: copied !== undefined,
    }
    if (this.pieces.length >= MAX_PIECES) return
    this.pieces.push(piece)
    this.store.pieces++
    if (copied) copied.again++
    else this.bring(piece, ip, payload)
    if (this.complete && this.fate === 'open') this.fate = 'complete'
  }

  private bring(piece: Piece, ip: Ip, payload: Uint8Array): void {
    if (!this.fits(piece, ip)) return
    if (piece.start === 0) this.first(ip, payload)
    if (this.here.meets(piece.start, piece.end)) this.compare(piece, payload)
    if (this.fate === 'discarded') return
    this.here.add(piece.start, piece.end)
    const bytes = this.fate === 'given up' ? undefined : payload.slice()
    this.store.bytes += bytes?.length ?? 0
    const brought = { piece, hash: fingerprint(payload), bytes, again: 0 }
    this.brought.push(brought)
    if (this.brought.length > FEW) this.byStart ??= new Map(this.brought.map(one => [one.piece.start, one]))
    this.byStart?.set(piece.start, brought)
  }

  /** The piece here that this is exactly. */
  private copied(ip: Ip, payload: Uint8Array): Brought | undefined {
    const is = ({ piece, hash }: Brought) =>
      piece.start === ip.fragmentOffset && piece.end === endOf(ip) && piece.more === ip.moreFragments && hash === fingerprint(payload)
    if (!this.byStart) return this.brought.find(is)
    const last = this.byStart.get(ip.fragmentOffset)
    return last && is(last) ? last : undefined
  }

  private startingAt(start: number): Brought | undefined {
    return this.byStart ? this.byStart.get(start) : this.brought.findLast(one => one.piece.start === start)
  }

  private first(ip: Ip, payload: Uint8Array): void {
    this.protocol = ip.protocol
    if (ip.protocol === 17 && payload.length >= 8) this.announced ??= payload[4]! * 256 + payload[5]!
  }

  /** The sizes against each other; false for a piece that has no place in an IP packet. */
  private fits({ packet, start, end, more }: Piece, ip: Ip): boolean {
    const header = ip.version === 4 ? ip.payloadStart - ip.start : 0
    if (header + end > MAX_TOTAL) {
      this.fault(`packet ${packet} ends at byte ${end}, with its header beyond the ${MAX_TOTAL} bytes of an IP packet`)
      return false
    }
    // One with fewer bytes than its header says contradicts itself, and no other piece.
    const isWhole = ip.start + ip.length <= ip.payloadEnd
    if (more && isWhole && (end - start) % 8) this.fault(`packet ${packet} has ${end - start} bytes, no multiple of 8, and is not the last`)
    const earlier = `packet ${this.endSaidBy} says that the datagram ends at ${this.length}`
    if (!more && this.length === undefined) {
      if (this.here.highest > end)
        this.fault(`packet ${packet} says that the datagram ends at ${end}, bytes up to ${this.here.highest} came`)
      this.length = end
      this.endSaidBy = packet
    } else if (!more && end !== this.length) this.fault(`packet ${packet} says that the datagram ends at ${end}, ${earlier}`)
    else if (this.length !== undefined && end > this.length) this.fault(`packet ${packet} ends at ${end}, ${earlier}`)
    return true
  }

  private fault(says: string): void {
    if (this.faults.length < MAX_NOTED) this.faults.push(says)
  }

  private compare(piece: Piece, payload: Uint8Array): void {
    for (const { piece: other, bytes } of this.brought) {
      if (this.overlaps.length >= MAX_NOTED) return
      const start = Math.max(piece.start, other.start)
      const end = Math.min(piece.end, other.end)
      if (start >= end) continue
      const conflicting = differ(payload.subarray(start - piece.start, end - piece.start), bytes?.subarray(start - other.start))
      this.overlaps.push({ packets: [other.packet, piece.packet], start, end, conflicting })
      this.conflicting ||= conflicting
    }
    // What comes when all was here can no longer keep the receiver from reading it.
    if (this.version === 6 && this.overlaps.length > 0 && !this.complete) {
      this.fate = 'discarded'
      this.release()
    }
  }

  /** The bytes from 0 on, up to the first that is not here; where there are two, the earlier or the later. */
  private reading(laterWins: boolean): Uint8Array | undefined {
    const end = Math.min(this.length ?? this.here.prefix, this.here.prefix)
    const whole = new Uint8Array(end)
    const read = new Ranges()
    for (const { piece, bytes } of laterWins ? this.brought : this.brought.toReversed()) {
      if (!bytes || piece.start >= end) continue
      const part = bytes.subarray(0, end - piece.start)
      whole.set(part, piece.start)
      read.add(piece.start, piece.start + part.length)
    }
    return read.prefix > 0 ? whole.subarray(0, read.prefix) : undefined
  }
}

function endOf(ip: Ip): number {
  return ip.fragmentOffset + Math.max(0, ip.payloadEnd - ip.payloadStart)
}

/** 32 bits that tell a copy from another piece without keeping it (FNV-1a). */
function fingerprint(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash
}

function differ(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.subarray(0, b?.length).some((byte, i) => byte !== b?.[i] && b !== undefined)
}
