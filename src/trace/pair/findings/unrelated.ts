import type { Rule } from '../../findings/finding.ts'
import type { Said } from '../../findings/ranking.ts'
import { cited, isRelated, type PairScene, ranThen } from '../scene.ts'

const rule: Rule = { id: 'clock-step', scenario: 'K7', find: () => [] }

/** K7: no packet stands in both traces, so that nothing can be said of what lies between. */
export function unrelated(pair: PairScene): Said | undefined {
  const [a, b] = pair.scenes
  if (isRelated(pair) || a.trace.packets.length === 0 || b.trace.packets.length === 0) return undefined
  const together = ranThen(pair, 0, 0, 0) || ranThen(pair, 1, 0, 0)
  return {
    rule,
    found: {
      severity: 'note',
      title: 'No packet stands in both captures',
      says: `Nothing relates the clocks of A and B, so what is said here is what each capture shows by itself; what was lost or changed between the two cannot be told. By the files' own clocks they ${together ? 'ran at the same time' : 'did not run at the same time'}.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['Each packet of A was looked for in B by what no router and no NAT changes.'],
      evidence: [...cited(0, [0]), ...cited(1, [0])],
      otherwise: together
        ? ['Nothing of what left one end reached the other.', 'The captures are of other hosts, or of other paths between them.']
        : ['They are captures of different moments.', 'One of the two clocks is wrong.'],
      tryNext: ['Capture at both ends at the same time, and start before the first IKE message.'],
    },
  }
}
