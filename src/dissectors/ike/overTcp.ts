import type { Cursor } from '../cursor.ts'
import { udpEncapsulatedEsp } from '../ipsec/esp.ts'
import type { Layer } from '../layer.ts'
import { printable } from '../text.ts'
import { beginsEspRun, RUN_BYTES } from './espRun.ts'
import { HEADER_LENGTH, looksLikeIke } from './header.ts'
import { ike } from './message.ts'

// IKE and ESP in a TCP connection (RFC 9329): who opened it sends six letters once, then both send messages behind their
// length. A length counts itself; IKE follows behind a marker of four zeros, ESP without one, a single FF keeps a NAT's
// mapping alive. A segment need not begin or end where a message does: here is what can be read of one segment alone, and
// src/trace puts the rest together.

/** `IKETCP`, RFC 9329 §3. */
export const STREAM_PREFIX = Uint8Array.of(0x49, 0x4b, 0x45, 0x54, 0x43, 0x50)

/** Octets of the Length field and of the marker that IKE has behind it. */
export const LENGTH = 2
/** Octets of the non-ESP marker that IKE has behind the Length. RFC 9329 §3. */
export const MARKER = 4

/** Octets that have to be seen for a message to be certain. */
export const SEEN = LENGTH + MARKER + HEADER_LENGTH

/** Whether the bytes of a stream begin with all six letters of the prefix. */
export function isPrefix(ahead: Uint8Array): boolean {
  return ahead.length >= STREAM_PREFIX.length && STREAM_PREFIX.every((byte, i) => byte === ahead[i])
}

/** Length of the message that begins with `ahead`, when it is IKE beyond doubt: marker, header and both lengths agree. */
export function certainMessage(ahead: Uint8Array): number | undefined {
  const length = ((ahead[0] ?? 0) << 8) | (ahead[1] ?? 0)
  if (ahead.length < SEEN || ahead[2]! + ahead[3]! + ahead[4]! + ahead[5]! > 0) return undefined
  return looksLikeIke(ahead.subarray(LENGTH + MARKER), length - LENGTH - MARKER, true) ? length : undefined
}

/** One segment: the stream prefix, whole messages, the beginning of another; what is none of these is left. */
export function ikeOverTcp(c: Cursor, layers: Layer[]): void {
  const begins = isPrefix(c.peek(6))
  if (begins || certainMessage(c.peek(SEEN)) !== undefined) layers.push({ kind: 'tunnel', name: 'IKE over TCP' })
  if (begins) c.struct('IKE over TCP', 6, c => c.means(c.as('Stream Prefix', 6, printable)))
  let sure = begins || beginsEspRun(c.peek(RUN_BYTES))
  while (c.here >= LENGTH) {
    const ahead = c.peek(SEEN)
    const length = (ahead[0]! << 8) | ahead[1]!
    const certain = certainMessage(ahead) !== undefined
    if (!certain && !(sure || length === c.left) && !isSmall(ahead, length)) return
    if (length < LENGTH || length > c.left) {
      const here = c.left
      if (certain) c.rest('Beginning of a message', () => `${here} of ${length} bytes; the rest is in the next segments`)
      return
    }
    sure = true
    c.struct('TCP Encapsulation', length, c => encapsulated(c, layers))
  }
}

function encapsulated(c: Cursor, layers: Layer[]): void {
  c.u16('Length')
  const ahead = c.peek(MARKER)
  if (c.left === 0) c.means('nothing')
  else if (c.left === 1 && ahead[0] === 0xff) {
    c.u8('NAT-keepalive')
    c.means('NAT keepalive')
  } else if (ahead.length === MARKER && ahead.every(byte => byte === 0)) {
    c.opaque('Non-ESP Marker', MARKER)
    ike(c, layers, true)
  } else udpEncapsulatedEsp(c, layers)
}

/** A keepalive, or nothing: too small to be told from other data by itself. */
function isSmall(ahead: Uint8Array, length: number): boolean {
  return length === 3 && ahead[2] === 0xff
}
