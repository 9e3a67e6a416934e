import { NONE } from '../rows.ts'
import { isRelated, type PairForm } from '../scene.ts'
import { once } from './once.ts'

/** N21: what one end takes for a restart is none where the other one saw the same messages and knows how the old SA ended: by a
 *  delete that was lost, most likely. */
export const peerRestarted: PairForm = (pair, alone) => {
  const told = new Set(alone.map(one => `${one.evidence[0]?.trace} ${one.negotiation}`))
  const isSeenThere = (trace: 0 | 1, packet: number) => (pair.lineup.rows[trace].mate[packet - 1] ?? NONE) !== NONE
  return once(
    pair,
    alone.filter(({ evidence, negotiation }) => {
      const trace = evidence[0]?.trace ?? 0
      const isToldThere = told.has(`${1 - trace} ${negotiation}`)
      return isToldThere || !isRelated(pair) || !evidence.every(one => isSeenThere(one.trace, one.packet))
    }),
  )
}
