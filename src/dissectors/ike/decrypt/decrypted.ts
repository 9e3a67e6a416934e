import type { Cursor } from '../../cursor.ts'
import type { Payload } from '../facts.ts'
import { payloadTypeV1 } from '../names/payloadTypes.ts'
import type { Around } from '../payload.ts'
import { type OpenedV1, openV1 } from './openV1.ts'
import { type OpenedV2, openV2 } from './openV2.ts'

/** Said of what a key was given for and could not open. */
const DOES_NOT_FIT = 'the key given does not fit'
const FAILS = `${DOES_NOT_FIT}, or the message was changed: the integrity check fails`

/** What keys made of an encrypted part: opened, closed with the reason, or undefined when no key was given for it. */
type Tried<T> = { readonly opened: T } | { readonly why: string } | undefined

/** Tries the keys given for a version 1 message on its body. */
export function tryV1(c: Cursor, around: Around): Tried<OpenedV1> {
  if (c.quoted) return undefined
  const { keyring, ivChains } = c.context
  const { initiatorSpi, messageId, length } = around.header
  const keys = keyring?.ikev1(initiatorSpi) ?? []
  if (!keyring || keys.length === 0) return undefined
  const ciphers = keyring.ciphersV1
  const { bytes } = around.message
  if (bytes.length < length) return { why: 'the capture has not all of it, so it cannot be decrypted' }
  const chain = ivChains?.of(initiatorSpi)
  if (chain?.cipher && !ciphers[chain.cipher.value])
    return { why: `${chain.cipher.name} was chosen, which is not decrypted here: no maintained library has it` }
  const opened = openV1(bytes.subarray(28), around.header, { keys, ciphers }, chain)
  if (opened) return { opened }
  const begun = chain && (messageId === 0 ? chain.keyExchanges.length > 1 : chain.lastBlocks.has(0))
  return { why: begun ? DOES_NOT_FIT : `${DOES_NOT_FIT}, or the messages that this one's first block depends on were not captured` }
}

/** Tries the keys given for an IKE SA on an SK or SKF payload whose vector is ahead. */
export function tryV2(c: Cursor, { header, message }: Around, first: number | undefined): Tried<OpenedV2> {
  const { keyring } = c.context
  if (!keyring || c.quoted) return undefined
  const secrets = keyring.ikev2(header.initiatorSpi, header.responderSpi)
  if (c.here < c.left) return secrets.length > 0 ? { why: 'the capture has not all of it, so it cannot be decrypted' } : undefined
  const at = c.at - message.start
  const whole = message.bytes.subarray(0, at + c.left)
  for (const secret of [...secrets, ...keyring.otherIkev2]) {
    const opened = openV2(whole, at, (header.flags & INITIATOR) !== 0, secret, first)
    if (opened) return { opened }
  }
  if (secrets.length === 0) return undefined
  const checked = secrets.some(({ encryption, integrity }) => integrity.mac || encryption.tag > 0)
  return { why: checked ? FAILS : DOES_NOT_FIT }
}

/** The Initiator flag, RFC 7296 §3.1: whose keys. */
const INITIATOR = 8

/** The payloads of a version 1 message, as new octets. */
export function payloadsV1(c: Cursor, { plain, end, rest }: OpenedV1, around: Around): readonly Payload[] {
  const payloads = c.root('Decrypted', plain, c => {
    const read = rest ? withoutStart(c, rest, around) : c.within(end, c => around.chain(c, around.header.nextPayload))
    if (c.left > 0) c.rest('Padding')
    return read
  })
  return payloads ?? []
}

function withoutStart(c: Cursor, { length, next, block }: NonNullable<OpenedV1['rest']>, around: Around): Payload[] {
  const first = around.header.nextPayload
  const name = payloadTypeV1(first) ?? `payload ${first}`
  c.opaque('First block', block, () => 'not known: its initialization vector comes from a message that was not captured')
  c.opaque(`Rest of the ${name} payload`, length - block)
  const start: Payload = { type: first, name: shortNames[first] ?? name, start: 0, end: length, kind: 'other' }
  return [start, ...around.chain(c, next)]
}

const shortNames: Readonly<Record<number, string>> = { 5: 'ID', 8: 'HASH' }

/** Vector, ciphertext and checksum as they lie in the payload, then the payloads as new octets. */
export function payloadsV2(c: Cursor, opened: OpenedV2, first: number, around: Around): readonly Payload[] {
  body(c, opened)
  return c.root('Decrypted', joinedPlain(opened), c => plain(c, opened, c => around.chain(c, first))) ?? []
}

/** The same of a fragment: its octets are a part of payloads that others continue. RFC 7383 §2.5. */
export function fragmentV2(c: Cursor, opened: OpenedV2): void {
  body(c, opened)
  c.root('Decrypted fragment', joinedPlain(opened), c => plain(c, opened, c => c.rest('Part of the payloads')))
}

function body(c: Cursor, { iv, icv, checked }: OpenedV2): void {
  if (iv > 0) c.opaque('Initialization Vector', iv)
  c.opaque('Encrypted Data', c.left - icv)
  if (icv > 0) c.opaque('Integrity Checksum Data', icv, () => (checked ? 'correct' : 'not checked: the key table does not say how'))
}

function joinedPlain({ plain, padding }: OpenedV2): Uint8Array {
  const all = new Uint8Array(plain.length + padding.length)
  all.set(plain)
  all.set(padding, plain.length)
  return all
}

function plain<T>(c: Cursor, { plain, padding }: OpenedV2, read: (c: Cursor) => T): T {
  const facts = c.within(plain.length, read)
  if (padding.length > 1) c.opaque('Padding', padding.length - 1)
  c.u8('Pad Length')
  return facts
}
