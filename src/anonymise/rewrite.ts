import type { Context } from '../dissectors/cursor.ts'
import type { Field } from '../dissectors/field.ts'
import type { Ip, Layer } from '../dissectors/layer.ts'
import { hex } from '../dissectors/text.ts'
import { addressOctets } from '../trace/path/natHash.ts'
import { type Addresses, moveChecksums } from './checksums.ts'
import type { EspOfFile, Vendors } from './known.ts'
import { type Leaf, type Summed, walk } from './leaves.ts'
import { isNatHash, type NatDetection } from './natDetection.ts'
import type { KnownPieces } from './pieces.ts'
import type { Replacements } from './replacements.ts'
import { replacement } from './table.ts'
import { datagramUnit, type Unit } from './unit.ts'

/** What is known when a unit is read. */
export interface Reading {
  readonly esp: EspOfFile
  readonly vendors: Vendors
  readonly nat: NatDetection
  /** What stands in for pieces of wholes that were rewritten before. */
  readonly known: KnownPieces
}

/** Where a message was sent from and to, as far as its packet says. */
export type Near = readonly { readonly address: Uint8Array; readonly port: number }[]

/** Walks the fields of a unit. Returns its layers. */
function fieldsOf(
  unit: Unit,
  { esp, vendors }: Reading,
  told: { leaf(leaf: Leaf, layers: readonly Layer[]): void; summed?(header: Summed): void },
): readonly Layer[] {
  const context: Context = { esp }
  const first = unit.read(context)
  vendors.note(first.layers)
  const vendorIds = vendors.for(first.layers)
  const { tree, layers } = vendorIds?.size ? unit.read({ ...context, vendorIds }) : first
  walk(tree, unit.bytes, { ...told, leaf: leaf => told.leaf(leaf, layers) })
  return layers
}

/** Learns what is in a unit, without changing it. @param recorder is asked for every replacement and gives the same back */
export function learn(unit: Unit, reading: Reading, recorder: Replacements, hash: (leaf: Leaf, near: Near) => void): void {
  fieldsOf(unit, reading, {
    leaf(leaf, layers) {
      if (isNatHash(leaf)) hash(leaf, nearOf(layers))
      else made(leaf, reading, recorder)
    },
  })
}

/** The bytes that stand in for those of a unit. */
export function rewritten(unit: Unit, reading: Reading, to: Replacements): Uint8Array {
  const out = unit.bytes.slice()
  const headers: Summed[] = []
  const layers = fieldsOf(unit, reading, {
    leaf(leaf) {
      out.set(isNatHash(leaf) ? reading.nat.again(leaf, to) : made(leaf, reading, to), leaf.field.start)
    },
    summed: header => headers.push(header),
  })
  const around = new Map(layers.filter(layer => layer.kind === 'ip').map(ip => [ip.start, ip]))
  moveChecksums(headers, unit.bytes, out, header => {
    const ip = header ? around.get(header.start) : unit.ip
    return ip && (ip === unit.ip || ip.finalDestination) ? addresses(ip, to) : undefined
  })
  return out
}

function made(leaf: Leaf, reading: Reading, to: Replacements): Uint8Array {
  const { field, octets, inside, siblings } = leaf
  if (field.name === 'Encrypted or NULL payload') return reading.esp.isEncrypted(spiIn(siblings)) ? octets : to.noise(octets)
  if (field.name !== 'Fragment data' && field.name !== 'Fragment Data') return replacement(leaf, to)
  const ip = inside.includes('Quoted packet') ? firstPiece(siblings) : undefined
  return ip
    ? rewritten(
        datagramUnit(octets, 65535, ip, () => {}),
        reading,
        to,
      )
    : (reading.known.get(hex(octets)) ?? to.noise(octets))
}

function spiIn(siblings: readonly Field[]): number {
  return Number.parseInt(String(siblings.find(field => field.name === 'SPI')?.value), 16)
}

/** The header of a quoted first fragment, IPv4: what stands behind it is the beginning of a datagram. */
function firstPiece(siblings: readonly Field[]): Ip | undefined {
  const header = siblings.find(field => field.name === 'IPv4')?.children
  const value = (name: string) => header?.find(field => field.name === name)?.value
  const flags = header?.find(field => field.name === 'Flags and Fragment Offset')
  if (!header || (Number(flags?.value) & 0x1fff) !== 0) return undefined
  return {
    kind: 'ip',
    version: 4,
    source: String(value('Source Address')),
    destination: String(value('Destination Address')),
    protocol: Number(value('Protocol')),
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 0,
    trafficClass: 0,
    length: 0,
    start: 0,
    payloadStart: 0,
    payloadEnd: 0,
  }
}

function addresses(ip: Ip, to: Replacements): Addresses {
  const octets = [ip.source, ip.finalDestination ?? ip.destination].map(text => Uint8Array.from(addressOctets(text) ?? []))
  const joined = (all: readonly Uint8Array[]) => Uint8Array.from(all.flatMap(one => [...one]))
  return { before: joined(octets), after: joined(octets.map(one => (one.length ? to.address(one) : one))) }
}

function nearOf(layers: readonly Layer[]): Near {
  const ip = layers.findLast((layer): layer is Ip => layer.kind === 'ip')
  const ports = layers.findLast(layer => layer.kind === 'udp')
  const of = (text: string | undefined, port: number | undefined) => {
    const octets = text === undefined ? undefined : addressOctets(text)
    return octets ? [{ address: Uint8Array.from(octets), port: port ?? 500 }] : []
  }
  return [...of(ip?.source, ports?.sourcePort), ...of(ip?.destination, ports?.destinationPort)]
}
