import type { Rule } from '../../findings/finding.ts'
import type { Said } from '../../findings/ranking.ts'
import { differenceAt } from '../clock.ts'
import { Way } from '../ends.ts'
import { isTold } from '../points.ts'
import { cited, type PairScene } from '../scene.ts'

const rule: Rule = { id: 'clock-step', scenario: 'K7', find: () => [] }

/** Seconds: two clocks may drift so far apart over a long capture and the offset be right all the same. */
const TOLERANCE = 0.05

/** K7: the clocks were set by hand, and packets would have arrived before they left. Nothing said with such clocks is to be believed. */
export function clockSetByHand({ lineup }: PairScene): Said | undefined {
  const { clock, rows, ends } = lineup
  if (clock.found !== 'manual') return undefined
  const [a, b] = rows
  const early: number[] = []
  let of = 0
  for (let row = 0; row < a.mate.length; row++) {
    const way = ends.way[0][a.packets.flow(row)]
    if (!isTold(a, row) || way === Way.none) continue
    of++
    const time = a.packets.time(row)
    const came = b.packets.time(a.mate[row]!) - (differenceAt(clock, time) ?? 0) - time
    if ((way === Way.sentHere ? came : -came) < -TOLERANCE) early.push(row)
  }
  if (early.length === 0) return undefined
  return {
    rule,
    found: {
      severity: 'warning',
      title: 'The clocks as set by hand contradict the packets',
      says: `Of ${of} packets that stand in both captures, ${early.length} would have arrived before they left. What else is said with these clocks, and what is not, is not to be believed.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['A packet arrives after it has left, whatever the clocks say.'],
      evidence: [
        ...cited(0, early.slice(0, 3)),
        ...cited(
          1,
          early.slice(0, 3).map(row => a.mate[row]!),
        ),
      ],
      otherwise: [],
      tryNext: ['Let the packets tell the offset, or set another one.'],
    },
  }
}
