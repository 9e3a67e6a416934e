import type { IkeMessage } from '../../dissectors/ike/facts.ts'
import type { Message } from '../model.ts'
import { INVALID_KE_PAYLOAD, retryNotify } from './header.ts'

// The same message again? An IKEv1 peer sends the very bytes that it stored, and an IKEv2 retransmission has to be
// bitwise identical (RFC 7296 §2.1), so content decides, never size alone. Three things blur it:
//
//   cut      of a copy only the start was captured (a short snap length, the first fragment alone): what is here of
//            both is compared, and of eight octets seven have to agree. Of a piece of a message the number must be here.
//            Next to nothing behind the header says little: MM3 and MM4, QM1 and QM2 may have one header, so it is a
//            copy only if it goes the same way
//   changed  something on the path altered a copy. Two different encrypted messages of one length share one octet in
//            256; so a copy that agrees in seven of eight octets is the same message, altered. Messages in the clear
//            may differ little and be different all the same (another cookie, 8 to 64 octets; RFC 7296 §2.6): four
//            octets are allowed there
//   header   different SPIs, exchange, flags, message id or length: another message
//
// Messages are found by their header, and those under one header are few; a sender who puts thousands of contents
// under one header is compared with the last eight.

/** The message of which these bytes are another copy. */
export interface Copy {
  readonly message: Message
  /** Octets that differ. */
  readonly differs: number
}

/** The messages of one trace, to be found by content. */
export class Contents {
  /** By a hash of the header's octets; nearly always there is one message under it. */
  private readonly byHeader = new Map<number, Message | Message[]>()

  /** Copies known of this message, best first; under colliding SPIs there may be several. */
  find(ike: IkeMessage): readonly Copy[] {
    const known = this.byHeader.get(headerHash(ike.bytes))
    if (known === undefined) return NONE
    const copies: Copy[] = []
    for (const message of Array.isArray(known) ? known.slice(-MOST) : [known]) {
      const differs = sameHeader(message.ike.bytes, ike.bytes) ? difference(message.ike, ike) : undefined
      if (differs !== undefined && !(differs > 0 && wantsAnother(message.ike, ike))) copies.push({ message, differs })
    }
    return copies.sort((a, b) => a.differs - b.differs)
  }

  add(message: Message): void {
    const key = headerHash(message.ike.bytes)
    const known = this.byHeader.get(key)
    if (!known) this.byHeader.set(key, message)
    else if (!Array.isArray(known)) this.byHeader.set(key, [known, message])
    else if (known.push(message) > 2 * MOST) known.splice(0, MOST)
  }
}

/** How many octets two captures of what may be one message differ in; undefined when they are two messages. */
export function difference(one: IkeMessage, other: IkeMessage): number | undefined {
  const a = one.bytes
  const b = other.bytes
  const common = Math.min(a.length, b.length)
  if (a.length !== b.length && a.length >= one.length && b.length >= other.length) return undefined
  const isCut = a.length < one.length || b.length < other.length
  if (isCut && common < HEADER + PIECE && PIECES.has(one.nextPayload)) return undefined
  if (common <= HEADER) return a.length === b.length ? 0 : undefined
  const share = (common - HEADER) >> 3
  const allowed = isCut ? (one.encrypted ? share : Math.min(4, share)) : one.encrypted ? Math.max(4, share) : 4
  let differs = 0
  for (let i = HEADER; i < common; i++) {
    if (a[i] !== b[i] && ++differs > allowed) return undefined
  }
  return differs
}

/** Two that differ in the group that they ask for, one octet of ten, are two: a responder may ask for one after the other. RFC 7296 §1.2. */
function wantsAnother(one: IkeMessage, other: IkeMessage): boolean {
  const [a, b] = [retryNotify(one), retryNotify(other)]
  if (a?.notifyType !== INVALID_KE_PAYLOAD || b?.notifyType !== INVALID_KE_PAYLOAD) return false
  return a.data[0] !== b.data[0] || a.data[1] !== b.data[1]
}

/** Whether so little is here of two captures that only their ways can tell one message from another. */
export function isHardlyMore(one: IkeMessage, other: IkeMessage): boolean {
  const common = Math.min(one.bytes.length, other.bytes.length)
  return common < HEADER + DECIDES && common < Math.max(one.length, other.length)
}

/** FNV-1a over the octets of the header, which every message has. */
function headerHash(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (let i = 0; i < HEADER; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  return h & 0x3fffffff
}

function sameHeader(one: Uint8Array, other: Uint8Array): boolean {
  for (let i = 0; i < HEADER; i++) if (one[i] !== other[i]) return false
  return true
}

const NONE: readonly Copy[] = []

const HEADER = 28
/** Octets behind the header by which a message is surely known: its first payload's header tells no more than a type. */
const DECIDES = 16
/** First payloads of pieces, SKF and payload 132, and octets behind the header with which their number has been told. */
const PIECES: ReadonlySet<number> = new Set([53, 132])
const PIECE = 8
const MOST = 8
