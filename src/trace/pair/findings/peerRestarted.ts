import type { Found } from '../../findings/finding.ts'
import { wasGone } from '../../findings/negotiations/cameBack.ts'
import type { Place } from '../../report.ts'
import { brokenFrom, leftAt, spanOf } from '../brokenPath.ts'
import { NONE } from '../rows.ts'
import { at, isRelated, type PairForm, type PairScene } from '../scene.ts'
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
    .filter(found => !isOutage(pair, found))
    .map(found => ({ ...found, place: whose(pair, found) }))
}

/** The path was broken between what is cited: whoever begins anew has given up, and nobody need have lost anything. */
function isOutage(pair: PairScene, { confidence, evidence }: Found): boolean {
  const times = evidence.map(({ trace, packet }) => leftAt(pair, trace, pair.lineup.rows[trace].packets.time(packet - 1)))
  return ([0, 1] as const).some(sender => {
    const stretch = confidence === 'possible' ? brokenFrom(pair, sender) : undefined
    const [from, until] = stretch ? spanOf(pair, sender, stretch) : []
    return from !== undefined && until !== undefined && times.some(time => time <= from) && times.some(time => time >= until)
  })
}

/** Which end's service was gone, where that is known. */
function whose(pair: PairScene, { title, place }: Found): Place {
  const end = ([0, 1] as const).find(trace => [...pair.lineup.ends.near[trace]].some(address => title === wasGone(address)))
  return end === undefined ? place : at(end)
}
