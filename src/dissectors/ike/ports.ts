import type { Cursor } from '../cursor.ts'
import { udpEncapsulatedEsp } from '../ipsec/esp.ts'
import { wesp } from '../ipsec/wesp.ts'
import type { Layer } from '../layer.ts'
import { looksLikeHeader, looksLikeIke } from './header.ts'
import { ike } from './message.ts'

// Port 4500 carries three things, told apart by their first octets (RFC 3948 §2): four octets of zero are the non-ESP
// marker and IKE follows, a single octet FF keeps a NAT's mapping alive, anything else is an ESP packet's SPI. Port 500
// carries IKE without a marker; the oldest NAT traversal drafts (00 and 01) put ESP there behind eight octets of zero,
// where IKE has its never zero initiator cookie. What is none of these stays bytes. A message whose Length cannot be is
// dropped by every receiver: it is shown with its fault, counted, and is no message to anyone.

/** UDP port 500, RFC 2408 §2.5.1. */
export function udp500(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(32)
  if (looksLikeIke(ahead, c.left)) ike(c, layers)
  else if (zero(ahead, 8) && ahead.length > 16 && !zero(ahead, 12)) {
    c.opaque('Non-IKE Marker', 8)
    udpEncapsulatedEsp(c, layers)
  } else if (zero(ahead, 4) && looksLikeIke(ahead.subarray(4), c.left - 4)) afterMarker(c, layers)
  else if (looksLikeHeader(ahead, c.left)) dropped(c, layers)
}

/** UDP port 4500, RFC 3948 §2; WESP by its protocol identifier 2, RFC 5840 §2.1. */
export function udp4500(c: Cursor, layers: Layer[]): void {
  const ahead = c.peek(32)
  if (c.left === 1 && (ahead[0] ?? 0xff) === 0xff) keepalive(c, layers)
  else if (zero(ahead, 4)) {
    if (looksLikeIke(ahead.subarray(4), c.left - 4)) afterMarker(c, layers)
    else if (looksLikeHeader(ahead.subarray(4), c.left - 4)) {
      c.opaque('Non-ESP Marker', 4)
      dropped(c, layers)
    }
  } else if (zero(ahead, 3) && ahead[3] === 2) wesp(c, layers)
  else if (looksLikeIke(ahead, c.left, true)) ike(c, layers)
  else udpEncapsulatedEsp(c, layers)
}

/** UDP port 848: GDOI, RFC 6407. */
export function udp848(c: Cursor, layers: Layer[]): void {
  if (looksLikeIke(c.peek(32), c.left)) ike(c, layers, false, true)
}

function afterMarker(c: Cursor, layers: Layer[]): void {
  c.opaque('Non-ESP Marker', 4)
  ike(c, layers, true)
}

/** A message that every receiver drops for its Length. */
function dropped(c: Cursor, layers: Layer[]): void {
  const read: Layer[] = []
  ike(c, read)
  for (const layer of read) if (layer.kind === 'ike') layers.push({ kind: 'ikeUnread', weight: 'malformed', length: layer.message.length })
}

/** RFC 3948 §2.3. */
function keepalive(c: Cursor, layers: Layer[]): void {
  c.u8('NAT-keepalive')
  layers.push({ kind: 'keepalive' })
}

function zero(bytes: Uint8Array, length: number): boolean {
  return bytes.length >= length && bytes.subarray(0, length).every(byte => byte === 0)
}
