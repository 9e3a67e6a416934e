import type { Cursor } from '../cursor.ts'
import { names } from '../meaning.ts'

const contentType = names({ 20: 'change cipher spec', 21: 'alert', 22: 'handshake', 23: 'application data' })
const handshakeType = names({
  0: 'HelloRequest',
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
  22: 'CertificateStatus',
  24: 'KeyUpdate',
})
const HANDSHAKE = 22

/** Whether bytes begin as a TLS record does. RFC 5246 §6.2.1. */
export function looksLikeTls(ahead: Uint8Array): boolean {
  return contentType(ahead[0] ?? 0) !== undefined && ahead[1] === 3 && (ahead[2] ?? 9) <= 4
}

/** What the record that begins with these octets is; undefined when none does. */
export function firstOfTls(ahead: Uint8Array): string | undefined {
  if (!looksLikeTls(ahead)) return undefined
  const message = ahead[0] === HANDSHAKE ? handshakeType(ahead[5] ?? 0xff) : undefined
  return `TLS ${message ?? contentType(ahead[0]!)}`
}

/** TLS records as a token of GSS-API: what the first one is. RFC 5246 §6.2.1, §7.4. */
export function tls(c: Cursor): string {
  let first: string | undefined
  while (c.here > 0 && looksLikeTls(c.peek(3))) {
    const [, , , high = 0, low = 0] = c.peek(5)
    const one = c.struct('TLS Record', 5 + high * 256 + low, c => {
      const type = c.u8('Type', contentType)
      c.u16('Version')
      c.u16('Length')
      const message = type === HANDSHAKE && c.left > 0 ? handshakeType(c.peek(1)[0] ?? 0) : undefined
      c.rest('Fragment')
      c.means(message ?? contentType(type))
      return message ?? contentType(type)
    })
    first ??= one
  }
  c.rest('Data')
  return first === undefined ? 'TLS' : `TLS ${first}`
}
