import type { Cursor } from '../cursor.ts'
import type { Layer } from '../layer.ts'
import { encryptedByCrypto } from './authip/crypto.ts'
import { bodiesAhead, chain, vendorIdsAhead } from './chain.ts'
import { encryptedBody } from './encryptedBody.ts'
import type { IkeMessage, Payload } from './facts.ts'
import { HEADER_LENGTH, type Header, header } from './header.ts'
import { exchangeTypeGdoi } from './names/exchangeTypes.ts'
import type { Around } from './payload.ts'

/**
 * One ISAKMP or IKE message, up to the end of what carries it: the header, then the payloads as its siblings. The Length
 * of the header bounds the payloads; a carrier that brings more shows the surplus, one that brings less is at odds with it.
 * RFC 2408 §3, RFC 7296 §3. @param gdoi two of the exchange types are GDOI's, RFC 6407
 */
export function ike(c: Cursor, layers: Layer[], marker = false, gdoi = false): void {
  const brought = c.left
  const start = c.at
  const ahead = c.peek(brought)
  const said = header(c, gdoi ? exchangeTypeGdoi : undefined)
  if (!said) {
    if (!c.quoted && ahead.length < HEADER_LENGTH && brought >= HEADER_LENGTH) layers.push({ kind: 'ikeUnread', weight: 'cut' })
    return
  }
  const fits = said.length >= HEADER_LENGTH && said.length <= brought
  if (said.length < HEADER_LENGTH) c.malformed(`Length says ${said.length} bytes, the header alone has ${HEADER_LENGTH}`)
  else if (!fits) c.malformed(`Length says ${said.length} bytes, ${brought} are here`)
  const length = fits ? said.length : brought
  const bytes = ahead.subarray(0, length)
  const payloads = c.within(length - HEADER_LENGTH, c => payloadsOf(c, said, { bytes, start }))
  const decrypted = payloads.some(p => p.kind === 'encrypted' && p.inside !== undefined)
  const all = decrypted ? payloads.flatMap(p => (p.kind === 'encrypted' ? [p, ...(p.inside ?? [])] : [p])) : payloads
  layers.push({ kind: 'ike', marker, message: messageOf(said, all, bytes, decrypted) })
  surplus(c, `Length says ${said.length} bytes, ${brought} are here`)
}

/** The facts of a message. Field by field, which takes half the room of a spread. */
export function messageOf(said: Header, payloads: readonly Payload[], bytes: Uint8Array, decrypted = false): IkeMessage {
  return {
    initiatorSpi: said.initiatorSpi,
    responderSpi: said.responderSpi,
    nextPayload: said.nextPayload,
    majorVersion: said.majorVersion,
    minorVersion: said.minorVersion,
    exchangeType: said.exchangeType,
    flags: said.flags,
    messageId: said.messageId,
    length: said.length,
    encrypted: payloads.some(p => p.kind === 'encrypted' || p.kind === 'skf' || (said.majorVersion === 2 && SEALED.has(p.type))),
    payloads,
    bytes,
    ...(decrypted ? { decrypted } : {}),
  }
}

/** Types of SK and SKF in version 2, encrypted also where the capture cut all that is in them. RFC 7296 §3.14, RFC 7383 §2.5. */
const SEALED: ReadonlySet<number> = new Set([46, 53])

/** All that stands behind the header. */
export function payloadsOf(c: Cursor, said: Header, message: Around['message']): readonly Payload[] {
  const { seen } = c.context
  const known = seen?.findChain(said, message.bytes)
  if (known) {
    c.at += c.here
    return known
  }
  const around = new MessageAround(c, said, message)
  const payloads = encryptedBody(c, around) ?? [...chain(c, said.nextPayload, around), ...encryptedByCrypto(c, said)]
  if (seen && c.here === 0 && !around.asked && payloads.every(recurs)) seen.addChain(said, message.bytes, payloads)
  surplus(c, 'the last payload ends before the message does')
  return payloads
}

/** Peers send it again and again. */
function recurs({ kind }: Payload): boolean {
  return kind === 'sa' || kind === 'vid'
}

/** What payloads may ask about their message. A chain inside a payload holds no further one: depth is bounded. */
class MessageAround implements Around {
  private ids: readonly string[] | undefined
  private isGdoi: boolean | undefined

  constructor(
    private readonly c: Cursor,
    readonly header: Header,
    readonly message: Around['message'],
    private readonly inside = false,
    public asked = inside,
  ) {}

  get vendorIds(): readonly string[] {
    this.asked = true
    const { majorVersion, nextPayload } = this.header
    this.ids ??= [...(majorVersion === 2 ? [] : vendorIdsAhead(this.message.bytes, nextPayload)), ...(this.c.context.vendorIds ?? [])]
    return this.ids
  }

  get gdoi(): boolean {
    this.asked = true
    this.isGdoi ??= bodiesAhead(this.message.bytes, this.header.nextPayload, 1).some(sa => sa[3] === 2)
    return this.isGdoi
  }

  chain(c: Cursor, first: number): Payload[] {
    this.asked = true
    if (this.inside) return c.fail('payloads inside payloads inside payloads')
    return chain(c, first, new MessageAround(c, this.header, this.message, true))
  }
}

/**
 * Payloads that were joined from decrypted fragments: no message of their own is around them. RFC 7383 §2.5.
 * @param message one of the fragments, for its header  @param first type of the first payload, from the first fragment
 */
export function joinedPayloads(c: Cursor, message: IkeMessage, first: number): Payload[] {
  return chain(c, first, new MessageAround(c, message, { bytes: c.bytes, start: 0 }, true))
}

/** What is left once everything that was announced has been read. */
function surplus(c: Cursor, says: string): void {
  if (c.here === 0) return
  c.rest('Bytes behind the last payload')
  c.odd(says)
}
