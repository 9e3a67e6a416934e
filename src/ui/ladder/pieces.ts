import type { Datagram, Report, Sighting } from '../../trace/report.ts'
import type { Piece } from './row.ts'

/** Which datagram each fragment of a trace belongs to, by packet number. */
export function datagramsByPacket(report: Report, trace: 0 | 1): ReadonlyMap<number, Datagram> {
  const map = new Map<number, Datagram>()
  for (const datagram of report.datagrams) if (datagram.trace === trace) for (const packet of datagram.packets) map.set(packet, datagram)
  return map
}

/** The packets of a message as pieces with their place in it: byte ranges of IP fragments, numbers of IKE fragments. */
export function pieces(
  sighting: Sighting,
  datagrams: ReadonlyMap<number, Datagram>,
): { readonly pieces: readonly Piece[]; readonly cutAs?: 'IP fragments' | 'IKE fragments' } {
  const inside = new Set(sighting.packets.map(packet => datagrams.get(packet)))
  const [only] = inside
  if (inside.size === 1 && only) return { pieces: ipFragments(sighting, only), cutAs: 'IP fragments' }
  const count = sighting.packets.length
  if (count < 2) return { pieces: [] }
  return { pieces: sighting.packets.map((packet, i) => ({ packet, label: `${i + 1}/${count}` })), cutAs: 'IKE fragments' }
}

function ipFragments(sighting: Sighting, datagram: Datagram): Piece[] {
  const all = sighting.packets.map((packet, i) => {
    const piece = datagram.pieces?.find(p => p.packet === packet)
    return { packet, start: piece?.start ?? i, label: piece ? range(piece.start, piece.end) : `piece ${i + 1}` }
  })
  const missing = datagram.missing.map(([start, end]) => ({ start, label: range(start, end) }))
  return [...all, ...(datagram.pieces ? missing : [])].sort((one, other) => one.start - other.start).map(({ start: _, ...piece }) => piece)
}

function range(start: number, end: number): string {
  return Number.isFinite(end) ? `${start}–${end - 1}` : `from ${start}`
}
