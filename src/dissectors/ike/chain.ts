import type { Cursor } from '../cursor.ts'
import { hex } from '../text.ts'
import { sealsTheRest } from './authip/crypto.ts'
import type { Payload, PayloadFacts } from './facts.ts'
import { payloadTypeV1, payloadTypeV2 } from './names/payloadTypes.ts'
import type { Around, PayloadKind } from './payload.ts'
import type { SeenPayloads } from './seenPayloads.ts'
import { payloadNameV1, payloadV1 } from './v1/index.ts'
import { payloadV2 } from './v2/index.ts'

// Payloads form a chain: each begins with the type of the next one and its own length, the first type stands in the
// message header, 0 ends it. A payload that breaks inside costs only itself, for its length still leads to the next. One
// whose length cannot be true (less than its own four octets) ends the chain: nobody can say where the next would begin. Where
// the capture kept no more than the header, the first payload is named all the same, for its type stands there.

/** Octets of the generic payload header. RFC 2408 §3.2, RFC 7296 §3.2. */
const GENERIC = 4

/** Reads the payloads of a message from `first` on. */
export function chain(c: Cursor, first: number, around: Around): Payload[] {
  const v2 = around.header.majorVersion === 2
  const all: Payload[] = []
  let type = first
  while (type !== 0) {
    if (c.left === 0) {
      c.malformed(`Next Payload says ${type} (${(v2 ? payloadTypeV2 : payloadTypeV1)(type) ?? 'unknown'}), but the message ends here`)
      break
    }
    const kind = v2 ? payloadV2(type) : payloadV1(type, around, c)
    if (c.here === 0) {
      c.rest(kind.name)
      if (all.length === 0) all.push({ type, name: kind.name, start: c.bytes.length, end: c.bytes.length, kind: 'other' })
      break
    }
    const { payload, next, last } = one(c, type, kind, around)
    all.push(payload)
    if (last) break
    type = next
  }
  return all
}

function one(c: Cursor, type: number, kind: PayloadKind, around: Around): { payload: Payload; next: number; last: boolean } {
  const start = c.at
  const next = c.ahead(0) ?? 0
  const length = c.here < GENERIC ? undefined : (c.ahead(2)! << 8) | c.ahead(3)!
  const tooShort = length !== undefined && length < GENERIC
  const seen = length !== undefined && !tooShort && length <= c.here && kind.recurs ? c.context.seen : undefined
  const facts = seen ? readOnce(seen, c, kind, length!, around) : read(c, kind, tooShort ? undefined : length, around)
  return {
    payload: { type, name: kind.name, start, end: Math.min(c.at, c.bytes.length), ...facts },
    next,
    last: length === undefined || tooShort || facts.kind === 'encrypted' || facts.kind === 'skf' || sealsTheRest(type, around.header),
  }
}

function read(c: Cursor, kind: PayloadKind, length: number | undefined, around: Around): PayloadFacts {
  const next = c.ahead(0) ?? 0
  const read = c.struct(kind.name, length, c => {
    const says = genericHeader(c, around)
    if (says < GENERIC) c.fail(`Payload Length says ${says} bytes, its own header has ${GENERIC}`)
    return kind.read(c, around, next)
  })
  return read ?? { kind: 'other' }
}

/** The same, unless it says what an earlier one said. What depends on the message around it is read each time. */
function readOnce(seen: SeenPayloads, c: Cursor, kind: PayloadKind, length: number, around: Around): PayloadFacts {
  const body = c.peek(length).subarray(Math.min(length, GENERIC))
  const known = seen.find(kind, body)
  if (known) {
    c.at += length
    return known
  }
  const facts = read(c, kind, length, around)
  if (!around.asked) seen.add(kind, body, facts)
  return facts
}

/** RFC 2408 §3.2; the critical bit came with RFC 7296 §3.2. */
function genericHeader(c: Cursor, around: Around): number {
  if (around.header.majorVersion === 2) {
    c.u8('Next Payload', payloadTypeV2)
    const [, reserved] = c.split('Flags', 1, [
      ['Critical', 1],
      ['RESERVED', 7],
    ])
    if (reserved !== 0) c.odd(`RESERVED is ${reserved} and should be 0`)
  } else {
    c.u8('Next Payload', type => payloadNameV1(type, around))
    if (c.u8('RESERVED') !== 0) c.odd('RESERVED should be 0')
  }
  return c.u16('Payload Length')
}

/** Bodies of the payloads of a type, found ahead of the reading: what decides how the others are read. */
export function bodiesAhead(message: Uint8Array, first: number, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = []
  let type = first
  for (let at = 28; type !== 0 && at + GENERIC <= message.length; ) {
    const length = (message[at + 2]! << 8) | message[at + 3]!
    if (length < GENERIC) break
    if (type === wanted) found.push(message.subarray(at + GENERIC, at + length))
    type = message[at]!
    at += length
  }
  return found
}

/** Vendor ids of a clear version 1 message, as hex. */
export function vendorIdsAhead(message: Uint8Array, first: number): string[] {
  return bodiesAhead(message, first, 13).map(hex)
}
