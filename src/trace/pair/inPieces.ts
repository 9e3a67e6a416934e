import { Kind } from '../../dissectors/sort.ts'
import type { CarriedFlow } from '../path/datagrams.ts'
import { turnedRound } from '../protected/backwards.ts'
import { columnsOf } from '../protected/flowColumns.ts'
import { flowsUnder } from '../protected/spiWay.ts'
import { Way, wayOf } from './ends.ts'
import { Fate } from './fate.ts'
import type { Lineup } from './lineUp.ts'
import { NONE } from './rows.ts'

// ESP and AH that left in IP fragments. Their rows are fragments, of which each has a fate of its own; the packet that they
// carry arrived when all of them did, and is lost when one of them is.

/** A protected packet of one end that its capture has whole, in pieces. */
export interface InPieces {
  readonly protocol: 'esp' | 'ah'
  readonly spi: number
  readonly sequence: number
  /** The flow of the sender's table that has the whole packets of the same SA; `NONE` where all of them were sent in pieces. */
  readonly flow: number
  /** Rows of the sender's trace. */
  readonly rows: readonly number[]
  /** Those of them that were lost. */
  readonly lost: readonly number[]
  /** Delivered, lost, outside or unknown. */
  readonly fate: number
  readonly from: string
  readonly to: string
}

const known = new WeakMap<Lineup, readonly [readonly InPieces[], readonly InPieces[]]>()

/** What one end sent protected in IP fragments, in the order in which its capture has them, SA by SA. */
export function inPieces(lineup: Lineup, sender: 0 | 1): readonly InPieces[] {
  const all = known.get(lineup) ?? ([piecesOf(lineup, 0), piecesOf(lineup, 1)] as const)
  known.set(lineup, all)
  return all[sender]
}

function piecesOf(lineup: Lineup, sender: 0 | 1): InPieces[] {
  const rows = lineup.rows[sender]
  return [...rows.trace.datagrams.flows.values()].flatMap(carried => {
    const flow = flowOf(lineup, sender, carried)
    const turned = flow !== NONE && columnsOf(rows.packets, flow).backwards
    let next = 0
    return carried.pieceCounts.flatMap((count, i) => {
      const own = carried.pieces.slice(next, next + count).map(packet => packet - 1)
      next += count
      if (own.some(row => wayOf(lineup.ends, sender, rows, row) !== Way.sentHere)) return []
      const number = carried.sequences[i]!
      const { kind: protocol, spi, source: from, destination: to } = carried
      return [{ protocol, spi, sequence: turned ? turnedRound(number) : number, flow, rows: own, ...fateOf(lineup, sender, own), from, to }]
    })
  })
}

function fateOf({ rows, fates }: Lineup, sender: 0 | 1, own: readonly number[]): Pick<InPieces, 'fate' | 'lost'> {
  const { copyOf } = rows[sender]
  const of = own.map(row => fates.of[sender][copyOf.get(row) ?? row])
  const lost = own.filter((_, i) => of[i] === Fate.lost)
  if (lost.length > 0) return { fate: Fate.lost, lost }
  if (of.every(fate => fate === Fate.delivered)) return { fate: Fate.delivered, lost }
  return { fate: of.includes(Fate.outside) ? Fate.outside : Fate.unknown, lost }
}

/** Something of it arrived. */
export function arrivedInPart({ fates }: Lineup, sender: 0 | 1, { rows }: InPieces): boolean {
  return rows.some(row => fates.of[sender][row] === Fate.delivered)
}

function flowOf({ rows }: Lineup, sender: 0 | 1, { kind, udpEncapsulated, spi, source, destination }: CarriedFlow): number {
  const { packets, flows } = rows[sender]
  const wanted = kind === 'ah' ? Kind.ah : udpEncapsulated ? Kind.udpEncapsulatedEsp : Kind.esp
  const isIt = (flow: number) => flows.kind(flow) === wanted && flows.source(flow) === source && flows.destination(flow) === destination
  return flowsUnder(packets, spi).find(isIt) ?? NONE
}
