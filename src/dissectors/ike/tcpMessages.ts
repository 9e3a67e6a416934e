import type { InOrder } from '../transport/tcpOrder.ts'
import { EspRuns, RUN_BYTES } from './espRun.ts'
import { certainMessage, isPrefix, LENGTH, MARKER, SEEN, STREAM_PREFIX } from './overTcp.ts'

/** Octets of SPI and sequence number. RFC 4303 §2. */
const ESP = 8
/** SPIs that are remembered to find the place by. */
const MOST_SPIS = 256

function spiAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)
}

/** An IKE message out of a stream, from its header on, or an ESP packet, with the packet that brought each of its bytes. */
export interface TcpMessage {
  readonly kind: 'ike' | 'esp'
  readonly bytes: Uint8Array
  readonly pieces: readonly { readonly packet: number; readonly start: number; readonly end: number }[]
  /** Seconds, of the first and the last piece. */
  readonly time: number
  readonly lastTime: number
}

/**
 * Finds the IKE messages and the ESP packets in one direction of a stream. It starts behind the stream prefix, or at once in the direction that
 * sends none. Where it lost its place, or never had it, it searches: four zeros, behind them a header that can be none other
 * and whose length agrees with the one in front of the zeros; or behind a length the SPI of an ESP packet from before; or several ESP
 * packets in a row. RFC 9329 §3, §4, §6.
 */
export class TcpMessages {
  /** A prefix, an IKE message or a run of ESP packets was found: the connection carries IKE. One ESP packet may be anything. */
  found = false
  /** What is not understood yet: a part of `room`, which has space behind it. */
  private held = new Uint8Array(0)
  private room = this.held
  /** Where `held` begins in the stream; so are the places of the packets that brought its bytes, and how far it was searched. */
  private place = 0
  private marks: { readonly packet: number; readonly time: number; readonly start: number }[] = []
  private searched = 0
  private readonly runs = new EspRuns()
  private placed = false
  /** Of the ESP packets so far. */
  private readonly spis = new Set<number>()

  /** Takes the next bytes; returns the messages that are whole with them. */
  take({ bytes, packet, time, place }: InOrder): TcpMessage[] {
    if (place !== 'next') this.drop(this.held.length)
    if (place === 'gap') this.lose()
    if (place === 'start') this.placed = true
    this.marks.push({ packet, time, start: this.place + this.held.length })
    this.append(bytes)
    return this.messages()
  }

  private messages(): TcpMessage[] {
    const all: TcpMessage[] = []
    while (this.held.length >= LENGTH) {
      if (isPrefix(this.held)) {
        this.found = true
        this.placed = true
        this.drop(STREAM_PREFIX.length)
      } else if (!this.placed && !this.search()) break
      else {
        const length = (this.held[0]! << 8) | this.held[1]!
        if (length < LENGTH || this.isWrong(length)) {
          this.drop(1)
          this.lose()
        } else if (this.held.length < length) break
        else {
          if (this.isMessage(length)) all.push(this.message('ike', length))
          else if (this.isEsp(length)) all.push(this.esp(length))
          this.drop(length)
        }
      }
    }
    return all
  }

  /** Zeros where the marker is, and no IKE behind them. The letters of a prefix that is not all here yet may be anything. */
  private isWrong(length: number): boolean {
    if (this.held.length < Math.min(SEEN, length) || length < LENGTH + MARKER) return false
    return this.marked() && certainMessage(this.held) === undefined
  }

  private isMessage(length: number): boolean {
    return length >= SEEN && this.marked()
  }

  private isEsp(length: number): boolean {
    return length >= LENGTH + ESP && !this.marked()
  }

  private marked(): boolean {
    return this.held[2]! + this.held[3]! + this.held[4]! + this.held[5]! === 0
  }

  /** From here on everything is searched. */
  private lose(): void {
    this.placed = false
    this.searched = this.place
    this.runs.from(this.place)
  }

  /** Goes to the first place that is a message beyond doubt; what lies before it is nothing to us. Nothing is searched twice. */
  private search(): boolean {
    const { held } = this
    for (let at = this.searched - this.place; at + SEEN <= held.length; at++) {
      const isIke = held[at + 2] === 0 && held[at + 3] === 0 && certainMessage(held.subarray(at, at + SEEN)) !== undefined
      if (!isIke && !this.isKnown(at)) continue
      this.drop(at)
      this.found ||= isIke
      this.placed = true
      return true
    }
    const run = this.runs.find(held, this.place)
    const end = this.place + held.length
    this.drop(run === undefined ? Math.max(0, held.length - RUN_BYTES) : run - this.place)
    this.searched = Math.max(this.place, end - SEEN + 1)
    this.found ||= run !== undefined
    this.placed = run !== undefined
    return this.placed
  }

  /** An ESP packet of an SA that sent one before. */
  private isKnown(at: number): boolean {
    if (this.spis.size === 0) return false
    const length = (this.held[at]! << 8) | this.held[at + 1]!
    return length >= LENGTH + ESP && this.spis.has(spiAt(this.held, at + LENGTH))
  }

  private esp(length: number): TcpMessage {
    if (this.spis.size < MOST_SPIS) this.spis.add(spiAt(this.held, LENGTH))
    return this.message('esp', length)
  }

  private message(kind: TcpMessage['kind'], length: number): TcpMessage {
    if (kind === 'ike') this.found = true
    const from = kind === 'ike' ? LENGTH + MARKER : LENGTH
    const pieces: { packet: number; start: number; end: number }[] = []
    let last = this.marks[0]
    for (const [i, mark] of this.marks.entries()) {
      if (mark.start >= this.place + length) break
      last = mark
      const start = Math.max(0, mark.start - this.place - from)
      const end = Math.min((this.marks[i + 1]?.start ?? Number.POSITIVE_INFINITY) - this.place, length) - from
      if (end > start) pieces.push({ packet: mark.packet, start, end })
    }
    return { kind, bytes: this.held.slice(from, length), pieces, time: this.marks[0]?.time ?? 0, lastTime: last?.time ?? 0 }
  }

  private append(bytes: Uint8Array): void {
    const { held } = this
    const begin = held.byteOffset
    const end = begin + held.length
    if (end + bytes.length <= this.room.length) {
      this.room.set(bytes, end)
      this.held = this.room.subarray(begin, end + bytes.length)
    } else {
      this.room = new Uint8Array(2 * (held.length + bytes.length))
      this.room.set(held)
      this.room.set(bytes, held.length)
      this.held = this.room.subarray(0, held.length + bytes.length)
    }
  }

  private drop(length: number): void {
    this.held = this.held.subarray(length)
    this.place += length
    const kept = this.marks.findIndex((_, i, all) => (all[i + 1]?.start ?? this.place + this.held.length) > this.place)
    this.marks.splice(0, kept < 0 ? this.marks.length : kept)
  }
}
