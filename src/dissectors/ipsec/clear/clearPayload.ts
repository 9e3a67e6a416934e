import type { Cursor } from '../../cursor.ts'
import type { Layer } from '../../layer.ts'
import { protocolName } from '../../network/protocolNames.ts'
import { ipProtocol } from '../../network/protocols.ts'
import type { ClearEsp } from './layout.ts'
import { isCarried } from './payload.ts'

/**
 * What stands behind an ESP header whose SA does not encrypt: the payload, its trailer, the check. RFC 4303 §2. A packet whose
 * trailer is none was not built as the others, and may be encrypted. @param said a header in front of it says the layout
 */
export function clearPayload(c: Cursor, layers: Layer[], { icv, nextHeader }: ClearEsp, said = false): void {
  const room = c.left
  const bytes = c.peek(room)
  const at = room - icv - 2
  if (bytes.length < room) cutPayload(c, layers, at, nextHeader)
  else if (at < 0 || bytes[at]! > at || !(said || isTrailer(bytes, at, nextHeader)))
    c.rest('Payload of another layout than the rest of this SA')
  else payload(c, layers, at - bytes[at]!, bytes[at + 1]!, icv)
}

/** Padding that counts, or that is zeros, and a next header that is known or that of all the others. */
function isTrailer(bytes: Uint8Array, at: number, usual: number | undefined): boolean {
  const padding = bytes.subarray(at - bytes[at]!, at)
  const next = bytes[at + 1]!
  return (next === usual || isCarried(next)) && padding.every((byte, i) => byte === (padding[0] === 0 ? 0 : (i + 1) & 255))
}

/** The payload of `length` octets, then padding, its length, what the payload is, and the check. */
export function payload(c: Cursor, layers: Layer[], length: number, nextHeader: number, icv: number): void {
  c.within(length, c => {
    ipProtocol(nextHeader)(c, layers)
    c.rest('Payload Data')
  })
  c.struct('ESP Trailer', c.left - icv, c => {
    if (c.left > 2) c.opaque('Padding', c.left - 2)
    c.u8('Pad Length')
    c.means(protocolName(c.u8('Next Header', protocolName)))
  })
  if (icv > 0) c.opaque('Integrity Check Value', icv)
}

/** The trailer was not captured: what other packets of the SA carry is what this one will carry. */
function cutPayload(c: Cursor, layers: Layer[], length: number, nextHeader: number | undefined): void {
  if (nextHeader !== undefined && length > 0) c.within(length, c => ipProtocol(nextHeader)(c, layers))
  c.rest('Payload Data')
}
