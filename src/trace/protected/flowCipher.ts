import type { ClearEsp } from '../../dissectors/ipsec/clear/layout.ts'
import { Kind } from '../../dissectors/sort.ts'
import { hostsKey } from '../hosts.ts'
import type { Packets } from '../packets/packets.ts'
import type { CipherVerdict } from './ciphers.ts'

/**
 * What a flow is. One too short to tell by itself is expected to be what another one of the same two hosts is, if its packets
 * fit: after a rekeying the algorithms mostly stay. RFC 5879.
 */
export function flowCipher(packets: Packets, flow: number): CipherVerdict {
  const { flows, ciphers } = packets
  const verdict = ciphers.of(flow, flows.kind(flow))
  if (verdict.cipher !== 'undecided' || flows.kind(flow) === Kind.ah) return verdict
  const known = ciphers.leans(flow) ? clearBetween(packets).get(hosts(packets, flow)) : undefined
  return known && ciphers.fits(flow, known) ? { ...known, confidence: 'likely' } : verdict
}

const indices = new WeakMap<Packets, { readonly length: number; readonly byHosts: ReadonlyMap<string, ClearEsp> }>()

/** Hosts that send each other ESP which is surely clear. */
function clearBetween(packets: Packets): ReadonlyMap<string, ClearEsp> {
  const known = indices.get(packets)
  if (known?.length === packets.length) return known.byHosts
  const byHosts = new Map<string, ClearEsp>()
  const { flows, ciphers } = packets
  for (let flow = 0; flow < flows.length; flow++) {
    if (!ciphers.leans(flow) || flows.kind(flow) === Kind.ah) continue
    const verdict = ciphers.of(flow, flows.kind(flow))
    if ((verdict.cipher === 'null' || verdict.cipher === 'offloaded') && verdict.confidence === 'certain')
      byHosts.set(hosts(packets, flow), verdict as ClearEsp)
  }
  indices.set(packets, { length: packets.length, byHosts })
  return byHosts
}

function hosts({ flows }: Packets, flow: number): string {
  return hostsKey(flows.source(flow), flows.destination(flow))
}
