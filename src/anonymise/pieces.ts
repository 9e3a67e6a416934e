import { IkeFragments } from '../dissectors/ike/fragments.ts'
import type { Ip, Layer } from '../dissectors/layer.ts'
import { isFragment, Reassembly } from '../dissectors/network/reassembly.ts'
import { packet } from '../dissectors/packet.ts'
import { hex } from '../dissectors/text.ts'
import type { Kept } from './packets.ts'
import { datagramUnit, messageUnit, type Unit } from './unit.ts'

// What was cut into pieces is put together, replaced as a whole and cut again at the same places: IP datagrams, and IKEv1
// messages in fragment payloads. A piece whose beginning is missing is looked for among the pieces of the other file; one that
// is nowhere whole becomes noise.

/** What a packet brought of something larger. */
interface Piece {
  readonly octets: Uint8Array
  /** Where it lies in what it is a piece of; undefined: its whole is not here. */
  at?: number
}

/** What stands in for pieces that were part of a whole, by their octets in hex; shared by all files. */
export type KnownPieces = Map<string, Uint8Array>

/** What the pieces of one file make up. Once such a unit was put, `known` has what stands in for its pieces. */
export function wholesOf(packets: readonly Kept[], known: KnownPieces): Unit[] {
  const reassembly = new Reassembly({ timeout: 120, bytes: Number.MAX_SAFE_INTEGER, datagrams: 1e9, pieces: 1e9 })
  const messages = new IkeFragments()
  const all = new Map<number, Piece>()
  const headers = new Map<object, Ip>()
  const units: Unit[] = []
  const start = packets[0]?.seconds ?? 0
  const put = (pieces: readonly Piece[], whole: Uint8Array, made: Uint8Array) => {
    for (const piece of pieces) {
      const [from, to] = [piece.at!, piece.at! + piece.octets.length]
      if (to > whole.length || !same(whole.subarray(from, to), piece.octets)) continue
      known.set(hex(piece.octets), made.slice(from, to))
    }
  }
  packets.forEach(({ bytes, original, linkType, seconds }, i) => {
    if (linkType < 0) return
    const { layers } = packet(bytes, original, linkType, { factsOnly: true })
    const time = Number.isNaN(seconds) ? 0 : seconds - start
    const ip = layers.find((layer): layer is Ip => layer.kind === 'ip' && isFragment(layer))
    if (ip) {
      const end = Math.min(bytes.length, ip.payloadEnd)
      if (end <= ip.payloadStart) return
      all.set(i, { octets: bytes.subarray(ip.payloadStart, end) })
      const datagram = reassembly.add(ip, bytes, i, time)
      if (!headers.has(datagram) || ip.fragmentOffset === 0) headers.set(datagram, ip)
      return
    }
    pieceOfMessage(i, layers, time)
  })
  for (const datagram of reassembly.datagrams) {
    const bytes = datagram.bytes ?? datagram.prefix()
    const ip = headers.get(datagram)
    if (!bytes?.length || !ip) continue
    const pieces = datagram.pieces.flatMap(({ packet, start }) => {
      const piece = all.get(packet)
      return piece ? [Object.assign(piece, { at: start })] : []
    })
    units.push(
      datagramUnit(bytes, Math.max(bytes.length, datagram.length ?? datagram.announced ?? 65535), ip, made => put(pieces, bytes, made)),
    )
  }
  return units

  function pieceOfMessage(i: number, layers: readonly Layer[], time: number): void {
    const ike = layers.find(layer => layer.kind === 'ike')
    const part = ike?.message.payloads.find(payload => payload.kind === 'fragment')
    if (!ike || !part || part.data.length === 0) return
    const from = layers.find((layer): layer is Ip => layer.kind === 'ip')?.source ?? ''
    all.set(i, { octets: part.data })
    const whole = messages.add(ike.message, from, i, time)
    if (!whole?.bytes) return
    let at = whole.headerMade ? 28 : 0
    const pieces = whole.packets.map(packet => {
      const piece = { ...all.get(packet)!, at }
      at += piece.octets.length
      return piece
    })
    const joined = whole.bytes
    units.push(messageUnit(joined, made => put(pieces, joined, made)))
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i])
}
