import { Kind } from '../../dissectors/sort.ts'
import type { Seconds } from '../model.ts'
import { isProtected } from '../packets/kinds.ts'
import type { Packets } from '../packets/packets.ts'
import type { CarriedFlow } from '../path/datagrams.ts'
import type { Trace } from '../trace.ts'
import { turnedRound } from './backwards.ts'
import type { CipherVerdict } from './ciphers.ts'
import { flowCipher } from './flowCipher.ts'
import { columnsOf, type FlowColumns } from './flowColumns.ts'
import { type IsOneSa, oneSa } from './oneSa.ts'
import { analyse, type Sequences } from './sequence.ts'
import { flowsUnder, type SpiWay } from './spiWay.ts'

// ESP and AH, one flow per SPI, sender and receiver. Most packets are rows of the table; those that the sender's IP or a
// router cut up were put together elsewhere and join here, or a healthy flow would seem to lose every large packet.

/** Protected packets of one SPI in one direction. RFC 4303 §2, RFC 4302 §2. */
export interface Flow extends Sequences {
  readonly kind: 'esp' | 'ah'
  readonly udpEncapsulated: boolean
  /** In a TCP connection, RFC 9329: it loses nothing, so gaps are the capture's. */
  readonly tcpEncapsulated: boolean
  readonly spi: number
  readonly source: string
  readonly destination: string
  /** Bytes on the wire. */
  readonly bytes: number
  readonly firstPacket: number
  readonly lastPacket: number
  readonly firstTime: Seconds
  readonly lastTime: Seconds
  /** Packets that came in IP fragments. */
  readonly fragmented: number
  /** Its packets have the numbers written backwards (backwards.ts); told are those that are meant. */
  readonly backwards: boolean
  readonly cipher: CipherVerdict
}

/** Flows analysed one by one; a flood of SPIs beyond is only counted. */
export const MOST_FLOWS = 10_000

/** All ESP and AH flows in the order of their first packets; of more than `MOST_FLOWS` those with the most packets. */
export function flowsOf({ packets, datagrams, negotiations }: Pick<Trace, 'packets' | 'datagrams' | 'negotiations'>): {
  flows: Flow[]
  more: number
} {
  const table = packets.flows
  const candidates: number[] = []
  for (let flow = 0; flow < table.length; flow++) if (isProtected[table.kind(flow)] === 1) candidates.push(flow)
  const chosen = candidates.length > MOST_FLOWS ? mostPackets(candidates, flow => table.packets(flow)) : candidates
  const rest = new Map(datagrams.flows)
  const raw = chosen.map(index => wholeOnes(packets, index, rest))
  for (const one of [...rest.values()].slice(0, MOST_FLOWS)) raw.push(inPiecesOnly(datagrams, one))
  const bySpi = new Map<number, RawFlow[]>()
  for (const one of raw) bySpi.set(one.what.spi, [...(bySpi.get(one.what.spi) ?? []).slice(-MOST_SIBLINGS), one])
  const isOneSa = oneSa(negotiations)
  const flows = raw.map(one => flowOf(packets, one, siblings([one], bySpi.get(one.what.spi)!, isOneSa)))
  flows.sort((a, b) => packets.rank(a.firstPacket) - packets.rank(b.firstPacket))
  return { flows, more: candidates.length - chosen.length + Math.max(0, rest.size - MOST_FLOWS) }
}

/** Numbers of one SA in one direction, in file order with their rows, and those that it has from or to other addresses. */
export interface NumbersOfSa {
  readonly rows: Uint32Array
  readonly sequences: Uint32Array
  readonly elsewhere: readonly Uint32Array[]
}

/** The numbers of one SPI in one direction, by themselves of ESP and of AH. */
export function numbersOf(
  { packets, datagrams, negotiations }: Pick<Trace, 'packets' | 'datagrams' | 'negotiations'>,
  way: SpiWay,
): NumbersOfSa[] {
  const rest = new Map([...datagrams.flows].filter(([, one]) => one.spi === way.spi))
  const all = flowsUnder(packets, way.spi).map(index => wholeOnes(packets, index, rest))
  for (const one of rest.values()) all.push(inPiecesOnly(datagrams, one))
  const isOneSa = oneSa(negotiations)
  return (['esp', 'ah'] as const).flatMap(kind => {
    const own = all.filter(({ what }) => what.kind === kind && what.source === way.source && what.destination === way.destination)
    return own.length === 0 ? [] : [{ ...inFileOrder(own), elsewhere: siblings(own, all, isOneSa) }]
  })
}

/** What tells one flow from another. */
export type FlowKey = Pick<Flow, 'kind' | 'udpEncapsulated' | 'tcpEncapsulated' | 'spi' | 'source' | 'destination'>

/** The same text for flows of which all of that is the same. */
export function keyOf({ kind, udpEncapsulated, tcpEncapsulated, spi, source, destination }: FlowKey): string {
  return `${kind} ${udpEncapsulated} ${tcpEncapsulated} ${spi} ${source} ${destination}`
}

function mostPackets(flows: number[], count: (flow: number) => number): number[] {
  const sorted = flows.toSorted((a, b) => count(b) - count(a) || a - b)
  return sorted.slice(0, MOST_FLOWS).sort((a, b) => a - b)
}

type OfTable = Pick<FlowColumns, 'rows' | 'sequences' | 'backwards'>

interface RawFlow {
  readonly what: FlowKey
  readonly cipher: CipherVerdict
  readonly rows: Uint32Array
  readonly sequences: Uint32Array
  readonly backwards: boolean
  readonly bytes: number
  readonly fragmented: number
}

/** @param rest flows in pieces, of which its own is taken out */
function wholeOnes(packets: Packets, index: number, rest: Map<string, CarriedFlow>): RawFlow {
  const { flows } = packets
  const what = {
    kind: flows.kind(index) === Kind.ah ? 'ah' : 'esp',
    udpEncapsulated: flows.kind(index) === Kind.udpEncapsulatedEsp,
    tcpEncapsulated: false,
    spi: flows.selector(index),
    source: flows.source(index),
    destination: flows.destination(index),
  } as const
  const inPieces = rest.get(keyOf(what))
  rest.delete(keyOf(what))
  return rawFlow(what, flowCipher(packets, index), columnsOf(packets, index), flows.bytes(index), inPieces)
}

function inPiecesOnly(datagrams: Trace['datagrams'], one: CarriedFlow): RawFlow {
  return rawFlow(one, datagrams.cipher(one), NOTHING, 0, one)
}

function rawFlow(what: FlowKey, cipher: CipherVerdict, ofTable: OfTable, bytes: number, inPieces: CarriedFlow | undefined): RawFlow {
  const both = bytes + (inPieces?.bytes ?? 0)
  const { backwards } = ofTable
  return { what, cipher, ...merged(ofTable, inPieces), backwards, bytes: both, fragmented: inPieces?.packets.length ?? 0 }
}

function flowOf(packets: Packets, raw: RawFlow, elsewhere: readonly Uint32Array[]): Flow {
  const { what, cipher, rows, sequences, backwards, bytes, fragmented } = raw
  const first = rows[0] ?? 0
  const last = rows.at(-1) ?? 0
  const { kind, udpEncapsulated, tcpEncapsulated, spi, source, destination } = what
  return {
    firstPacket: first + 1,
    lastPacket: last + 1,
    firstTime: packets.time(first),
    lastTime: packets.time(last),
    ...{ kind, udpEncapsulated, tcpEncapsulated, spi, source, destination, bytes, fragmented, backwards, cipher },
    ...analyse(packets, rows, sequences, elsewhere),
  }
}

/** Numbers of the same SA from or to other addresses: the peer moved, or a NAT changed its mind. RFC 4555 §3.5. */
function siblings(own: readonly RawFlow[], sameSpi: readonly RawFlow[], isOneSa: IsOneSa): Uint32Array[] {
  return sameSpi.filter(other => !own.includes(other) && isOneSa(own[0]!.what, other.what)).map(other => other.sequences)
}

function inFileOrder(own: readonly RawFlow[]): Pick<RawFlow, 'rows' | 'sequences'> {
  if (own.length === 1) return own[0]!
  const all = own.flatMap(({ rows, sequences }) => Array.from(rows, (row, i) => ({ row, sequence: sequences[i]! })))
  all.sort((one, other) => one.row - other.row)
  return { rows: Uint32Array.from(all, ({ row }) => row), sequences: Uint32Array.from(all, ({ sequence }) => sequence) }
}

const MOST_SIBLINGS = 64

const NOTHING = { rows: new Uint32Array(0), sequences: new Uint32Array(0), backwards: false }

/** Rows and sequence numbers in file order, whole packets and reassembled ones together. */
function merged(whole: OfTable, inPieces: CarriedFlow | undefined): { rows: Uint32Array; sequences: Uint32Array } {
  if (!inPieces) return whole
  const length = whole.rows.length + inPieces.packets.length
  const rows = new Uint32Array(length)
  const sequences = new Uint32Array(length)
  for (let i = 0, a = 0, b = 0; i < length; i++) {
    const next = inPieces.packets[b]
    if (next === undefined || (a < whole.rows.length && whole.rows[a]! < next - 1)) {
      rows[i] = whole.rows[a]!
      sequences[i] = whole.sequences[a++]!
    } else {
      rows[i] = next - 1
      const sequence = inPieces.sequences[b++]!
      sequences[i] = whole.backwards ? turnedRound(sequence) : sequence
    }
  }
  return { rows, sequences }
}
