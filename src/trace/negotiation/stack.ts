import { windowsVersions } from '../../dissectors/ike/vendorIds/microsoft.ts'
import type { Negotiation, Side } from '../model.ts'

// What a peer says it is. Most vendor ids name an extension, which any stack may speak; some name a product. Ids that
// began as one vendor's and are sent by others too (Cisco Unity, the GSS-API ids that racoon sends as well) name nobody.

/** The product behind one side's vendor ids, with its version if they tell it; undefined when they do not. */
export function stackOf(negotiation: Negotiation, side: Side): string | undefined {
  let microsoft = false
  let product: string | undefined
  for (const message of negotiation.messages) {
    if (message.side !== side || message.ike.encrypted) continue
    for (const payload of message.ike.payloads) {
      if (payload.kind !== 'vid') continue
      const windows = payload.id.startsWith(NT5) ? windowsVersions[Number.parseInt(payload.id.slice(32, 40), 16)] : undefined
      if (windows) return windows
      const { known } = payload
      if (!known?.family || known.family === 'extension' || known.family === 'NAT traversal') continue
      if (known.family === 'Microsoft') microsoft ||= OF_WINDOWS.test(known.label)
      else if (!SPOKEN_BY_OTHERS.has(known.label)) product ??= known.version ? `${known.label} ${known.version}` : known.label
    }
  }
  return product ?? (microsoft ? 'Windows' : undefined)
}

/** MS NT5 ISAKMPOAKLEY, [MS-IKEE] product notes: the version follows. */
const NT5 = '1e2b516905991c7d7c96fcbfb587e461'
const OF_WINDOWS = /^(MS|Microsoft|MSFT|Xbox|Vid-Initial-Contact|NLBS)/
const SPOKEN_BY_OTHERS: ReadonlySet<string> = new Set(['Cisco Unity', 'Cisco Unity firewall type', 'Cisco Delete Reason'])
