import type { Rule } from '../../findings/finding.ts'
import type { Said } from '../../findings/ranking.ts'
import { differenceAt } from '../clock.ts'
import { clockReport } from '../clockReport.ts'
import { Way } from '../ends.ts'
import { isTold } from '../points.ts'
import { stepOf } from '../resolution.ts'
import { cited, type PairScene } from '../scene.ts'

const rule: Rule = { id: 'clock-step', scenario: 'K7', find: () => [] }

/** K7: with the clocks as a hand set them packets would have arrived before they left. Nothing rests on such clocks. */
export function clockSetByHand(pair: PairScene): Said | undefined {
  const { clock, rows, startDifference, mayHaveZone } = pair.lineup
  if (clock.refused === undefined) return undefined
  const { early, longest, of } = tooEarly(pair, clock.refused - (differenceAt(clock, 0) ?? 0))
  const { says } = clockReport({ ...clock, refused: undefined }, startDifference, mayHaveZone)
  const set = startDifference + clock.refused
  return {
    rule,
    found: {
      severity: 'warning',
      title: 'The clocks as set by hand contradict the packets',
      says: `With B's clock ${Math.abs(set).toFixed(3)} s ${set < 0 ? 'behind' : 'ahead of'} A's, ${early.length} of ${of} packets that stand in both captures would have arrived before they left, by up to ${longest.toFixed(3)} s. So that is not used: all that is shown and said here goes by what the packets tell. ${says}`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['A packet arrives after it has left, whatever the clocks say.'],
      evidence: [
        ...cited(0, early.slice(0, 3)),
        ...cited(
          1,
          early.slice(0, 3).map(row => rows[0].mate[row]!),
        ),
      ],
      otherwise: [],
      tryNext: ['Let the packets tell the offset, or set another one.'],
    },
  }
}

/** Rows of A that arrive before they left. @param shift seconds by which the hand is beside what the packets tell */
function tooEarly({ lineup }: PairScene, shift: number): { readonly early: number[]; readonly longest: number; readonly of: number } {
  const { clock, rows, ends } = lineup
  const [a, b] = rows
  const least = stepOf(a.packets) + stepOf(b.packets)
  const early: number[] = []
  let [longest, of] = [0, 0]
  for (let row = 0; row < a.mate.length; row++) {
    const way = ends.way[0][a.packets.flow(row)]
    if (!isTold(a, row) || way === Way.none) continue
    of++
    const time = a.packets.time(row)
    const came = b.packets.time(a.mate[row]!) - (differenceAt(clock, time) ?? 0) - shift - time
    const before = way === Way.sentHere ? -came : came
    if (!(before > least)) continue
    early.push(row)
    longest = Math.max(longest, before)
  }
  return { early, longest, of }
}
