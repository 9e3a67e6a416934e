import type { Found } from '../../findings/finding.ts'
import { Fate } from '../fate.ts'
import { isProtected } from '../rows.ts'
import { cited, endName, other, type PairForm, type PairScene } from '../scene.ts'
import { perNegotiation } from './inVain.ts'
import { joined } from './joined.ts'

/** K6: beside what each trace shows, a card that encrypts: one capture holds in the clear what the other holds protected. */
export const offloadArtifacts: PairForm = (pair, alone) => [
  ...perNegotiation(pair, alone).map(joined),
  ...([0, 1] as const).flatMap(trace => (pair.lineup.fates.clear[trace] >= SEVERAL ? [encrypts(pair, trace)] : [])),
]

const SEVERAL = 3

function encrypts(pair: PairScene, trace: 0 | 1): Found {
  const { fates, rows } = pair.lineup
  const clear: number[] = []
  for (let row = 0; row < fates.of[trace].length && clear.length < 4; row++)
    if (fates.of[trace][row] === Fate.outside && !isProtected(rows[trace].packets.kind(row))) clear.push(row)
  const [here, there] = [endName(pair, trace), endName(pair, other(trace))]
  return {
    severity: 'note',
    title: `${here} encrypts behind its capture`,
    says: `The capture at ${here} holds ${fates.clear[trace]} packets in the clear and none of the protected ones that arrived from it at ${there}: its network card encrypts and decrypts (IPsec offload). Which of them is which, and what was lost of them, cannot be told; they are not counted.`,
    confidence: 'likely',
    place: 'unknown',
    negotiation: null,
    because: [`Protected packets from there are in the capture at ${there} only.`],
    evidence: cited(trace, clear),
    otherwise: [`The packets in the clear went out as they are, and a filter kept the protected ones out of the capture at ${here}.`],
    tryNext: [
      'Switch IPsec offload off for the capture (ethtool -K … esp-hw-offload off; on Windows: netsh int ip set global taskoffload=disabled).',
    ],
  }
}
