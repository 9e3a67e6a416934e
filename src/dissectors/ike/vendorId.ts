import type { Cursor } from '../cursor.ts'
import { hex } from '../text.ts'
import type { VendorId } from './facts.ts'
import { readableOrNothing } from './readable.ts'
import { type VendorName, vendorId as vendorName } from './vendorIds.ts'

/** Vendor ID payload, RFC 2408 §3.16, RFC 7296 §3.12: who the sender is, or an extension he knows. */
export function vendorId(c: Cursor): VendorId {
  const known = vendorName(c.peek(c.here))
  const label = known ? named(known) : readableOrNothing(c.peek(c.here))
  const bytes = c.rest('Vendor ID', () => label)
  const id = hex(bytes)
  c.means(label ?? id)
  return { kind: 'vid', id, ...(label === undefined ? {} : { label }), ...(known ? { known } : {}) }
}

function named({ label, version }: VendorName): string {
  return version === undefined ? label : `${label} ${version}`
}
