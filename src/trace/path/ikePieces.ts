import type { EncryptedFragment, Fragment, IkeMessage } from '../../dissectors/ike/facts.ts'
import type { Message, Sighting } from '../model.ts'
import type { Messages } from '../negotiation/messages.ts'
import { isSameSending } from '../negotiation/retransmission.ts'
import { WholeMessages } from './wholeMessages.ts'

// Messages that IKE itself cut up: payload 132 in IKEv1 (Microsoft and Cisco), SKF in IKEv2 (RFC 7383). Each piece is an
// IKE message of its own on the wire, and all pieces of one sending make one sighting.
//
// A piece belongs to the sending going on as long as its number is new there, the total has not changed (a sender that
// gets no answer may cut smaller, RFC 7383 §2.5.1) and it comes soon: pieces leave in one burst, while no stack sends
// again before half a second. Otherwise a new sending begins. Behind a copy that a slow host or path has drawn out, a later
// piece may take longer: nobody waits half as long with the next copy as with the one before.

interface Sending {
  message: Message
  readonly sighting: Sighting
  /** 0: not known yet. */
  total: number
  /** The capture that brought each piece number. */
  readonly pieces: Map<number, Sighting>
  /** Seconds by which it came after the sending before it; 0 for the first. */
  readonly after: number
  /** Pieces of which every octet was captured. */
  whole: number
}

/** The pieces of one trace, which come in the order of the capture. */
export class IkePieces {
  /** Messages of payloads 132; those of SKF need keys to be put together. */
  readonly wholes = new WholeMessages()
  private readonly messages: Messages
  private readonly sendings = new Map<string, Sending>()

  constructor(messages: Messages) {
    this.messages = messages
  }

  /** Takes a piece; returns the message and the sighting that it became part of. */
  take(ike: IkeMessage, piece: Fragment | EncryptedFragment, seen: Sighting): { message: Message; sighting: Sighting } {
    const sending = this.sendingOf(ike, piece, seen)
    const whole = piece.kind === 'fragment' ? this.wholes.add(ike, seen) : undefined
    if (whole) this.reveal(sending, whole)
    return sending
  }

  private sendingOf(ike: IkeMessage, piece: Fragment | EncryptedFragment, seen: Sighting): Sending {
    const total = piece.kind === 'skf' ? piece.total : piece.last ? piece.number : 0
    const id = piece.kind === 'skf' ? ike.flags : piece.id
    const key = `${ike.initiatorSpi}${ike.responderSpi}${piece.kind}.${ike.exchangeType}.${ike.messageId}.${id}.${seen.source.address}`
    const last = this.sendings.get(key)
    const again = last?.pieces.get(piece.number)
    if (last && again && isSameSending(again, seen)) return last
    if (last && !again && continues(last, piece.number, total, seen)) {
      this.extend(last, ike, piece, seen, total)
      return last
    }
    const sending = this.begin(last, ike, piece, seen, total)
    this.sendings.delete(key)
    this.sendings.set(key, sending)
    if (this.sendings.size > MOST) this.sendings.delete(this.sendings.keys().next().value!)
    return sending
  }

  /** The pieces of a sending are together: its message reads as `ike`, which may be one known already. */
  private reveal(sending: Sending, ike: IkeMessage): void {
    const { message, sighting } = sending
    const revealed = this.messages.reveal(message, ike, sighting)
    if (revealed !== message) for (const one of this.sendings.values()) if (one.message === message) one.message = revealed
  }

  private begin(last: Sending | undefined, ike: IkeMessage, piece: Fragment | EncryptedFragment, seen: Sighting, total: number): Sending {
    const known = last?.message
    const complete = total === 1 && seen.complete
    const sighting: Sighting = { fragments: { numbers: [piece.number], total }, ...seen, carriage: 'ike-fragments', complete }
    if (known) this.messages.sendAgain(known, sighting, 0)
    const message = known ?? this.messages.open(ike, sighting)
    const after = last ? seen.time - last.sighting.time : 0
    return { message, sighting, total, pieces: new Map([[piece.number, seen]]), after, whole: seen.complete ? 1 : 0 }
  }

  private extend(sending: Sending, ike: IkeMessage, piece: Fragment | EncryptedFragment, seen: Sighting, total: number): void {
    const { message, sighting, pieces } = sending
    pieces.set(piece.number, seen)
    sending.total ||= total
    this.messages.grow(message, sighting, seen.packets, seen.lastTime)
    if (!sighting.fragments!.numbers.includes(piece.number)) sighting.fragments!.numbers.push(piece.number)
    sighting.fragments!.total = sending.total
    if (seen.complete) sending.whole++
    sighting.complete = sending.whole === sending.total
    if (piece.kind !== 'skf' || message.transmissions[0]!.sightings[0] !== sighting) return
    // The first piece tells what is inside; together they are as long as all that was sent.
    const length = message.ike.length + ike.length
    message.ike = piece.number === 1 ? { ...ike, length } : { ...message.ike, length }
  }
}

/** Whether a piece can be one more of this sending. */
function continues(sending: Sending, number: number, total: number, seen: Sighting): boolean {
  const isLater = number > Math.max(...sending.pieces.keys())
  if (Math.abs(seen.time - sending.sighting.lastTime) > Math.max(PAUSE, isLater ? sending.after / 2 : 0)) return false
  if (sending.total && total && sending.total !== total) return false
  return !sending.total || number <= sending.total
}

/** Seconds between the pieces of one sending at most. */
const PAUSE = 0.4
/** Sendings remembered: those that could still get a piece. */
const MOST = 4096
