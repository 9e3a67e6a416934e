import type { Datagram, Report, Sighting } from '../../trace/report.ts'
import type { Piece } from './row.ts'

/** Which datagram each fragment of a trace belongs to, by packet number. */
export function datagramsByPacket(report: Report, trace: 0 | 1): ReadonlyMap<number, Datagram> {
  const map = new Map<number, Datagram>()
  for (const datagram of report.datagrams) if (datagram.trace === trace) for (const packet of datagram.packets) map.set(packet, datagram)
  return map
}

/** The packets of a message as pieces with their place in it: byte ranges of IP fragments, numbers of IKE fragments, once all are here. */
export function pieces(
  sighting: Sighting,
  datagrams: ReadonlyMap<number, Datagram>,
): { readonly pieces: readonly Piece[]; readonly cutAs?: 'IP fragments' | 'IKE fragments' } {
  const inside = new Set(sighting.packets.map(packet => datagrams.get(packet)))
  const [only] = inside
  if (inside.size === 1 && only) return { pieces: ipFragments(sighting, only), cutAs: 'IP fragments' }
  const count = sighting.packets.length
  if (count < 2) return { pieces: [] }
  const label = (i: number) => (sighting.complete ? `${i + 1}/${count}` : UNNUMBERED)
  return { pieces: sighting.packets.map((packet, i) => ({ packet, label: label(i) })), cutAs: 'IKE fragments' }
}

/** An IKE fragment of a message that is not whole: which one of how many is not told. */
export const UNNUMBERED = 'fragment'

/** Whether a capture has it: with both ends, either. */
export function isHere({ packet, other }: Pick<Piece, 'packet' | 'other'>): boolean {
  return packet !== undefined || other !== undefined
}

function ipFragments(sighting: Sighting, datagram: Datagram): Piece[] {
  const all = sighting.packets.map((packet, i): Piece & { start: number } => {
    const piece = datagram.pieces?.find(p => p.packet === packet)
    return piece
      ? { packet, start: piece.start, label: range(piece.start, piece.end), span: [piece.start, piece.end] }
      : { packet, start: i, label: `piece ${i + 1}` }
  })
  const missing = datagram.missing.map(([start, end]) => ({ start, label: range(start, end), span: [start, end] as const }))
  return [...all, ...(datagram.pieces ? missing : [])].sort((one, other) => one.start - other.start).map(({ start: _, ...piece }) => piece)
}

/** Bytes of a datagram in words. @param end infinite where it is not known */
export function range(start: number, end: number): string {
  return Number.isFinite(end) ? `${start}–${end - 1}` : `from ${start}`
}

/** Bytes of the datagram whose pieces these are, and how many of them are here; undefined where the end is not known. */
export function bytesOf(pieces: readonly Piece[]): { readonly all: number; readonly here: number } | undefined {
  const spans = pieces.flatMap(piece => (piece.span ? [{ span: piece.span, here: isHere(piece) }] : []))
  const all = Math.max(0, ...spans.map(({ span }) => span[1]))
  if (spans.length < pieces.length || all === 0 || !Number.isFinite(all)) return undefined
  let [here, until] = [0, 0]
  for (const { span } of spans.filter(one => one.here).sort((one, other) => one.span[0] - other.span[0])) {
    here += Math.max(0, span[1] - Math.max(until, span[0]))
    until = Math.max(until, span[1])
  }
  return { all, here }
}
