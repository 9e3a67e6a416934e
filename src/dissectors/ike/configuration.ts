import type { Meaning, Names } from '../meaning.ts'
import { hex, ipv4, ipv6, printable } from '../text.ts'

// What the attributes of mode config and CP hold follows from their names: addresses, masks, subnets, words. The two
// registries agree on their first fifteen numbers and XAUTH's and Unity's tell themselves.

/** Bytes of a configuration attribute as text, by the attribute's name; undefined for numbers. */
export function configBytes(table: Names): (type: number) => Meaning<Uint8Array> | undefined {
  return type => {
    const name = table.entries[type]
    return name === undefined ? undefined : rows.find(([pattern]) => pattern.test(name))?.[1]
  }
}

const rows: readonly [RegExp, Meaning<Uint8Array>][] = [
  [/^INTERNAL_IP[46]_(SUBNET|LINK|PREFIX)/, prefix],
  [/IP[46]_(ADDRESS|NETMASK|DNS|NBNS|DHCP|SERVER)|^HOME_AGENT/, anyAddress],
  [/^UNITY_(SPLIT_INCLUDE|LOCAL_LAN)/, networks],
  [/^SUPPORTED_ATTRIBUTES/, types],
  [/^APPLICATION_VERSION|^INTERNAL_DNS_DOMAIN|^UNITY_(BANNER|DEF_DOMAIN|SPLITDNS_NAME|DDNS|BACKUP)/, words],
  [/^XAUTH-(USER|PASSCODE|MESSAGE|CHALLENGE|DOMAIN|NEXT-PIN|ANSWER)/, words],
]

function words(bytes: Uint8Array): string | undefined {
  return bytes.length ? printable(bytes) : undefined
}

function anyAddress(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return ipv4(bytes)
  if (bytes.length === 16) return ipv6(bytes)
  return bytes.length === 17 ? prefix(bytes) : undefined
}

/** IPv4 with a mask, or IPv6 with the length of its prefix. RFC 7296 §3.15.1, RFC 5739 §4.1. */
function prefix(bytes: Uint8Array): string | undefined {
  if (bytes.length === 8) return `${ipv4(bytes)}/${ipv4(bytes.subarray(4))}`
  return bytes.length === 17 ? `${ipv6(bytes)}/${bytes[16]}` : undefined
}

/** Unity's networks: 14 octets each, address and mask in front. */
function networks(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length % 14) return undefined
  return Array.from({ length: bytes.length / 14 }, (_, i) => prefix(bytes.subarray(14 * i, 14 * i + 8))).join(', ')
}

function types(bytes: Uint8Array): string | undefined {
  return bytes.length % 2 ? undefined : (hex(bytes).match(/..../g) ?? []).map(type => Number.parseInt(type, 16)).join(', ')
}
