import { unhex } from '../text.ts'
import { checkPoint } from './vendorIds/checkpoint.ts'
import { cisco } from './vendorIds/cisco.ts'
import { extensions } from './vendorIds/extensions.ts'
import { freeswan, freeswanShape } from './vendorIds/freeswan.ts'
import { microsoft } from './vendorIds/microsoft.ts'
import { natTraversal } from './vendorIds/natTraversal.ts'
import { juniper } from './vendorIds/netscreen.ts'
import { others, teldatShape } from './vendorIds/others.ts'
import type { Pattern } from './vendorIds/pattern.ts'
import { ssh } from './vendorIds/ssh.ts'
import { strongswan } from './vendorIds/strongswan.ts'

/** What a vendor id says: who or what, of which family, in which version. */
export interface VendorName {
  readonly label: string
  readonly family?: string
  readonly version?: string
}

/** Every known vendor id. To add one: a line in the file of its family. */
export const vendorIdPatterns: readonly Pattern[] = [
  ...microsoft,
  ...natTraversal,
  ...extensions,
  ...cisco,
  ...checkPoint,
  ...strongswan,
  ...freeswan,
  ...ssh,
  ...juniper,
  ...others,
]

interface Known {
  readonly pattern: Pattern
  readonly bytes: Uint8Array
}

/** Patterns by their first two octets, the longest first; none is shorter. */
let index: ReadonlyMap<number, readonly Known[]> | undefined

function makeIndex(): ReadonlyMap<number, readonly Known[]> {
  const byHex = new Map(vendorIdPatterns.map(pattern => [pattern.hex(), pattern]))
  const byStart = new Map<number, Known[]>()
  for (const [digits, pattern] of byHex) {
    const bytes = unhex(digits)
    const start = startOf(bytes)
    byStart.set(start, [...(byStart.get(start) ?? []), { pattern, bytes }])
  }
  for (const known of byStart.values()) known.sort((a, b) => b.bytes.length - a.bytes.length)
  return byStart
}

function startOf(bytes: Uint8Array): number {
  return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
}

function begins(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((octet, i) => bytes[i] === octet)
}

/** Names a vendor id: the longest known beginning wins; undefined when none is known. RFC 2408 §3.16, RFC 7296 §3.12. */
export function vendorId(bytes: Uint8Array): VendorName | undefined {
  index ??= makeIndex()
  for (const { pattern, bytes: start } of index.get(startOf(bytes)) ?? []) {
    if (begins(bytes, start) && !(pattern.whole && bytes.length !== start.length)) return named(pattern, bytes.subarray(start.length))
  }
  return freeswanShape(bytes) ?? teldatShape(bytes)
}

function named(pattern: Pattern, rest: Uint8Array): VendorName {
  const version = pattern.version ?? pattern.rest?.(rest)
  return { label: pattern.label, family: pattern.family, ...(version === undefined ? {} : { version }) }
}
