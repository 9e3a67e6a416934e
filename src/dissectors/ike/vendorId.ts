import type { Cursor } from '../cursor.ts'
import { hex } from '../text.ts'
import type { VendorId } from './facts.ts'
import { readableOrNothing } from './readable.ts'
import { vendorId as known } from './vendorIds.ts'

/** Vendor ID payload, RFC 2408 §3.16, RFC 7296 §3.12: who the sender is, or an extension he knows. */
export function vendorId(c: Cursor): VendorId {
  const id = c.rest('Vendor ID', labelOf)
  const label = labelOf(id)
  c.means(label ?? hex(id))
  return { kind: 'vid', id: hex(id), ...(label === undefined ? {} : { label }) }
}

function labelOf(id: Uint8Array): string | undefined {
  const found = known(id)
  if (!found) return readableOrNothing(id)
  return found.version === undefined ? found.label : `${found.label} ${found.version}`
}
