import { NOT_DISSECTED } from '../dissectors/field.ts'
import { ipv4, ipv6, mac } from '../dissectors/text.ts'
import { derLike } from './der.ts'
import { dnsName, dnsRecords } from './dnsRecords.ts'
import type { Leaf } from './leaves.ts'
import { prefixOrRange } from './ranges.ts'
import type { Replacements } from './replacements.ts'

// What is replaced, field by field as the dissectors name them. Addresses are known by what their field says; everything else
// has its line here. A field without a line stays: numbers, lengths, times, algorithms, vendor ids, and what is encrypted.

type Rule = (leaf: Leaf, to: Replacements) => Uint8Array

const zeros: Rule = ({ octets }) => new Uint8Array(octets.length)
const noise: Rule = ({ octets }, to) => to.noise(octets)
/** Words; noise where control characters tell that it is UTF-16 of letters that are not Latin. */
const text: Rule = ({ octets }, to) => (octets.some(octet => octet > 0 && octet < 0x20) ? to.noise(octets) : to.text(octets))
const der: Rule = ({ octets }, to) => derLike(octets, to)
const spi: Rule = ({ octets }, to) =>
  [4, 8, 16].includes(octets.length) ? to.spi(octets) : octets.length > SHORT ? to.noise(octets) : octets
/** A hardware address of other than six octets: of four it is the IPv4 address of a tunnel's end. Zeros and everybody stay. */
const hardware: Rule = ({ octets }, to) =>
  octets.every(octet => octet === octets[0]) ? octets : octets.length === 4 ? to.address(octets) : to.noise(octets)
/** Words where it reads as words, and otherwise noise unless it is too short to hold anything. */
const readable: Rule = ({ octets }, to) => (reads(octets) ? to.text(octets) : octets.length > SHORT ? to.noise(octets) : octets)

const noiseUnlessNumber: Rule = ({ field, octets }, to) => (field.value === undefined && octets.length > SHORT ? to.noise(octets) : octets)

/** What a netfilter log tells of hosts and users beside the packet. */
const LOGGED = /^(Hardware Address|Hardware Header|Connection Tracking|User ID|Group ID|Attribute \d+)$/

/** Octets of codes and flags that nobody can be known by. */
const SHORT = 4

/** By name of the field. */
const fields: Readonly<Record<string, Rule>> = {
  // what no dissector reads, and what clear packets carry
  [NOT_DISSECTED]: zeros,
  Data: (leaf, to) => (leaf.cookies ? readable(leaf, to) : zeros(leaf, to)),
  'Message Body': zeros,
  Trailer: zeros,
  'Bytes behind the datagram': zeros,
  'Payload Data': (leaf, to) => (leaf.cookies ? noise(leaf, to) : zeros(leaf, to)),
  'Quoted packet': zeros,
  'Beginning of a message': zeros,
  'Beginning of a block': zeros,
  'End of a block that began before': zeros,
  'Pad Data Block': zeros,
  'Start Line': zeros,
  Content: zeros,
  'Frame Body': zeros,
  'Attribute Value Pairs': zeros,
  'Control Message': zeros,
  'Cookie and Data': zeros,
  'Offset Pad': zeros,
  'Compressed Header': zeros,
  'Compressed Data': noise,
  'Bytes behind the last payload': zeros,
  'Payload of another layout than the rest of this SA': noise,
  Fragment: ({ octets }) => octets.map((octet, i) => (i === 0 ? octet : 0)),
  'Option Data': zeros,
  'Type-specific Data': zeros,
  TLVs: zeros,
  Payload: zeros,
  'Routing Information': (leaf, to) => (leaf.inside.includes('GRE') ? zeros(leaf, to) : leaf.octets),
  'TEK Protocol-Specific Payload': noise,
  'Selector Data': readable,
  Extensions: noise,
  Component: noise,
  Unused: (leaf, to) => (leaf.field.value === undefined ? zeros(leaf, to) : leaf.octets),
  // hardware addresses of other kinds of network
  Address: (leaf, to) => (leaf.inside.at(-1)?.startsWith('Linux cooked capture') ? hardware(leaf, to) : leaf.octets),
  'Sender Hardware Address': hardware,
  'Target Hardware Address': hardware,
  Destination: hardware,
  Source: hardware,
  // cookies and SPIs
  'Initiator Cookie': spi,
  'Responder Cookie': spi,
  "IKE SA Initiator's SPI": spi,
  "IKE SA Responder's SPI": spi,
  SPI: spi,
  'Security Parameter Index': spi,
  // identities and certificates
  'Identification Data': ({ octets, field }, to) => (typeof field.value === 'string' ? to.text(octets) : identity(octets, to)),
  'Certificate Authority': der,
  'Certificate Data': der,
  issuer: der,
  subject: der,
  extensions: der,
  uniqueIdentifier: der,
  serialNumber: der,
  subjectPublicKeyInfo: der,
  signatureValue: der,
  'SHA-1 Hash': noise,
  URL: text,
  'Certification Authority': noise,
  'Hash Data': noise,
  'Signature Data': noise,
  'Signature Value': noise,
  'Authentication Data': noise,
  'POP Data': noise,
  'Security Principal Name': text,
  'GSS Identity Name': text,
  PPK_ID: text,
  'New Responder GW Identity': text,
  'Type-Data': readable,
  'TLS Data': noise,
  Challenge: noise,
  'Peer-Challenge': noise,
  'NT-Response': noise,
  Name: (leaf, to) => (leaf.inside.includes('EAP') ? text(leaf, to) : leaf.octets),
  'PPK Confirmation': noise,
  'IPsec SPI': spi,
  'Parameter contents': noise,
  'Vendor Data': noise,
  'Identity Value': text,
  Ticket: noise,
  'Attribute Value': attribute,
  'Notification Data': readable,
  Cookie: ({ octets, field }, to) => (field.value === undefined ? to.noise(octets) : to.spi(octets)),
  // tokens, Kerberos, DNS
  'Token Data': noise,
  'Vendor Encoding': noise,
  Message: noise,
  TargetName: text,
  DomainName: text,
  UserName: text,
  Workstation: text,
  ServerChallenge: noise,
  ChallengeFromClient: noise,
  LmChallengeResponse: noise,
  NTProofStr: noise,
  Response: noise,
  EncryptedRandomSessionKey: noise,
  MIC: noise,
  Text: ({ octets }, to) => (/^\d{14}Z$/.test(String.fromCharCode(...octets)) ? octets : to.text(octets)),
  Value(leaf, to) {
    if (LOGGED.test(leaf.inside.at(-1) ?? '')) return zeros(leaf, to)
    if (leaf.inside.includes('Kerberos')) return derLike(leaf.octets, to)
    if (leaf.inside.includes('CP')) return attribute(leaf, to)
    if (leaf.inside.includes('AvPair')) return typeof leaf.field.value === 'string' ? text(leaf, to) : noiseUnlessNumber(leaf, to)
    return leaf.inside.includes('EAP') ? readable(leaf, to) : leaf.octets
  },
  QNAME({ octets }, to) {
    const out = octets.slice()
    dnsName(out, 0, out.length, to)
    return out
  },
  'Further Records': (leaf, to) => dnsRecords(leaf.octets, furtherQuestions(leaf), to),
  // what capturing machines and access networks add
  Prefix: text,
  Interface: text,
  'Command Name': text,
  Device: text,
  Fields: zeros,
  'Further Fields': (leaf, to) => (/^(PKTAP|PFLOG)$/.test(leaf.inside.at(-1) ?? '') ? zeros(leaf, to) : leaf.octets),
  'Interface Name': text,
  TAG_VALUE: text,
  'Client Identifier': noise,
  'Authentication Value': noise,
}

/** Parts of which nothing is kept. */
const DROPPED: ReadonlySet<string> = new Set(['HTTP', 'LDAP', 'SMB', 'SCTP'])

/** What stands in for a field's octets, of the same length; the octets themselves when they stay. */
export function replacement(leaf: Leaf, to: Replacements): Uint8Array {
  const { field, octets, inside } = leaf
  if (inside.some(part => DROPPED.has(part))) return field.name.endsWith('Port') ? octets : zeros(leaf, to)
  if (isAddress(leaf)) return prefixOrRange(leaf, to) ?? to.address(octets)
  if (isMac(leaf)) return to.mac(octets)
  return fields[field.name]?.(leaf, to) ?? octets
}

/** An address, and no mask. */
function isAddress({ field: { value, name }, octets }: Pick<Leaf, 'field' | 'octets'>): boolean {
  if (typeof value !== 'string' || name === 'Mask') return false
  return (octets.length === 4 && value === ipv4(octets)) || (octets.length === 16 && value === ipv6(octets))
}

/** A hardware address of six octets. */
function isMac({ field: { value }, octets }: Leaf): boolean {
  return octets.length === 6 && value === mac(octets)
}

/** Attributes that are longer than a number: addresses of the inner network, names, passwords. */
function attribute({ octets, field, inside }: Leaf, to: Replacements): Uint8Array {
  const name = inside.at(-1) ?? ''
  if (/PASSWORD$|PASSCODE$|PIN$|ANSWER$/.test(name)) return to.noise(octets)
  if (field.value !== undefined) return octets
  const address = /IP6/.test(name) ? 16 : /IP4|SUBNET|ADDRESS|SPLIT_INCLUDE|LOCAL_LAN/.test(name) ? 4 : 0
  if (/NETMASK|SUPPORTED_ATTRIBUTES|^Life/i.test(name)) return octets
  if (address > 0 && octets.length >= address) {
    const out = octets.slice()
    out.set(to.address(octets.subarray(0, address)))
    return out
  }
  if (/^GSS/.test(name) || reads(octets)) return to.text(octets)
  return to.noise(octets)
}

/** An identity that is no text: a name in DER, a key identifier, or an address of another length than its type has. */
function identity(octets: Uint8Array, to: Replacements): Uint8Array {
  return octets[0] === 0x30 || octets[0]! >= 0x80 ? derLike(octets, to) : reads(octets) ? to.text(octets) : to.noise(octets)
}

function reads(octets: Uint8Array): boolean {
  const letters = octets.filter((octet, i) => octet >= 0x20 || (octet === 0 && i % 2 === 1))
  return octets.length > 0 && letters.length === octets.length && octets[0]! < 0x7f
}

function furtherQuestions({ siblings }: Leaf): number {
  const count = siblings.find(field => field.name === 'QDCOUNT')?.value
  return Math.max(0, Math.min(64, Number(count ?? 1)) - (siblings.some(field => field.name === 'Question') ? 1 : 0))
}
