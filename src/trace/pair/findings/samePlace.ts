import type { Finding } from '../../report.ts'
import type { SamePlace } from '../samePlace.ts'
import { cited } from '../scene.ts'

/** K7: two captures of one place, or one file opened twice, show nothing of what lies between two ends. */
export function takenAtOnePlace({ first }: SamePlace): Finding {
  return {
    rule: 'clock-step',
    scenario: 'K7',
    severity: 'warning',
    title: 'Both captures were taken at the same place',
    says: 'What stands in both does so at the very same moments and with as many hops left: it did not travel from one capture to the other. So nothing is said of what lies between, only what each capture shows by itself.',
    confidence: 'certain',
    place: 'unknown',
    negotiation: null,
    because: [
      "To the microsecond, B's time is as far from A's for every packet that stands in both; no network carries packets so evenly.",
    ],
    evidence: [...cited(0, [first[0]]), ...cited(1, [first[1]])],
    otherwise: ['It is one file, opened twice.', 'One of them was made from the other with a filter.'],
    tryNext: ['Open the capture of the other end beside one of them.'],
  }
}
