import type { Context } from '../dissectors/cursor.ts'
import type { ClearEsp } from '../dissectors/ipsec/clear/layout.ts'
import type { Layer } from '../dissectors/layer.ts'
import { Kind, sort, sorted } from '../dissectors/sort.ts'
import { Ciphers, type CipherVerdict } from '../trace/ciphers.ts'
import type { Kept } from './packets.ts'

// What the dissectors cannot tell from one packet: which ESP is not encrypted, and which vendor ids a negotiation has shown.

/** Decides for every SPI of the files whether its packets can be read, as the analysis does for a flow. */
export function clearEsp(files: readonly (readonly Kept[])[]): Context['esp'] {
  const ciphers = new Ciphers()
  const flows = new Map<string, number>()
  const kinds: Kind[] = []
  const row = sorted()
  for (const packets of files) {
    for (const { bytes, linkType, original } of packets) {
      sort(bytes, 0, bytes.length, linkType, row, original)
      if (row.securityStart === 0) continue
      const name = `${row.kind === Kind.ah ? 'ah' : 'esp'} ${row.selector}`
      const flow = flows.get(name) ?? flows.size
      flows.set(name, flow)
      kinds[flow] = row.kind
      ciphers.take(flow, row, bytes, bytes.length)
    }
  }
  const verdicts = new Map<string, ClearEsp>()
  for (const [name, flow] of flows) {
    const verdict = ciphers.of(flow, kinds[flow]!)
    if (isClear(verdict)) verdicts.set(name, verdict)
  }
  const layouts = [...verdicts.values()]
  for (const [name, flow] of flows) {
    const fits = verdicts.has(name) || !ciphers.leans(flow) ? undefined : layouts.find(layout => ciphers.fits(flow, layout))
    if (fits) verdicts.set(name, fits)
  }
  const behindAh = [...verdicts].find(([name]) => name.startsWith('ah'))?.[1]
  return { clear: ({ spi, behindAh: inside }) => (inside ? behindAh : verdicts.get(`esp ${spi}`)) }
}

function isClear(verdict: CipherVerdict): verdict is ClearEsp {
  return verdict.cipher === 'null' || verdict.cipher === 'offloaded'
}

/** Vendor ids by the initiator's cookie, as messages come by. */
export class Vendors {
  private readonly known = new Map<string, Set<string>>()

  note(layers: readonly Layer[]): void {
    for (const layer of layers) {
      if (layer.kind !== 'ike') continue
      for (const payload of layer.message.payloads) if (payload.kind === 'vid') this.of(layer.message.initiatorSpi).add(payload.id)
    }
  }

  /** What is known of the negotiation that one of these layers belongs to. */
  for(layers: readonly Layer[]): ReadonlySet<string> | undefined {
    const ike = layers.find(layer => layer.kind === 'ike')
    return ike && this.of(ike.message.initiatorSpi)
  }

  private of(initiatorSpi: string): Set<string> {
    const known = this.known.get(initiatorSpi) ?? new Set<string>()
    this.known.set(initiatorSpi, known)
    return known
  }
}
