import { fieldAt } from '../dissectors/field.ts'
import type { Icmp, Ip, Layer, Tcp, Udp } from '../dissectors/layer.ts'
import { packet } from '../dissectors/packet.ts'
import type { Heard, Hearing, Shield } from '../trace/baseline/heard.ts'
import { isOfApplication, isProtected } from '../trace/packets/kinds.ts'
import { type Carrier, carrierOf, copiesOf } from './carrier.ts'
import { knownFor } from './known.ts'
import { lifted } from './lifted.ts'
import type { Root } from './protocol.ts'
import type { Reading } from './reading.ts'
import { ipDatagram } from './reassembled.ts'
import { windows } from './windows.ts'

/** Packets that are read, and octets of applications that are kept of one trace. */
const MOST_READ = 500_000
const MOST_KEPT = 32 << 20

/** Everything that applications said in a trace and that can be read: in the clear, under ESP or AH, and as copies. */
export async function hearing(reading: Reading): Promise<Hearing> {
  const { packets, datagrams } = reading.trace
  const copies = copiesOf(reading.trace)
  const wholes = new Map<number, readonly number[]>()
  for (const { complete, pieces } of datagrams.reassembly.datagrams) {
    const numbers = [...new Set(pieces.map(piece => piece.packet))].sort((a, b) => a - b)
    if (complete) wholes.set(numbers.at(-1)!, numbers)
  }
  const heard: Heard[] = []
  const room = { octets: MOST_KEPT }
  let closed = 0
  let read = 0
  for await (const window of windows(reading, 0, packets.length)) {
    for (let row = window.from; row < window.to; row++) {
      const kind = packets.kind(row)
      const pieces = wholes.get(row + 1)
      if (isProtected[kind] !== 1 && isOfApplication[kind] !== 1 && !pieces) continue
      if (read++ >= MOST_READ) return { heard, closed, until: row }
      const opened = pieces ? await ofPieces(reading, row) : ofPacket(reading, row, window.bytes(row))
      const carrier = copies?.has(row) ? carrierOf(reading.trace, copies, row) : undefined
      const one = opened && application(reading, pieces ?? [row + 1], opened, carrier, room)
      if (one) heard.push(one)
      else if (opened && isProtected[kind] === 1 && isClosed(opened.layers)) closed++
    }
  }
  return { heard, closed }
}

/** A packet read to its inside: the offsets of its last layers count in `bytes`. */
interface Inside {
  readonly layers: readonly Layer[]
  readonly bytes: Uint8Array
  readonly tree?: Root['tree']
}

function ofPacket(reading: Reading, row: number, bytes: Uint8Array): Inside {
  const { packets } = reading.trace
  const context = knownFor(reading, row)
  const facts = packet(bytes, packets.original(row), packets.linkType(row), { ...context, factsOnly: true })
  const isShielded = isProtected[packets.kind(row)] === 1
  if (!isShielded || !(reading.keys || facts.layers.some(({ kind }) => kind === 'icmp'))) return { layers: facts.layers, bytes }
  const whole = packet(bytes, packets.original(row), packets.linkType(row), context)
  const root = lifted('As captured', bytes, whole.tree).at(-1)!
  return { layers: whole.layers, bytes: root.bytes, tree: root.tree }
}

async function ofPieces(reading: Reading, row: number): Promise<Inside | undefined> {
  const datagram = await ipDatagram(reading, row + 1)
  const root = datagram?.roots.at(-1)
  return datagram && root && { layers: datagram.layers, bytes: root.bytes, tree: root.tree }
}

function isClosed(layers: readonly Layer[]): boolean {
  return layers.at(-1)?.kind === 'esp'
}

function application(
  { trace: { packets } }: Reading,
  numbers: readonly number[],
  inside: Inside,
  carrier: Carrier | undefined,
  room: { octets: number },
): Heard | undefined {
  const { layers } = inside
  const at = layers.findLastIndex(({ kind }) => kind === 'ip')
  const behind = layers.findLastIndex(({ kind }) => kind === 'ip' || kind === 'esp' || kind === 'ah') + 1
  const [outer, ip] = [layers.find((layer): layer is Ip => layer.kind === 'ip'), layers[at] as Ip | undefined]
  const said = layers.slice(behind).findLast(isTransport)
  if (!ip || !outer || !said || layers.some(({ kind }) => kind === 'ike' || kind === 'ikeUnread' || kind === 'keepalive')) return undefined
  const shield = carrier ? 'copy' : shieldOf(layers)
  const transport = transportOf(said, ip, layers, inside)
  if (!transport) return undefined
  const { start, ...rest } = transport
  const payload = kept(inside.bytes, start, rest.length, room)
  const row = numbers.at(-1)! - 1
  const wire = numbers.reduce((sum, number) => sum + (packets.ipLength(number - 1) || packets.original(number - 1)), 0)
  return {
    ...rest,
    packets: numbers,
    time: packets.time(row),
    wire: Math.max(wire, carrier?.wire ?? 0),
    shield,
    source: ip.source,
    destination: ip.destination,
    outer: carrier?.hosts ?? [outer.source, outer.destination],
    identification: ip.identification ?? 0,
    ...(payload ? { payload } : {}),
  }
}

function isTransport(layer: Layer): layer is Udp | Tcp | Icmp {
  return layer.kind === 'udp' || layer.kind === 'tcp' || layer.kind === 'icmp'
}

function shieldOf(layers: readonly Layer[]): Shield {
  const esp = layers.filter(layer => layer.kind === 'esp')
  if (esp.length > 0) return esp.some(({ decrypted }) => decrypted) ? 'esp-decrypted' : 'esp-null'
  return layers.some(({ kind }) => kind === 'ah') ? 'ah' : 'none'
}

type Transport = Pick<
  Heard,
  'protocol' | 'sourcePort' | 'destinationPort' | 'sequence' | 'acknowledgment' | 'flags' | 'length' | 'says'
> & {
  readonly start: number
}

function transportOf(said: Udp | Tcp | Icmp, ip: Ip, layers: readonly Layer[], inside: Inside): Transport | undefined {
  if (said.kind === 'icmp') return ping(said, ip, inside)
  const { sourcePort, destinationPort, payloadStart: start } = said
  const dns = layers.find(layer => layer.kind === 'dns')
  const named = layers.find(layer => layer.kind === 'application')
  const says = dns?.question ? `DNS ${dns.question}` : named ? `${named.name} ${named.says}` : undefined
  const ports = { sourcePort, destinationPort, start, ...(says === undefined ? {} : { says }) }
  if (said.kind === 'udp')
    return { ...ports, protocol: 'udp', sequence: dns?.id ?? 0, acknowledgment: 0, flags: 0, length: Math.max(0, said.length - 8) }
  const { sequence, acknowledgment, flags, payloadLength } = said
  return { ...ports, protocol: 'tcp', sequence, acknowledgment, flags, length: payloadLength }
}

/** Echo and its reply; how long the data is only the tree knows where ESP stands around it. RFC 792, RFC 4443 §4. */
function ping({ version, type, identifier = 0, sequence = 0 }: Icmp, ip: Ip, { tree }: Inside): Transport | undefined {
  const asks = version === 4 ? type === 8 : type === 128
  if (!asks && !(version === 4 ? type === 0 : type === 129)) return undefined
  const data = tree && (fieldAt(tree, 'ICMP/Data') ?? fieldAt(tree, 'ICMPv6/Data'))
  const [start, end] = data ? [data.start, data.end] : [ip.payloadStart + 8, ip.payloadEnd]
  return {
    ...{ protocol: 'ping', sourcePort: identifier, destinationPort: identifier, sequence, acknowledgment: 0, flags: asks ? 0 : 1 },
    ...{ start, length: Math.max(0, end - start), says: `ping ${sequence}` },
  }
}

/** A copy of its own, for the bytes that were read go. */
function kept(bytes: Uint8Array, start: number, length: number, room: { octets: number }): Uint8Array | undefined {
  if (start + length > bytes.length || length > room.octets) return undefined
  room.octets -= length
  return bytes.slice(start, start + length)
}
