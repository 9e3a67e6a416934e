import type { Cursor } from '../cursor.ts'
import type { Payload, PayloadFacts } from './facts.ts'
import type { Header } from './header.ts'

/** What the reader of a payload may ask about the message around it. */
export interface Around {
  readonly header: Header
  /** The message's octets from its header on, as far as they were captured, and where they start among the cursor's. */
  readonly message: { readonly bytes: Uint8Array; readonly start: number }
  /** Vendor ids of this message and, where known, of the negotiation; lower-case hex. */
  readonly vendorIds: readonly string[]
  /** The SA payload of this message names DOI 2. */
  readonly gdoi: boolean
  /** Reads a chain of payloads that lies inside another payload. */
  chain(c: Cursor, first: number): Payload[]
  /** One of these was asked for, so that what was read does not follow from the payload's own bytes alone. */
  readonly asked: boolean
}

/** Reads what stands behind the generic payload header; `next` is that header's Next Payload. */
export type ReadPayload = (c: Cursor, around: Around, next: number) => PayloadFacts

/** One row of a version's table of payloads: the short name of ladders and paths, and the reader. */
export interface PayloadKind {
  readonly name: string
  readonly read: ReadPayload
  /** Peers send the same again and again; its facts hold nothing of the bytes. */
  readonly recurs?: true
}

/** A payload that is bytes and nothing else: hashes, signatures, tokens. */
export function bytesPayload(name: string, field: string): PayloadKind {
  return {
    name,
    read(c) {
      c.rest(field)
      return { kind: 'other' }
    },
  }
}
