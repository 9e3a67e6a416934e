import type { Meaning, Names } from '../meaning.ts'
import { hex, ipv4, ipv6, printable } from '../text.ts'
import { signatureHash } from './names/authMethods.ts'

// What the attributes of mode config and CP hold follows from their names: addresses, masks, subnets, words. The two
// registries agree on their first fifteen numbers and XAUTH's and Unity's tell themselves.

/** Bytes of a configuration attribute as text, by the attribute's name; undefined for numbers. */
export function configBytes(table: Names): (type: number) => Meaning<Uint8Array> | undefined {
  return type => {
    const name = table.entries[type]
    return name === undefined ? undefined : rows.find(([pattern]) => pattern.test(name))?.[1]
  }
}

/** Passwords, and what stands for one. */
export function isSecret(table: Names, type: number): boolean {
  return /^XAUTH-(USER-PASSWORD|PASSCODE|NEXT-PIN|ANSWER)$/.test(table.entries[type] ?? '')
}

const rows: readonly [RegExp, Meaning<Uint8Array>][] = [
  [/^INTERNAL_IP6_LINK/, link],
  [/^INTERNAL_IP[46]_(SUBNET|PREFIX)/, prefix],
  [/IP[46]_(ADDRESS|NETMASK|DNS|NBNS|DHCP|SERVER)|^HOME_AGENT/, anyAddress],
  [/^UNITY_(SPLIT_INCLUDE|LOCAL_LAN)/, networks],
  [/^SUPPORTED_ATTRIBUTES/, types],
  [/^ENCDNS_IP4/, encryptedDns(4)],
  [/^ENCDNS_IP6/, encryptedDns(16)],
  [/^ENCDNS_DIGEST_INFO/, digestInfo],
  [/^INTERNAL_DNSSEC_TA/, trustAnchor],
  [/^MIP6_HOME_PREFIX/, homePrefix],
  [/^EXTERNAL_SOURCE/, () => undefined],
  [/^APPLICATION_VERSION|^INTERNAL_DNS_DOMAIN|^UNITY_(BANNER|DEF_DOMAIN|SPLITDNS_NAME|DDNS|BACKUP)/, words],
  [/^XAUTH-(USER|MESSAGE|CHALLENGE|DOMAIN)/, words],
]

/** An attribute that is a text. */
export function words(bytes: Uint8Array): string | undefined {
  return bytes.length ? printable(bytes) : undefined
}

function anyAddress(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return ipv4(bytes)
  if (bytes.length === 16) return ipv6(bytes)
  // HOME_AGENT_ADDRESS may have one behind the other, 3GPP TS 24.302 §8.2.4.1
  if (bytes.length === 20) return `${ipv6(bytes.subarray(0, 16))} ${ipv4(bytes.subarray(16))}`
  return bytes.length === 17 ? prefix(bytes) : undefined
}

/** IPv4 with a mask, or IPv6 with the length of its prefix. RFC 7296 §3.15.1, RFC 5739 §4.1. */
function prefix(bytes: Uint8Array): string | undefined {
  if (bytes.length === 8) return `${ipv4(bytes)}/${ipv4(bytes.subarray(4))}`
  return bytes.length === 17 ? `${ipv6(bytes)}/${bytes[16]}` : undefined
}

/** The interface's part of a link-local address, then what the gateway calls the link. RFC 5739 §4.2. */
function link(bytes: Uint8Array): string | undefined {
  if (bytes.length < 8) return undefined
  const id = hex(bytes.subarray(8))
  return `interface ID ${hex(bytes.subarray(0, 8))}${id && `, link ID ${id}`}`
}

/** Unity's networks: 14 octets each, address and mask in front. */
function networks(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length % 14) return undefined
  return Array.from({ length: bytes.length / 14 }, (_, i) => prefix(bytes.subarray(14 * i, 14 * i + 8))).join(', ')
}

/** A name server to be asked over a protected connection. RFC 9464 §3.1. @param size octets of its addresses */
function encryptedDns(size: number): Meaning<Uint8Array> {
  return bytes => {
    const [high = 0, low = 0, count = 0, length = 0] = bytes
    const behind = 4 + size * count
    if (bytes.length < behind + length || bytes.length < 4) return undefined
    const addresses = Array.from({ length: count }, (_, i) => anyAddress(bytes.subarray(4 + size * i, 4 + size * (i + 1))))
    return [`priority ${high * 256 + low}`, ...addresses, printable(bytes.subarray(behind, behind + length))]
      .filter(text => text)
      .join(', ')
  }
}

/** Hashes that may be told for the server's certificate, or the one that is, with the digest. RFC 9464 §3.2. */
function digestInfo(bytes: Uint8Array): string | undefined {
  const [count = 0, length = 0] = bytes
  const hashes = 2 + length
  const behind = hashes + 2 * count
  if (bytes.length < Math.max(2, behind)) return undefined
  const names = Array.from({ length: count }, (_, i) => {
    const hash = bytes[hashes + 2 * i]! * 256 + bytes[hashes + 2 * i + 1]!
    return signatureHash(hash) ?? `hash ${hash}`
  })
  const digest = hex(bytes.subarray(behind))
  return [printable(bytes.subarray(2, hashes)), ...names, digest && `digest ${digest}`].filter(text => text).join(', ')
}

/** RFC 8598 §4.2. */
function trustAnchor(bytes: Uint8Array): string | undefined {
  const [high = 0, low = 0, algorithm, digest] = bytes
  return bytes.length < 4 ? undefined : `key tag ${high * 256 + low}, algorithm ${algorithm}, digest type ${digest}`
}

/** Seconds, then the prefix. RFC 5026 §8.2. */
function homePrefix(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 21) return undefined
  return `${prefix(bytes.subarray(4))} for ${Number.parseInt(hex(bytes.subarray(0, 4)), 16)} s`
}

function types(bytes: Uint8Array): string | undefined {
  return bytes.length % 2 ? undefined : (hex(bytes).match(/..../g) ?? []).map(type => Number.parseInt(type, 16)).join(', ')
}
