import type { PayloadFacts } from './facts.ts'
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

/** Facts of payloads whose meaning lies in their own bytes alone, by these bytes. */
export class SeenPayloads {
  private readonly byHash = new Map<number, Seen>()
  private size = 0

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
}

/** FNV-1a over at most 64 octets spread over all of them. */
function hash(bytes: Uint8Array): number {
  const step = 1 + (bytes.length >> 6)
  let h = 0x811c9dc5 ^ bytes.length
  for (let i = 0; i < bytes.length; i += step) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  return h & 0x3fffffff
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}
