import * as asn1 from 'asn1js'
import type { Cursor } from './cursor.ts'
import { address, hex, printable } from './text.ts'

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

// biome-ignore lint/suspicious/noExplicitAny: asn1js types a decoded element by what it turned out to be
type Element = any

/** Reads to the end of the part as one certificate. RFC 5280 §4.1. */
export function certificate(c: Cursor): CertificateFacts | undefined {
  const bytes = c.peek(c.here)
  const root = bytes.length === c.left ? decode(bytes) : undefined
  const facts = root && factsOf(root)
  if (!root || !facts) {
    if (c.here < c.left) c.rest('Certificate Data')
    else notCertificate(c)
    return undefined
  }
  const [tbs, algorithm, signature] = parts(root)
  c.struct('Certificate', bytes.length, c => {
    head(c, root)
    c.means(facts.subject)
    c.struct('tbsCertificate', size(tbs), c => toBeSigned(c, tbs, facts))
    c.opaque('signatureAlgorithm', size(algorithm), () => algorithmOf(algorithm))
    c.opaque('signatureValue', size(signature))
  })
  return facts
}

function notCertificate(c: Cursor): void {
  c.rest('Certificate Data')
  c.odd('these bytes are no X.509 certificate')
}

/** TBSCertificate, RFC 5280 §4.1.2. */
function toBeSigned(c: Cursor, tbs: Element, facts: CertificateFacts): void {
  head(c, tbs)
  const [version, serial, signature, issuer, validity, subject, key, ...optional] = fields(tbs)
  if (version) c.opaque('version', size(version), () => `v${1 + Number(parts(version)[0]?.valueBlock.valueDec ?? 0)}`)
  c.opaque('serialNumber', size(serial), () => facts.serialNumber)
  c.opaque('signature', size(signature), () => algorithmOf(signature))
  c.opaque('issuer', size(issuer), () => facts.issuer)
  c.struct('validity', size(validity), c => {
    head(c, validity)
    c.means(`${facts.notBefore} to ${facts.notAfter}`)
    c.opaque('notBefore', size(parts(validity)[0]), () => facts.notBefore)
    c.opaque('notAfter', size(parts(validity)[1]), () => facts.notAfter)
  })
  c.opaque('subject', size(subject), () => facts.subject)
  c.opaque('subjectPublicKeyInfo', size(key), () => algorithmOf(parts(key)[0]))
  for (const part of optional) {
    const extensions = tagged(part, 3)
    c.opaque(extensions ? 'extensions' : 'uniqueIdentifier', size(part), () => (extensions ? extensionNames(part, facts) : undefined))
  }
}

function head(c: Cursor, element: Element): void {
  c.opaque('Tag and Length', element.idBlock.blockLength + element.lenBlock.blockLength)
}

/** DER as an element; undefined when it is not exactly one. */
function decode(bytes: Uint8Array): Element | undefined {
  try {
    const { offset, result } = asn1.fromBER(bytes)
    return offset === bytes.length ? result : undefined
  } catch {
    return undefined
  }
}

function parts(element: Element): Element[] {
  const value = element?.valueBlock?.value
  return Array.isArray(value) ? value : []
}

function size(element: Element): number {
  return element.blockLength
}

function tagged(element: Element, number: number): boolean {
  return element.idBlock.tagClass === 3 && element.idBlock.tagNumber === number
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

function algorithmOf(element: Element): string | undefined {
  const oid = parts(element)[0]?.valueBlock.toString()
  return algorithms[oid] ?? oid
}

/** Object identifiers of signatures and keys. RFC 3279, RFC 4055, RFC 5480, RFC 5758, RFC 8410. */
const algorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'rsaEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'id-RSASSA-PSS',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10040.4.1': 'id-dsa',
  '1.2.840.10045.2.1': 'id-ecPublicKey',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'id-Ed25519',
  '1.3.101.113': 'id-Ed448',
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

/** One GeneralName, also the content of ID_DER_ASN1_GN. RFC 5280 §4.2.1.6. */
function generalName(name: Element): string {
  const content: Uint8Array | undefined = name.valueBlock.valueHexView
  const tag = name.idBlock.tagNumber
  if (tag === 4) return nameOf(parts(name)[0])
  if (tag === 7 && content) return address(content)
  if ((tag === 1 || tag === 2 || tag === 6) && content) return printable(content)
  return hex(content ?? new Uint8Array())
}

/** Text of a DER name as RFC 4514 writes it, the most special part first; undefined when it is none. */
export function distinguishedName(bytes: Uint8Array): string | undefined {
  try {
    const root = decode(bytes)
    return root && parts(root).every(rdn => parts(rdn).length > 0) ? nameOf(root) : undefined
  } catch {
    return undefined
  }
}

/** Text of a DER GeneralName; undefined when it is none. */
export function generalNameText(bytes: Uint8Array): string | undefined {
  try {
    const root = decode(bytes)
    return root && root.idBlock.tagClass === 3 ? generalName(root) : undefined
  } catch {
    return undefined
  }
}

function nameOf(rdnSequence: Element): string {
  return parts(rdnSequence)
    .map(rdn => parts(rdn).map(attributeOf).join('+'))
    .reverse()
    .join(', ')
}

function attributeOf(attribute: Element): string {
  const [type, value] = parts(attribute)
  const oid: string = type.valueBlock.toString()
  const text = value.valueBlock.value
  return `${attributeNames[oid] ?? oid}=${typeof text === 'string' ? escaped(text) : `#${hex(value.valueBeforeDecodeView)}`}`
}

/** RFC 4514 §2.4; unprintable characters as their code. */
function escaped(text: string): string {
  return printable(new TextEncoder().encode(text.replaceAll(/[,+"\\<>;]|^[ #]| $/g, c => `\\${c}`)))
}

/** RFC 4514 §3, and the short forms in common use. */
const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.2.840.113549.1.9.8': 'unstructuredAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
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
