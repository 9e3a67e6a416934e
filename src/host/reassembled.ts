import type { Cursor } from '../dissectors/cursor.ts'
import { IkeFragments } from '../dissectors/ike/fragments.ts'
import { ike } from '../dissectors/ike/message.ts'
import type { Ip, Layer } from '../dissectors/layer.ts'
import { ipProtocol } from '../dissectors/network/protocols.ts'
import { isFragment, Reassembly } from '../dissectors/network/reassembly.ts'
import { dissect, packet } from '../dissectors/packet.ts'
import { datagramOf } from '../trace/trace.ts'
import { ikeFragmentsOf } from './companions.ts'
import { joinedFragments } from './joinedFragments.ts'
import { knownFor } from './known.ts'
import { lifted } from './lifted.ts'
import type { Root } from './protocol.ts'
import { packetBytes, type Reading } from './reading.ts'

// What a packet became part of. The trace only knows which packets belong together; their bytes are read from the file
// again and put together by the same code that did it while reading.

/** A packet read again. */
interface Again {
  readonly number: number
  readonly bytes: Uint8Array
  readonly layers: readonly Layer[]
}

/** The datagram and the IKE message that a packet is a piece of, as far as they are here. RFC 791 §3.2, RFC 7383. */
export async function reassembled(reading: Reading, number: number, layers: readonly Layer[]): Promise<Root[]> {
  const roots: Root[] = []
  let inside = layers
  if (fragmentOf(layers)) {
    const datagram = await ipDatagram(reading, number)
    if (datagram) {
      roots.push(...datagram.roots)
      inside = datagram.layers
    }
  }
  const message = reading.trace.tcp.of(number)
  if (message) {
    const { tree } = dissect(message.bytes, message.bytes.length, (c, layers) => ike(c, layers, true))
    roots.push({ title: 'Reassembled from TCP segments', bytes: message.bytes, tree, pieces: message.pieces })
  }
  if (inside.some(layer => isIkePiece(layer, 'fragment'))) roots.push(...(await ikeMessage(reading, number)))
  else if (reading.keys && inside.some(layer => isIkePiece(layer, 'skf'))) {
    const joined = await joinedFragments(reading, ikeFragmentsOf(reading.trace, number))
    if (joined) roots.push(joined.root)
  }
  return roots
}

/** The datagram that a packet is a piece of, read again and put together: its roots, and the layers of all that is in it. */
export async function ipDatagram(reading: Reading, number: number): Promise<{ roots: Root[]; layers: readonly Layer[] } | undefined> {
  const known = datagramOf(reading.trace, number)
  if (!known) return undefined
  const reassembly = new Reassembly({ timeout: 120 })
  let header: Ip | undefined
  let datagram: ReturnType<Reassembly['add']> | undefined
  for await (const { number: packet, bytes, layers } of again(
    reading,
    known.pieces.map(piece => piece.packet),
  )) {
    const ip = fragmentOf(layers)
    if (!ip) continue
    header ??= ip
    // Without times: that the pieces belong together was decided when they were read.
    datagram = reassembly.add(ip, bytes, packet, 0)
  }
  const bytes = datagram?.bytes ?? datagram?.prefix()
  if (!datagram || !header || !bytes) return undefined
  const length = Math.max(datagram.length ?? datagram.announced ?? 0, bytes.length)
  const ip: Ip = {
    ...header,
    protocol: datagram.protocol,
    moreFragments: false,
    fragmentOffset: 0,
    start: 0,
    payloadStart: 0,
    payloadEnd: length,
  }
  const read = (c: Cursor, layers: Layer[]) => {
    layers.push(ip)
    ipProtocol(ip.protocol)(c, layers)
  }
  const { tree, layers } = dissect(bytes, length, read, knownFor(reading, number - 1))
  const pieces = datagram.pieces.map(({ packet, start, end }) => ({ packet, start, end }))
  const [whole, ...others] = lifted(datagram.complete ? 'Reassembled' : 'Reassembled as far as it came', bytes, tree)
  return { roots: [{ ...whole!, pieces }, ...others], layers }
}

async function ikeMessage(reading: Reading, number: number): Promise<Root[]> {
  const fragments = new IkeFragments()
  for await (const { number: packet, layers } of again(reading, ikeFragmentsOf(reading.trace, number))) {
    const piece = layers.find(layer => layer.kind === 'ike')
    const whole = piece?.kind === 'ike' ? fragments.add(piece.message, '', packet, 0) : undefined
    if (!whole?.bytes) continue
    const { tree } = dissect(whole.bytes, whole.bytes.length, (c, layers) => ike(c, layers), reading.keys)
    let end = whole.headerMade ? 28 : 0
    const pieces = whole.set.inOrder.map(({ packet, length }) => {
      const start = end
      end += length
      return { packet, start, end }
    })
    const [root, ...others] = lifted('Reassembled from IKE fragments', whole.bytes, tree)
    return [{ ...root!, pieces }, ...others]
  }
  return []
}

async function* again(reading: Reading, numbers: readonly number[]): AsyncGenerator<Again> {
  const { packets } = reading.trace
  for (const number of numbers) {
    const bytes = await packetBytes(reading, number - 1)
    yield { number, bytes, layers: packet(bytes, packets.original(number - 1), packets.linkType(number - 1)).layers }
  }
}

function fragmentOf(layers: readonly Layer[]): Ip | undefined {
  return layers.find((layer): layer is Ip => layer.kind === 'ip' && isFragment(layer))
}

function isIkePiece(layer: Layer, kind: 'fragment' | 'skf'): boolean {
  return layer.kind === 'ike' && layer.message.payloads.some(payload => payload.kind === kind)
}
