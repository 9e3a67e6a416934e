import type { Datagram } from '../../dissectors/network/reassembly.ts'
import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from '../packets/packets.ts'
import type { IcmpError } from './icmpErrors.ts'

/**
 * Each error with the number of the packet that it quotes, where that was captured: an IKE packet was found when the
 * error came, an ESP or AH packet is looked up by SPI and sequence number, which no other packet has, and a fragment by
 * its identification and offset.
 */
export function quotedPackets(
  packets: Packets,
  errors: readonly IcmpError[],
  datagrams: readonly Datagram[] = [],
): [IcmpError, number | undefined][] {
  const pieces = errors.length ? piecesOf(datagrams) : new Map<string, number>()
  const flows = errors.some(e => e.quoted?.spi !== undefined) ? bySpi(packets) : new Map<string, number>()
  return errors.map(error => {
    const { about, quoted } = error
    if (about) return [error, about.packet]
    const piece = quoted?.identification && pieces.get(`${quoted.from} ${quoted.to} ${quoted.identification} ${quoted.fragmentOffset}`)
    if (piece && piece < error.packet) return [error, piece]
    if (quoted?.spi === undefined) return [error, undefined]
    const flow = flows.get(`${quoted.from} ${quoted.to} ${quoted.spi}`)
    return [error, flow === undefined ? undefined : find(packets, flow, quoted.sequence ?? 0, error)]
  })
}

/** Fragments by hosts, identification and offset; of a number used again the last. */
function piecesOf(datagrams: readonly Datagram[]): Map<string, number> {
  const all = new Map<string, number>()
  for (const { source, destination, identification, pieces } of datagrams) {
    for (const { packet, start } of pieces) all.set(`${source} ${destination} ${identification} ${start}`, packet)
  }
  return all
}

function bySpi(packets: Packets): Map<string, number> {
  const { flows } = packets
  const all = new Map<string, number>()
  for (let flow = 0; flow < flows.length && all.size < MOST_FLOWS; flow++) {
    const kind = flows.kind(flow)
    if (kind !== Kind.esp && kind !== Kind.ah && kind !== Kind.udpEncapsulatedEsp) continue
    all.set(`${flows.source(flow)} ${flows.destination(flow)} ${flows.selector(flow)}`, flow)
  }
  return all
}

/** Backwards from the flow's last packet; those behind the error are passed over. */
function find(packets: Packets, flow: number, sequence: number, error: IcmpError): number | undefined {
  const rows = packets.rowsOfFlow(flow)
  for (let i = rows.length - 1; i >= Math.max(0, rows.length - MOST_STEPS); i--) {
    const row = rows[i]!
    if (packets.sequence(row) === sequence && row < error.packet) return row + 1
  }
  return undefined
}

const MOST_FLOWS = 10_000
const MOST_STEPS = 100_000
