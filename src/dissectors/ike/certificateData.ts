import type { Cursor } from '../cursor.ts'
import { printable } from '../text.ts'
import { type CertificateFacts, certificate, distinguishedName, wrappedCertificates } from '../x509.ts'
import type { Certificate } from './facts.ts'

/** Encodings whose bytes are one X.509 certificate: for signatures, for key exchange. */
const X509: ReadonlySet<number> = new Set([4, 5])
const PKCS7 = 1
const HASH_AND_URL: ReadonlySet<number> = new Set([12, 13])

/** What follows the encoding in a Certificate payload. RFC 2408 §3.9, RFC 7296 §3.6. */
export function certificateData(c: Cursor, encoding: number): Certificate {
  if (X509.has(encoding)) return said(c, encoding, certificate(c))
  if (encoding === PKCS7) {
    const all = wrappedCertificates(c.peek(c.here))
    c.rest('Certificate Data', () => all.map(one => one.subject).join('; ') || undefined)
    return said(c, encoding, all[0])
  }
  if (HASH_AND_URL.has(encoding) && c.left > 20) {
    c.opaque('SHA-1 Hash', 20)
    c.means(c.text('URL', c.left, printable))
  } else c.rest('Certificate Data')
  return { kind: 'cert', encoding }
}

function said(c: Cursor, encoding: number, facts: CertificateFacts | undefined): Certificate {
  if (!facts) return { kind: 'cert', encoding }
  const { subject, issuer, notBefore, notAfter } = facts
  c.means(subject)
  return { kind: 'cert', encoding, subject, issuer, notBefore, notAfter }
}

/** The name of an authority in a version 1 request; empty means any. RFC 2408 §3.10. */
export function authorityName(c: Cursor, encoding: number): Certificate {
  const subject = distinguishedName(c.peek(c.here))
  c.means(subject ?? (c.left === 0 ? 'any authority' : undefined))
  c.rest('Certificate Authority', () => subject)
  return { kind: 'cert', encoding, ...(subject === undefined ? {} : { issuer: subject }) }
}
