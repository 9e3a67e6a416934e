import type { Payload, PayloadFacts } from './facts.ts'
import { HEADER_LENGTH, type Header } from './header.ts'
import type { PayloadKind } from './payload.ts'

// The clients of one gateway all propose the same, and every stack sends the same vendor ids with every negotiation. So
// payloads that say the same bytes share their facts: reading them again costs a comparison, and keeping them nothing.

/** Payloads kept; when there are more, all are forgotten and the collection begins anew. */
const MOST = 2048
/** Longer ones are no repertoire. */
const LONGEST = 2048

interface Seen {
  readonly kind: PayloadKind
  readonly body: Uint8Array
  readonly facts: PayloadFacts
  readonly next: Seen | undefined
}

/** All payloads of a message. */
interface SeenChain {
  readonly header: Header
  readonly bytes: Uint8Array
  readonly payloads: readonly Payload[]
}

/** Facts of payloads whose meaning lies in their own bytes alone, by these bytes. */
export class SeenPayloads {
  private readonly byHash = new Map<number, Seen>()
  private size = 0
  /** Whole chains of such payloads, as first messages and the answers to them are: the last one under each hash. */
  private readonly chains = new Map<number, SeenChain>()

  /** What a payload with this body was found to say before. */
  find(kind: PayloadKind, body: Uint8Array): PayloadFacts | undefined {
    for (let one = this.byHash.get(hash(body)); one; one = one.next) if (one.kind === kind && same(one.body, body)) return one.facts
    return undefined
  }

  /** Keeps what it says; the body is copied. */
  add(kind: PayloadKind, body: Uint8Array, facts: PayloadFacts): void {
    if (body.length > LONGEST) return
    if (++this.size > MOST) {
      this.byHash.clear()
      this.size = 1
    }
    const key = hash(body)
    this.byHash.set(key, { kind, body: body.slice(), facts, next: this.byHash.get(key) })
  }

  /** What a message with the same bytes behind its header was found to hold. */
  findChain(header: Header, bytes: Uint8Array): readonly Payload[] | undefined {
    const known = this.chains.get(hash(bytes, HEADER_LENGTH))
    return known && saysTheSame(known.header, header) && same(known.bytes, bytes, HEADER_LENGTH) ? known.payloads : undefined
  }

  /** Keeps what it holds, which has to lie in these bytes alone; they are not copied. */
  addChain(header: Header, bytes: Uint8Array, payloads: readonly Payload[]): void {
    if (this.chains.size >= MOST) this.chains.clear()
    this.chains.set(hash(bytes, HEADER_LENGTH), { header, bytes, payloads })
  }
}

/** All that decides how payloads are read; which negotiation it is does not. */
function saysTheSame(one: Header, other: Header): boolean {
  return (
    one.nextPayload === other.nextPayload &&
    one.majorVersion === other.majorVersion &&
    one.minorVersion === other.minorVersion &&
    one.exchangeType === other.exchangeType &&
    one.flags === other.flags
  )
}

/** FNV-1a over at most 64 octets spread over all of them. */
function hash(bytes: Uint8Array, from = 0): number {
  const step = 1 + (bytes.length >> 6)
  let h = 0x811c9dc5 ^ bytes.length
  for (let i = from; i < bytes.length; i += step) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  return h & 0x3fffffff
}

function same(one: Uint8Array, other: Uint8Array, from = 0): boolean {
  if (one.length !== other.length) return false
  for (let i = from; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}
