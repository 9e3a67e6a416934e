import { ESP_HEADER } from '../dissectors/ipsec/clear/fit.ts'
import { type ClearEsp, cipherOf } from '../dissectors/ipsec/clear/layout.ts'
import type { KnownEsp } from '../dissectors/ipsec/known.ts'
import { type Layer, layerOf } from '../dissectors/layer.ts'
import { pseudoHeader } from '../dissectors/network/checksum.ts'
import { packet } from '../dissectors/packet.ts'
import { Kind, sort, sorted } from '../dissectors/sort.ts'
import { Ciphers, type CipherVerdict } from '../trace/protected/ciphers.ts'
import type { Kept } from './packets.ts'

/** IP protocol. */
const TCP = 6

// What the dissectors cannot tell from one packet: which ESP is not encrypted, and which vendor ids a negotiation has shown.

/** What is known of the ESP of a file. */
export interface EspOfFile extends KnownEsp {
  /** Nobody can read it without a key, so that it may stay. */
  isEncrypted(spi: number): boolean
}

/**
 * Decides for every SPI whether its packets can be read, as the analysis does for a flow: file by file, for a card that
 * encrypts leaves clear what one end captures and not what the other does. Where one file has too little, all count together;
 * where that is too little as well, packets that may be clear are taken for such.
 */
export function espOf(files: readonly (readonly Kept[])[]): EspOfFile[] {
  const all = new Flows(files)
  return files.map(packets => {
    const own = new Flows([packets])
    const of = (name: string) =>
      own.clear(name) ?? (own.isEncrypted(name) ? undefined : (all.clear(name) ?? all.perhapsClear(name) ?? own.perhapsClear(name)))
    const behindAh = own.anyAh() ?? all.anyAh()
    return {
      clear: ({ spi, behindAh: inside }) => (inside ? behindAh : of(`esp ${spi}`)),
      isEncrypted: spi => own.isEncrypted(`esp ${spi}`) || all.isEncrypted(`esp ${spi}`),
    }
  })
}

/** ESP and AH of some files by their SPIs, and which of it is clear. */
class Flows {
  private readonly ciphers = new Ciphers()
  private readonly numbers = new Map<string, number>()
  private readonly kinds: Kind[] = []
  private readonly verdicts = new Map<string, CipherVerdict>()

  constructor(files: readonly (readonly Kept[])[]) {
    for (const packets of files) this.take(packets)
    for (const [name, flow] of this.numbers) this.verdicts.set(name, this.ciphers.of(flow, this.kinds[flow]!))
    const layouts = [...this.verdicts.values()].filter(isClear)
    for (const [name, flow] of this.numbers) {
      const fits = this.clear(name) || !this.ciphers.leans(flow) ? undefined : layouts.find(one => this.ciphers.fits(flow, one))
      if (fits) this.verdicts.set(name, fits)
    }
  }

  clear(name: string): ClearEsp | undefined {
    const verdict = this.verdicts.get(name)
    return verdict && isClear(verdict) ? verdict : undefined
  }

  /** How the packets of a flow read that is too short to be sure. */
  perhapsClear(name: string): ClearEsp | undefined {
    const layout = this.verdicts.get(name)?.cipher === 'undecided' ? this.ciphers.likeliest(this.numbers.get(name)!) : undefined
    return layout && { ...layout, cipher: cipherOf(layout), confidence: 'likely' }
  }

  isEncrypted(name: string): boolean {
    return this.verdicts.get(name)?.cipher === 'encrypted'
  }

  anyAh(): ClearEsp | undefined {
    const name = [...this.numbers.keys()].find(name => name.startsWith('ah') && this.clear(name))
    return name === undefined ? undefined : this.clear(name)
  }

  private take(packets: readonly Kept[]): void {
    const row = sorted()
    for (const { bytes, linkType, original } of packets) {
      sort(bytes, 0, bytes.length, linkType, row, original)
      if (row.securityStart > 0) this.ciphers.take(this.flow(row.kind, row.selector), row, bytes, bytes.length)
      else if (row.protocol === TCP) this.inTcp(packet(bytes, original, linkType, { factsOnly: true }).layers, bytes)
    }
  }

  /** An ESP packet that is a segment of its own; others are not read, and nothing of them is kept. RFC 9329 §3. */
  private inTcp(layers: readonly Layer[], bytes: Uint8Array): void {
    const ip = layerOf(layers, 'ip')
    const esp = layerOf(layers, 'esp')
    if (!ip || !esp) return
    const whole = bytes.subarray(esp.start, esp.start + ESP_HEADER + esp.payloadLength)
    this.ciphers.takeEsp(this.flow(Kind.esp, esp.spi), whole, pseudoHeader(ip, 0, 0))
  }

  private flow(kind: Kind, selector: number): number {
    const name = `${kind === Kind.ah ? 'ah' : 'esp'} ${selector}`
    const flow = this.numbers.get(name) ?? this.numbers.size
    this.numbers.set(name, flow)
    this.kinds[flow] = kind
    return flow
  }
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
