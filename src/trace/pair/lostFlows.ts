import { Kind } from '../../dissectors/sort.ts'
import { hexSpi } from '../protected/securityAssociation.ts'
import { Way } from './ends.ts'
import { Fate } from './fate.ts'
import { type InPieces, inPieces } from './inPieces.ts'
import type { Lineup } from './lineUp.ts'
import type { LostFlow } from './report.ts'
import { isProtected, NONE } from './rows.ts'

/** Flows that are told, and packets of one of them that are told one by one. */
const MOST_FLOWS = 1000
const MOST_OF_FLOW = 1000

/** Flows of ESP and AH of which something was lost, whole or in pieces. */
export function lostFlows(lineup: Lineup): LostFlow[] {
  return ([0, 1] as const).flatMap(trace => {
    const { flows } = lineup.rows[trace]
    const pieces = bySa(inPieces(lineup, trace))
    const found: LostFlow[] = []
    for (let flow = 0; flow < flows.length && found.length < MOST_FLOWS; flow++) {
      if (!isProtected(flows.kind(flow)) || lineup.ends.way[trace][flow] !== Way.sentHere) continue
      const what = {
        protocol: flows.kind(flow) === Kind.ah ? 'ah' : 'esp',
        spi: flows.selector(flow),
        from: flows.source(flow),
        to: flows.destination(flow),
      } as const
      const one = lostFlow(lineup, trace, what, lineup.rows[trace].packets.rowsOfFlow(flow), pieces.get(flow) ?? [])
      if (one.lost > 0) found.push(one)
    }
    for (const [sa, own] of pieces) {
      if (typeof sa === 'number') continue
      const one = lostFlow(lineup, trace, own[0]!, [], own)
      if (one.lost > 0 && found.length < MOST_FLOWS) found.push(one)
    }
    return found
  })
}

type What = Pick<InPieces, 'protocol' | 'spi' | 'from' | 'to'>

/** Packets in pieces by the flow of their SA; by its name where it has no flow, as nothing of it left whole. */
function bySa(pieces: readonly InPieces[]): Map<number | string, InPieces[]> {
  const found = new Map<number | string, InPieces[]>()
  for (const one of pieces) {
    const sa = one.flow === NONE ? `${one.protocol} ${one.spi} ${one.from} ${one.to}` : one.flow
    const known = found.get(sa)
    if (known) known.push(one)
    else found.set(sa, [one])
  }
  return found
}

/** @param rows of its whole packets  @param pieces its packets that left in IP fragments */
function lostFlow(
  lineup: Lineup,
  trace: 0 | 1,
  { protocol, spi, from, to }: What,
  rows: ArrayLike<number>,
  pieces: readonly InPieces[],
): LostFlow {
  const { packets } = lineup.rows[trace]
  const fates = lineup.fates.of[trace]
  const numbers: number[] = []
  let [sent, lost, lostInPieces, arrived, least] = [0, 0, 0, 0, Number.POSITIVE_INFINITY]
  const size = (row: number) => {
    if (fates[row] === Fate.delivered) arrived = Math.max(arrived, packets.ipLength(row))
    else if (fates[row] === Fate.lost) {
      least = Math.min(least, packets.ipLength(row))
      if (numbers.length < MOST_OF_FLOW) numbers.push(row + 1)
    }
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (fates[row] !== Fate.delivered && fates[row] !== Fate.lost) continue
    sent++
    if (fates[row] === Fate.lost) lost++
    size(row)
  }
  for (const one of pieces) {
    if (one.fate !== Fate.delivered && one.fate !== Fate.lost) continue
    sent++
    if (one.fate === Fate.lost) lostInPieces++
    for (const row of one.rows) size(row)
  }
  if (lostInPieces > 0) numbers.sort((x, y) => x - y)
  return {
    trace,
    protocol,
    spi: hexSpi(spi),
    from,
    to,
    sent,
    lost: lost + lostInPieces,
    ...(lostInPieces > 0 ? { lostInPieces } : {}),
    packets: numbers,
    ...(least < Number.POSITIVE_INFINITY && arrived > 0 && least > arrived ? { sizes: { arrived, lost: least } } : {}),
  }
}
