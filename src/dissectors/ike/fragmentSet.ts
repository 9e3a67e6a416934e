import type { IkeMessage } from './facts.ts'

/** One piece: `total` is known to every piece of version 2, to the last of version 1. */
export interface PieceOfMessage {
  readonly id: number
  /** From 1. */
  readonly number: number
  readonly total: number | undefined
  /** Version 1 only; let go once the set was joined or given up. */
  readonly data?: Uint8Array
  readonly length: number
  readonly packet: number
  readonly time: number
}

/** Numbers listed as missing at most; a faulty total may promise 65,535. */
const MAX_LISTED = 256

/** Seconds within which the same piece again is a copy of the packet, not another sending of the whole. */
const COPY = 0.4

/** The pieces of one message, with account of those that came and those that did not. [MS-IKEE] 2.2.3.1, RFC 7383 §2.6. */
export class FragmentSet {
  readonly version: number
  readonly initiatorSpi: string
  readonly responderSpi: string
  readonly exchangeType: number
  readonly messageId: number
  readonly firstTime: number
  /** How many there are; of version 1 unknown until the last has come. */
  total: number | undefined
  /** Packets whose piece had come before. */
  readonly copies: number[] = []
  /** The newest piece was new. */
  lastAdded = false
  private readonly byNumber = new Map<number, PieceOfMessage>()
  private released = false
  private highest = 0
  private lastTime = 0

  constructor(
    message: IkeMessage,
    readonly from: string,
    /** What tells this message's pieces from others'; used again by later messages. */
    readonly key: string,
    first: PieceOfMessage,
  ) {
    this.version = message.majorVersion
    this.initiatorSpi = message.initiatorSpi
    this.responderSpi = message.responderSpi
    this.exchangeType = message.exchangeType
    this.messageId = message.messageId
    this.firstTime = first.time
  }

  get complete(): boolean {
    return this.total !== undefined && this.byNumber.size === this.total
  }

  /** The pieces that came, by number. */
  get inOrder(): readonly PieceOfMessage[] {
    return [...this.byNumber.values()].sort((a, b) => a.number - b.number)
  }

  /** Numbers that did not come, up to the total or else to the highest seen. */
  get missing(): readonly number[] {
    const end = this.total ?? this.highest
    const numbers: number[] = []
    for (let number = 1; number <= end && numbers.length < MAX_LISTED; number++) if (!this.byNumber.has(number)) numbers.push(number)
    return numbers
  }

  /** Whether a piece can belong here: not with another total, not with other bytes under its number, no more once all came. */
  takes(piece: PieceOfMessage): boolean {
    const there = this.byNumber.get(piece.number)
    if (this.complete) return there !== undefined && isCopy(there, piece) && piece.time - this.lastTime <= COPY
    if (this.total !== undefined && (piece.number > this.total || (piece.total !== undefined && piece.total !== this.total))) return false
    if (piece.total !== undefined && this.highest > piece.total) return false
    return !there || isCopy(there, piece)
  }

  /** Adds a piece; returns the octets it holds now. */
  add(piece: PieceOfMessage): number {
    this.lastAdded = !this.byNumber.has(piece.number)
    if (!this.lastAdded) {
      this.copies.push(piece.packet)
      return 0
    }
    this.total ??= piece.total
    this.lastTime = piece.time
    this.highest = Math.max(this.highest, piece.number)
    this.byNumber.set(piece.number, this.released ? { ...piece, data: undefined } : piece)
    return this.released ? 0 : (piece.data?.length ?? 0)
  }

  /** The pieces' data in order; undefined once it was let go. */
  joined(): Uint8Array | undefined {
    if (this.released) return undefined
    const pieces = this.inOrder
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      if (piece.data) whole.set(piece.data, at)
      at += piece.length
    }
    return whole
  }

  /** Lets go of the data; returns how many octets that were. */
  release(): number {
    if (this.released) return 0
    this.released = true
    let octets = 0
    for (const piece of this.byNumber.values()) {
      octets += piece.data?.length ?? 0
      this.byNumber.set(piece.number, { ...piece, data: undefined })
    }
    return octets
  }
}

function isCopy(a: PieceOfMessage, b: PieceOfMessage): boolean {
  if (a.length !== b.length || !a.data || !b.data) return a.length === b.length
  return a.data.every((byte, i) => byte === b.data![i])
}
