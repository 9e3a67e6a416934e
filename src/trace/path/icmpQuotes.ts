import type { Datagram } from '../../dissectors/network/reassembly.ts'
import { Kind } from '../../dissectors/sort.ts'
import type { Packets } from '../packets/packets.ts'
import type { IcmpError, Quoted } from './icmpErrors.ts'

/**
 * Each error with the number of the packet that it quotes, where that was captured: an IKE packet was found when the
 * error came, an ESP or AH packet is looked up by SPI and sequence number, which no other packet has, a fragment by
 * its identification and offset, and ESP in UDP of which no more than the ports came back by its identification, else by its length.
 */
export function quotedPackets(
  packets: Packets,
  errors: readonly IcmpError[],
  datagrams: readonly Datagram[] = [],
): [IcmpError, number | undefined][] {
  const pieces = errors.length ? piecesOf(datagrams) : new Map<string, number>()
  const flows = errors.some(e => e.quoted?.spi !== undefined) ? bySpi(packets) : new Map<string, number>()
  const inUdp = errors.some(isInUdp) ? encapsulated(packets) : new Map<string, number[]>()
  return errors.map(error => {
    const { about, quoted } = error
    if (about) return [error, about.packet]
    const piece = quoted?.identification && pieces.get(`${quoted.from} ${quoted.to} ${quoted.identification} ${quoted.fragmentOffset}`)
    if (piece && packets.rank(piece) < packets.rank(error.packet)) return [error, piece]
    if (quoted && isInUdp(error)) {
      const is = (row: number) => isQuoted(packets, row, quoted)
      const among = inUdp.get(`${quoted.from} ${quoted.to}`) ?? []
      return [error, last(among.flatMap(flow => find(packets, flow, is, error, MOST_STEPS / among.length) ?? []))]
    }
    if (quoted?.spi === undefined) return [error, undefined]
    const flow = flows.get(`${quoted.from} ${quoted.to} ${quoted.spi}`)
    return [error, flow === undefined ? undefined : find(packets, flow, row => packets.sequence(row) === (quoted.sequence ?? 0), error)]
  })
}

/** Too little came back to say whose packet it was, and its ports are those that ESP goes between in UDP. */
function isInUdp({ quoted }: IcmpError): boolean {
  return quoted !== undefined && quoted.spi === undefined && (quoted.sourcePort === 4500 || quoted.destinationPort === 4500)
}

function isQuoted(packets: Packets, row: number, { identification = 0, length }: Quoted): boolean {
  return packets.identification(row) === identification && packets.ipLength(row) === length
}

function last(rows: readonly number[]): number | undefined {
  return rows.length > 0 ? Math.max(...rows) : undefined
}

/** Flows of ESP in UDP by their hosts. */
function encapsulated({ flows }: Packets): Map<string, number[]> {
  const all = new Map<string, number[]>()
  for (let flow = 0; flow < Math.min(flows.length, MOST_FLOWS); flow++) {
    if (flows.kind(flow) !== Kind.udpEncapsulatedEsp) continue
    const hosts = `${flows.source(flow)} ${flows.destination(flow)}`
    const among = all.get(hosts)
    if (among) among.push(flow)
    else all.set(hosts, [flow])
  }
  return all
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
function find(packets: Packets, flow: number, is: (row: number) => boolean, error: IcmpError, steps = MOST_STEPS): number | undefined {
  const rows = packets.rowsOfFlow(flow)
  for (let i = rows.length - 1; i >= Math.max(0, rows.length - steps); i--) {
    const row = rows[i]!
    if (packets.place(row) < packets.place(error.packet - 1) && is(row)) return row + 1
  }
  return undefined
}

const MOST_FLOWS = 10_000
const MOST_STEPS = 100_000
