import { type Found, inWords, packetsAsEvidence, type Rule, type Scene } from './finding.ts'

/** K7: the clock of the capturing machine was set back. Times around it cannot be trusted. */
export const clockStep: Rule = { id: 'clock-step', scenario: 'K7', find }

function find({ trace: { packets } }: Scene): Found[] {
  const steps = packets.stepsBack
  const [first] = steps
  if (!first) return []
  const back = packets.time(first - 1) - packets.time(first)
  return [
    {
      severity: 'note',
      title: 'The clock of this capture runs backwards',
      says: `Packet ${first + 1} is ${inWords(back)} older than the one before it${steps.length > 1 ? `, and so at ${steps.length - 1} more ${steps.length === 2 ? 'place' : 'places'}` : ''}. Distances in time across it mean nothing.`,
      confidence: 'certain',
      place: 'unknown',
      negotiation: null,
      because: ['Packets are written in the order in which they come.'],
      evidence: packetsAsEvidence(steps.flatMap(row => [row, row + 1])),
      otherwise: ['The file was joined from several captures.', 'The clock was set while the capture ran.'],
      tryNext: steps.length > 1 ? ['Sort the file by time (reordercap) if it was joined from several.'] : [],
    },
  ]
}
