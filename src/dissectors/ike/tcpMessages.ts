import type { InOrder } from '../transport/tcpOrder.ts'
import { espRun, RUN_BYTES } from './espRun.ts'
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
  private held = new Uint8Array(0)
  private marks: { readonly packet: number; readonly time: number; readonly start: number }[] = []
  private placed = false
  /** Of the ESP packets so far. */
  private readonly spis = new Set<number>()

  /** Takes the next bytes; returns the messages that are whole with them. */
  take({ bytes, packet, time, place }: InOrder): TcpMessage[] {
    if (place !== 'next') this.drop(this.held.length)
    if (place === 'gap') this.placed = false
    if (place === 'start') this.placed = true
    this.marks.push({ packet, time, start: this.held.length })
    const all = new Uint8Array(this.held.length + bytes.length)
    all.set(this.held)
    all.set(bytes, this.held.length)
    this.held = all
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
          this.placed = false
          this.drop(1)
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

  /** Goes to the first place that is a message beyond doubt; what lies before it is nothing to us. */
  private search(): boolean {
    const { held } = this
    for (let at = 0; at + SEEN <= held.length; at++) {
      const isIke = held[at + 2] === 0 && held[at + 3] === 0 && certainMessage(held.subarray(at, at + SEEN)) !== undefined
      if (!isIke && !this.isKnown(at)) continue
      this.drop(at)
      this.found ||= isIke
      this.placed = true
      return true
    }
    const run = espRun(held)
    this.drop(run < 0 ? Math.max(0, held.length - RUN_BYTES) : run)
    this.found ||= run >= 0
    this.placed = run >= 0
    return this.placed
  }

  /** An ESP packet of an SA that sent one before. */
  private isKnown(at: number): boolean {
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
    const parts = this.marks.map(({ packet, time, start }, i) => ({
      packet,
      time,
      start,
      end: this.marks[i + 1]?.start ?? this.held.length,
    }))
    const mine = parts.filter(({ start, end }) => end > 0 && start < length && end > start)
    return {
      kind,
      bytes: this.held.slice(from, length),
      pieces: mine
        .map(({ packet, start, end }) => ({ packet, start: Math.max(0, start - from), end: Math.min(end, length) - from }))
        .filter(({ start, end }) => end > start),
      time: mine[0]?.time ?? 0,
      lastTime: mine.at(-1)?.time ?? 0,
    }
  }

  private drop(length: number): void {
    if (length === 0) return
    this.held = this.held.slice(length)
    this.marks = this.marks
      .map(mark => ({ ...mark, start: mark.start - length }))
      .filter(({ start }, i, all) => start >= 0 || (all[i + 1]?.start ?? this.held.length) > 0)
  }
}
