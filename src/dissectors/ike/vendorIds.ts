import { hex } from '../text.ts'
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

interface Index {
  readonly byHex: ReadonlyMap<string, Pattern>
  /** Lengths of the patterns in hex digits, longest first: about 20 of them, so a look-up is about 20 map reads at most. */
  readonly lengths: readonly number[]
}

let index: Index | undefined

function makeIndex(): Index {
  const byHex = new Map(vendorIdPatterns.map(pattern => [pattern.hex(), pattern]))
  return { byHex, lengths: [...new Set([...byHex.keys()].map(key => key.length))].sort((a, b) => b - a) }
}

/** Names a vendor id: the longest known beginning wins; undefined when none is known. RFC 2408 §3.16, RFC 7296 §3.12. */
export function vendorId(bytes: Uint8Array): VendorName | undefined {
  index ??= makeIndex()
  const { byHex, lengths } = index
  const id = hex(bytes.subarray(0, (lengths[0] ?? 0) / 2))
  for (const length of lengths) {
    if (length > id.length) continue
    const found = byHex.get(id.slice(0, length))
    if (found && !(found.whole && bytes.length * 2 !== length)) return named(found, bytes.subarray(length / 2))
  }
  return freeswanShape(bytes) ?? teldatShape(bytes)
}

function named(pattern: Pattern, rest: Uint8Array): VendorName {
  const version = pattern.version ?? pattern.rest?.(rest)
  return { label: pattern.label, family: pattern.family, ...(version === undefined ? {} : { version }) }
}
