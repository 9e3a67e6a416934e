import type { Field } from '../dissectors/field.ts'

/** A field without parts of its own, and where it stands. */
export interface Leaf {
  readonly field: Field
  /** Names of the parts around it, from the outside in. */
  readonly inside: readonly string[]
  readonly siblings: readonly Field[]
  /** Its octets as they were. */
  readonly octets: Uint8Array
  /** Both cookies or SPIs of the IKE message it is in, 16 octets. */
  readonly cookies: Uint8Array | undefined
}

/** A header whose checksum goes over more than itself, in the order in which they stand. */
export interface Summed {
  readonly kind: 'IPv4' | 'UDP' | 'TCP' | 'ICMP' | 'ICMPv6' | 'Extensions'
  readonly header: Field
  /** The nearest IP header before it; undefined: the datagram was put together, its header lies elsewhere. */
  readonly ip: Field | undefined
}

/** What a walk tells of, in the order of the fields. */
export interface Walk {
  leaf(leaf: Leaf): void
  summed?(header: Summed): void
}

const SUMMED: ReadonlySet<string> = new Set(['IPv4', 'UDP', 'TCP', 'ICMP', 'ICMPv6', 'Extensions'])

/** Walks a tree of `bytes` in the order of its fields. Groups of bits and roots of other bytes are passed over. */
export function walk(tree: Field, bytes: Uint8Array, told: Walk): void {
  visit(tree, [], { ip: undefined, cookies: undefined })

  function visit(part: Field, inside: readonly string[], around: { ip: Field | undefined; cookies: Uint8Array | undefined }): void {
    const here = { ...around }
    for (const field of part.children ?? []) {
      if (field.bytes || field.bits !== undefined) continue
      if (field.name === 'IPv4' || field.name === 'IPv6') here.ip = field
      if (field.name === 'ISAKMP Header') here.cookies = bytes.subarray(field.start, field.start + 16)
      if (SUMMED.has(field.name) && field.children) told.summed?.({ kind: field.name as Summed['kind'], header: field, ip: here.ip })
      if (field.children && !field.children.every(child => child.bits !== undefined)) visit(field, [...inside, field.name], here)
      else if (field.end > field.start) {
        const octets = bytes.subarray(field.start, field.end)
        told.leaf({ field, inside, siblings: part.children ?? [], octets, cookies: here.cookies })
      }
    }
  }
}
