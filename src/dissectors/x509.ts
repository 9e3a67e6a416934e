import type { Cursor } from './cursor.ts'
import { hex } from './text.ts'
import { algorithmOf } from './x509/algorithm.ts'
import { decode, type Element, parts, tagged } from './x509/element.ts'
import { generalName, nameOf } from './x509/name.ts'

export { distinguishedName, generalNameText } from './x509/name.ts'

// Certificates are DER (X.690): each element a tag, a length, a content, nested. A library takes the elements apart (asn1js,
// which bounds depth and count); what the elements of a certificate are is here, in the order of RFC 5280 §4.1. Nothing in a
// certificate breaks the packet: bytes that are none are shown as bytes, with an odd.

/** What a certificate says. RFC 5280 §4.1. */
export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  /** ISO 8601. */
  readonly notBefore: string
  readonly notAfter: string
  /** Hex. */
  readonly serialNumber: string
  readonly alternativeNames: readonly string[]
}

/** A part of the certificate to be shown: an element of `size` octets, with `head` octets of tag and length when it has parts. */
interface Part {
  readonly name: string
  readonly size: number
  readonly says?: string | undefined
  readonly head?: number
  readonly parts?: readonly Part[]
}

/** Reads to the end of the part as one certificate. RFC 5280 §4.1. */
export function certificate(c: Cursor): CertificateFacts | undefined {
  const bytes = c.peek(c.here)
  const known = bytes.length === c.left ? read(bytes) : undefined
  if (!known) {
    const cut = c.here < c.left
    c.rest('Certificate Data')
    if (!cut) c.odd('these bytes are no X.509 certificate')
    return undefined
  }
  show(c, known.part)
  return known.facts
}

interface Known {
  readonly facts: CertificateFacts
  readonly part: Part
}

/** The last certificates read: decoding one takes 20 times as long as finding it here, and a peer always sends the same. */
const seen = new Map<string, Known | undefined>()
const SEEN = 64

function read(bytes: Uint8Array): Known | undefined {
  const key = hex(bytes)
  if (!seen.has(key)) {
    if (seen.size >= SEEN) seen.clear()
    const root = decode(bytes)
    const facts = root && factsOf(root)
    const part = facts && plan(root, facts)
    seen.set(key, part && { facts, part })
  }
  return seen.get(key)
}

function show(c: Cursor, { name, size, says, head, parts }: Part): void {
  if (!parts) c.opaque(name, size, () => says)
  else {
    c.struct(name, size, c => {
      c.means(says)
      c.opaque('Tag and Length', head ?? 0)
      for (const part of parts) show(c, part)
    })
  }
}

/** Certificate and TBSCertificate, RFC 5280 §4.1, §4.1.2. */
function plan(root: Element, facts: CertificateFacts): Part | undefined {
  try {
    const [tbs, algorithm, signatureValue] = parts(root)
    const [version, serial, signature, issuer, validity, subject, key, ...optional] = fields(tbs)
    const [notBefore, notAfter] = parts(validity)
    const times = [leaf('notBefore', notBefore, facts.notBefore), leaf('notAfter', notAfter, facts.notAfter)]
    const inner = [
      ...(version ? [leaf('version', version, `v${1 + Number(parts(version)[0]?.valueBlock.valueDec ?? 0)}`)] : []),
      leaf('serialNumber', serial, facts.serialNumber),
      leaf('signature', signature, algorithmOf(signature)),
      leaf('issuer', issuer, facts.issuer),
      branch('validity', validity, times, `${facts.notBefore} to ${facts.notAfter}`),
      leaf('subject', subject, facts.subject),
      leaf('subjectPublicKeyInfo', key, algorithmOf(parts(key)[0])),
      ...optional.map(part => (tagged(part, 3) ? leaf('extensions', part, extensionNames(part, facts)) : leaf('uniqueIdentifier', part))),
    ]
    const outer = [
      branch('tbsCertificate', tbs, inner),
      leaf('signatureAlgorithm', algorithm, algorithmOf(algorithm)),
      leaf('signatureValue', signatureValue),
    ]
    return branch('Certificate', root, outer, facts.subject)
  } catch {
    return undefined
  }
}

function leaf(name: string, element: Element, says?: string): Part {
  return { name, size: element.blockLength, says }
}

function branch(name: string, element: Element, parts: readonly Part[], says?: string): Part {
  return { ...leaf(name, element, says), head: element.idBlock.blockLength + element.lenBlock.blockLength, parts }
}

/** The fields of a TBSCertificate with the version, which may be left out, in its place. */
function fields(tbs: Element): Element[] {
  const all = parts(tbs)
  return all[0] && tagged(all[0], 0) ? all : [undefined, ...all]
}

function factsOf(root: Element): CertificateFacts | undefined {
  try {
    const [tbs, algorithm, signature] = parts(root)
    const [, serial, , issuer, validity, subject, key, ...optional] = fields(tbs)
    const [notBefore, notAfter] = parts(validity)
    if (!algorithm || !signature || !key) return undefined
    const extensions = optional.find(part => tagged(part, 3))
    return {
      subject: nameOf(subject),
      issuer: nameOf(issuer),
      notBefore: timeOf(notBefore),
      notAfter: timeOf(notAfter),
      serialNumber: hex(serial.valueBlock.valueHexView),
      alternativeNames: extensions ? alternativeNames(extensions) : [],
    }
  } catch {
    return undefined
  }
}

/** Times in a certificate have whole seconds. RFC 5280 §4.1.2.5. */
function timeOf(element: Element): string {
  return element.toDate().toISOString().replace('.000Z', 'Z')
}

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'

function extensionNames(extensions: Element, facts: CertificateFacts): string {
  const count = parts(parts(extensions)[0]).length
  return facts.alternativeNames.length ? `${count}, subjectAltName ${facts.alternativeNames.join(', ')}` : String(count)
}

/** GeneralNames of the extension, RFC 5280 §4.2.1.6. */
function alternativeNames(extensions: Element): string[] {
  const extension = parts(parts(extensions)[0]).find(e => parts(e)[0]?.valueBlock.toString() === SUBJECT_ALTERNATIVE_NAME)
  const value = parts(extension).at(-1)?.valueBlock.valueHexView
  return value ? parts(decode(value)).map(generalName) : []
}

/** The certificates of a PKCS #7 SignedData, RFC 2315 §9.1. */
export function wrappedCertificates(bytes: Uint8Array): CertificateFacts[] {
  try {
    const signedData = parts(parts(decode(bytes))[1])[0]
    const certificates = parts(signedData).find(part => tagged(part, 0))
    return parts(certificates).flatMap(one => factsOf(one) ?? [])
  } catch {
    return []
  }
}
