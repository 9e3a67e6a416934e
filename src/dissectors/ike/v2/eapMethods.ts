import type { Cursor } from '../../cursor.ts'
import { firstOfTls } from '../../gss/tls.ts'
import { printable } from '../../text.ts'
import { eapAkaAttribute, eapAkaSubtype, eapMschapV2Code, eapType } from '../names/eap.ts'
import { readableOrNothing } from '../readable.ts'

// What one EAP method writes behind its type. Of those whose content is encrypted, or belongs to an exchange of their own, the
// beginning is read.

/** Reads a method's part; a text it returns says what that amounts to. */
type ReadMethod = (c: Cursor, code: number) => unknown

/** Methods by their type: to read one more, add a row. RFC 3748 §5. */
export const eapMethods: Readonly<Record<number, ReadMethod>> = {
  // Identity, Notification
  1: c => c.rest('Type-Data', printable),
  2: c => c.rest('Type-Data', printable),
  // Legacy Nak
  3(c) {
    while (c.here > 0) c.u8('Desired Auth Type', eapType)
  },
  // MD5-Challenge: RFC 3748 §5.4, RFC 1994 §4.1
  4(c) {
    c.opaque('Value', c.u8('Value-Size'))
    c.rest('Name', printable)
  },
  // One-Time Password, Generic Token Card: the question is a text, the answer a password
  5: token,
  6: token,
  // EAP-TLS, EAP-TTLS, PEAP, EAP-FAST, TEAP
  13: tunnelled,
  21: tunnelled,
  25: tunnelled,
  43: tunnelled,
  55: tunnelled,
  // EAP-SIM, EAP-AKA, EAP-AKA'
  18: subscriber,
  23: subscriber,
  50: subscriber,
  26: mschapV2,
  // Expanded Type: RFC 3748 §5.7
  254(c) {
    c.u24('Vendor-Id')
    c.u32('Vendor-Type')
    c.rest('Vendor Data')
  },
}

function token(c: Cursor, code: number): void {
  if (code === RESPONSE) c.secret('Type-Data', c.left)
  else c.rest('Type-Data', readableOrNothing)
}

const RESPONSE = 2

/** TLS, in pieces that need not begin or end where its records do. RFC 5216 §3.1. */
function tunnelled(c: Cursor): string | undefined {
  const flags = c.u8('Flags', value => flagNames.filter((_, i) => value & (0x80 >> i)).join(', ') || undefined)
  if (flags & 0x80) c.u32('TLS Message Length')
  const first = firstOfTls(c.peek(6))
  c.rest('TLS Data', () => first)
  return flags & 0x20 ? 'start' : first
}

const flagNames = ['length included', 'more fragments', 'start'] as const

/** Subtype and attributes, each as many times four octets as it says. RFC 4187 §8.1, RFC 4186 §8.1. */
function subscriber(c: Cursor): string | undefined {
  const subtype = c.u8('Subtype', eapAkaSubtype)
  c.u16('Reserved')
  c.list('Attribute', c => 4 * (c.ahead(1) ?? 0) || undefined, attribute)
  return eapAkaSubtype(subtype)
}

function attribute(c: Cursor): void {
  const type = c.u8('Attribute Type', eapAkaAttribute)
  const length = c.u8('Length', value => `${4 * value} bytes`)
  if (length === 0) c.fail('an attribute says 0 bytes, its own head has two')
  c.means(eapAkaAttribute(type) ?? `attribute ${type}`)
  c.rest('Value', NAMES.has(type) ? bytes => printable(bytes.subarray(2, 2 + ((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0))) : undefined)
}

/** AT_IDENTITY, AT_KDF_INPUT: a text behind its length. */
const NAMES: ReadonlySet<number> = new Set([14, 23])

/** draft-kamath-pppext-eap-mschapv2-02 §2. */
function mschapV2(c: Cursor): string | undefined {
  const code = c.u8('OpCode', eapMschapV2Code)
  if (c.left > 0) {
    c.u8('MS-CHAPv2-ID')
    c.u16('MS-Length')
    mschapV2Body[code]?.(c)
    c.rest('Data')
  }
  return eapMschapV2Code(code)
}

const mschapV2Body: Readonly<Record<number, (c: Cursor) => unknown>> = {
  1(c) {
    c.opaque('Challenge', c.u8('Value-Size'))
    c.rest('Name', printable)
  },
  2(c) {
    c.u8('Value-Size')
    c.opaque('Peer-Challenge', 16)
    c.opaque('Reserved', 8)
    c.opaque('NT-Response', 24)
    c.u8('Flags')
    c.rest('Name', printable)
  },
  3: c => c.rest('Message', printable),
  4: c => c.rest('Message', printable),
}
