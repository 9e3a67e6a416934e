import { hex, unhex } from '../text.ts'
import type { IkeMessage } from './facts.ts'
import { FragmentSet, type PieceOfMessage } from './fragmentSet.ts'

// Two ways to cut an IKE message into datagrams of its own, so that no router has to cut it into IP fragments.
//
// Version 1 (payload 132, Cisco and Microsoft): every piece is a message with the cookies, exchange type and message id of
// the whole one, a fragment id, a number from 1 and a flag on the last. Windows counts its fragment ids up, racoon always
// says 1, so that only what has come before tells whether a piece belongs to the set at hand: a number that is there
// already with other bytes, or any number once the set is whole, begins another set. The joined bytes are the whole
// message with its header as racoon, Cisco and strongSwan write it; [MS-IKEE] can be read as leaving the header out.
//
// Version 2 (SKF, RFC 7383): pieces know their total. They are encrypted one by one, so all that can be kept without keys
// is the account: n of m, and which are missing. A larger total means that the sender gave up and cut smaller.
//
// Windows waits 70 s, and 90 s at most ([MS-IKEE] 3.3); what is older begins anew. Memory: at most MAX_SETS accounts and
// MAX_BYTES of pieces, the oldest are given up first.

const TIMEOUT = 90
const MAX_SETS = 4096
const MAX_BYTES = 16 << 20
/** How much goes at once, so that the oldest are not looked for at every piece. */
const KEEP = 7 / 8

/** A message of which all pieces have come. */
export interface Assembled {
  readonly set: FragmentSet
  /** Packets that brought the pieces, in the order of the pieces. */
  readonly packets: readonly number[]
  /** The whole message; absent for version 2, whose pieces only keys can join. */
  readonly bytes?: Uint8Array
  /** The pieces had no message header: this one was made from that of the pieces, its Next Payload is not known. */
  readonly headerMade: boolean
}

/** The accounts of all fragmented messages of one trace; fed in order of time, in seconds from the trace's start. */
export class IkeFragments {
  /** Accounts given up because there were too many. */
  forgotten = 0
  private readonly current = new Map<string, FragmentSet>()
  private readonly all = new Set<FragmentSet>()
  /** Those that hold bytes. */
  private readonly holding = new Set<FragmentSet>()
  private bytes = 0

  /** Every set known, whole or not, in the order of their first pieces. */
  get sets(): readonly FragmentSet[] {
    return [...this.all]
  }

  /**
   * Takes a message that is a piece, and returns the whole when it was the last one wanting. Other messages change nothing.
   * @param from who sent it: address and port, or whatever tells the directions apart
   */
  add(message: IkeMessage, from: string, packet: number, time: number): Assembled | undefined {
    const piece = pieceOf(message, packet, time)
    if (!piece) return undefined
    const key = `${message.majorVersion} ${message.initiatorSpi} ${message.responderSpi} ${message.messageId} ${piece.id} ${from}`
    const set = this.continued(key, piece, time) ?? this.begin(key, message, from, piece)
    this.bytes += set.add(piece)
    this.trim()
    return set.complete && set.lastAdded ? this.assembled(set, message) : undefined
  }

  private continued(key: string, piece: PieceOfMessage, time: number): FragmentSet | undefined {
    const set = this.current.get(key)
    return set && time - set.firstTime <= TIMEOUT && set.takes(piece) ? set : undefined
  }

  private begin(key: string, message: IkeMessage, from: string, piece: PieceOfMessage): FragmentSet {
    const before = this.current.get(key)
    if (before) this.release(before)
    const set = new FragmentSet(message, from, key, piece)
    this.current.set(key, set)
    this.all.add(set)
    this.holding.add(set)
    return set
  }

  private assembled(set: FragmentSet, message: IkeMessage): Assembled {
    const packets = set.inOrder.map(piece => piece.packet)
    const joined = message.majorVersion === 1 ? set.joined() : undefined
    this.release(set)
    if (!joined) return { set, packets, headerMade: false }
    const whole = hex(joined.subarray(0, 8)) === message.initiatorSpi && joined.length >= 28
    return { set, packets, bytes: whole ? joined : withHeader(message, joined), headerMade: !whole }
  }

  private release(set: FragmentSet): void {
    this.bytes -= set.release()
    this.holding.delete(set)
  }

  private trim(): void {
    if (this.bytes > MAX_BYTES) {
      for (const set of this.holding) {
        if (this.bytes <= MAX_BYTES * KEEP) break
        this.release(set)
      }
    }
    if (this.all.size <= MAX_SETS) return
    for (const set of this.all) {
      if (this.all.size <= MAX_SETS * KEEP) break
      this.release(set)
      this.all.delete(set)
      if (this.current.get(set.key) === set) this.current.delete(set.key)
      this.forgotten++
    }
  }
}

function pieceOf(message: IkeMessage, packet: number, time: number): PieceOfMessage | undefined {
  for (const payload of message.payloads) {
    if (payload.kind === 'fragment') {
      const { id, number, last, data } = payload
      return number > 0
        ? { id, number, total: last ? number : undefined, data: data.slice(), length: data.length, packet, time }
        : undefined
    }
    if (payload.kind === 'skf') {
      const { number, total, length } = payload
      return number > 0 && number <= total ? { id: message.flags & 0x28, number, total, length, packet, time } : undefined
    }
  }
  return undefined
}

/** ISAKMP header for joined bytes that have none. Main Mode's message with an ID, the only one Windows cuts, is encrypted. */
function withHeader(message: IkeMessage, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(28 + body.length)
  const view = new DataView(whole.buffer)
  whole.set(unhex(message.initiatorSpi + message.responderSpi))
  whole[17] = message.majorVersion * 16 + message.minorVersion
  whole[18] = message.exchangeType
  whole[19] = message.exchangeType === 4 ? 0 : 1
  view.setUint32(20, message.messageId)
  view.setUint32(24, whole.length)
  whole.set(body, 28)
  return whole
}
