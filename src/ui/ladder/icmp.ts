import { ordinal } from '../../text/figures.ts'
import { isRefusal } from '../../trace/path/icmpMeaning.ts'
import type { IcmpError } from '../../trace/report.ts'
import { contextName } from './context.ts'
import { directionOf } from './direction.ts'
import type { HostPair } from './hostPairs.ts'
import { packetsIn } from './layout.ts'
import type { BandRow, End, IcmpRow, MessageRow, Piece, Row } from './row.ts'

/**
 * Adds the ICMP errors between two hosts to their rows, each tied to the row whose packet it quotes. A copy that was
 * refused is drawn so. RFC 792, RFC 4443.
 */
export function icmpRows(rows: readonly Row[], pair: HostPair): Row[] {
  if (pair.icmpErrors.length === 0) return [...rows]
  const byPacket = new Map<number, Row>()
  for (const row of rows) if (row.kind === 'message') for (const packet of row.packets) byPacket.set(packet, row)
  const bands = rows.filter(row => row.kind === 'band')
  const refused = new Map<string, Refusal>()
  const errors = pair.icmpErrors.map(error => {
    const { quotes } = error
    const quoted = byPacket.get(quotes?.packet ?? -1) ?? bandOf(bands, error, pair)
    const refuses = isRefusal(error)
    if (quoted && refuses && quoted.kind === 'message') refused.set(quoted.id, refusalOf(error, refused.get(quoted.id)))
    return {
      kind: 'icmp',
      id: `icmp ${error.packet}`,
      time: error.time,
      packets: [error.packet],
      ...(quoted?.negotiation === undefined ? {} : { negotiation: quoted.negotiation }),
      error,
      ...(error.from === pair.left ? { from: 'left' } : error.from === pair.right ? { from: 'right' } : {}),
      to:
        error.to === pair.right || (error.to !== pair.left && quotes && directionOf(quotes.from, quotes.to, pair) === 'right')
          ? 'right'
          : 'left',
      refuses,
      ...(quoted
        ? { quotes: quoted.id, ...(quoted.kind === 'message' ? { after: error.time - quoted.time } : {}), ...quotedAs(quoted) }
        : quotedUnseen(error)),
    } as IcmpRow
  })
  const marked = rows.map(row => {
    const refusal = row.kind === 'message' && row.end === 'unknown' ? refused.get(row.id) : undefined
    return row.kind === 'message' && refusal ? refusedRow(row, refusal, 'unknown') : row
  })
  return [...marked, ...errors].sort((one, other) => one.time - other.time)
}

/** Who refused a message, and which of its packets. */
export interface Refusal {
  readonly by: 'host' | 'network'
  readonly packets: readonly number[]
}

/** What an error says of the message that it quotes. @param before what an earlier error said of it */
export function refusalOf({ from, quotes }: IcmpError, before?: Refusal): Refusal {
  const packets = [...(before?.packets ?? []), ...(quotes?.packet === undefined ? [] : [quotes.packet])]
  return { by: from === quotes?.to ? 'host' : 'network', packets }
}

/** A message that was refused. On the way only that piece of it was which the error quotes. @param other what became of the others, where nothing tells */
export function refusedRow(row: MessageRow, { by, packets }: Refusal, other?: End): MessageRow {
  const pieces = by === 'host' ? row.pieces : row.pieces.map(piece => pieceRefused(piece, packets, other))
  return { ...row, end: 'refused', refusedBy: by, pieces }
}

function pieceRefused(piece: Piece, packets: readonly number[], other: End | undefined): Piece {
  if (piece.packet === undefined) return piece
  if (packets.includes(piece.packet)) return { ...piece, end: 'refused' }
  return other === undefined ? piece : { ...piece, end: piece.end ?? other }
}

/** The band that a quoted packet of ESP or AH belongs to: by its SPI, else when only one can be it. */
export function bandOf(
  bands: readonly BandRow[],
  { trace, quotes }: IcmpError,
  hosts: Pick<HostPair, 'left' | 'right'>,
): BandRow | undefined {
  if (!quotes) return undefined
  const { spi, packet } = quotes
  const from = directionOf(quotes.from, quotes.to, hosts)
  const sent = bands.filter(row => row.from === from)
  if (spi !== undefined) return sent.find(row => row.flow.spi === spi)
  if (packet === undefined) return undefined
  const around = sent.filter(row => {
    const packets = packetsIn(row, trace)
    return packets[0]! <= packet && packet <= packets.at(-1)!
  })
  return around.length === 1 ? around[0] : undefined
}

/** What an error quotes, by its name: `MM5, 1st copy`; `ESP c0ffee01, sequence 4`. */
export function quotedAs(row: Row): { readonly quoted?: string } {
  switch (row.kind) {
    case 'message':
      return { quoted: row.copies > 1 ? `${row.message.name}, ${ordinal(row.copy)} copy` : row.message.name }
    case 'single':
      return { quoted: [row.name, ...row.says.slice(0, 2)].join(' ') }
    case 'context':
      return { quoted: contextName(row.run) }
    case 'band':
      return { quoted: `${row.flow.protocol.toUpperCase()} ${row.flow.spi}` }
    default:
      return {}
  }
}

/** Of a packet that no row stands for: the SA it is of, or where it was sent to. */
export function quotedUnseen({ quotes }: IcmpError): { readonly quoted?: string } {
  if (quotes?.spi !== undefined) return { quoted: `a packet of SPI ${quotes.spi}` }
  const transport = transports[quotes?.protocol ?? -1]
  if (!transport) return {}
  return { quoted: `a ${transport} packet${quotes?.ports ? ` to port ${quotes.ports[1]}` : ''}` }
}

const transports: Readonly<Record<number, string>> = { 1: 'ping', 6: 'TCP', 17: 'UDP', 58: 'ping' }
